import { type Declaration, type Decider, err, ok, type Result, unreachable } from '#kernel';

import { changesBetween, sameDeclaration } from './declaration.js';
import type { Channel, Justification, ResponseEvent } from './response.events.js';

/** What the campaign says of this school on this day. */
export type Circumstances = {
  readonly status: 'open' | 'closed';
  /** First and last day for answers, YYYY-MM-DD; later answers are late. */
  readonly opensOn: string;
  readonly closesOn: string;
  /** The day of the answer, YYYY-MM-DD, where the campaign counts its days. */
  readonly today: string;
  readonly expected: boolean;
  /** Why the school is not expected, when the campaign says so. */
  readonly exclusion: string | null;
};

/** A complete declaration, found free of errors, with a justification for each warning that asks for one. */
type Assessed = {
  readonly declaration: Declaration;
  readonly questionnaire: string;
  readonly contentHash: string;
  readonly justifications: readonly Justification[];
  readonly channel: Channel;
};

type About = { readonly campaign: string; readonly uai: string };
type Within = { readonly circumstances: Circumstances };

export type ResponseCommand =
  | (About & Within & { readonly type: 'SaveDraft'; readonly declaration: Declaration })
  | (About &
      Within & {
        readonly type: 'PrefillDraft';
        readonly declaration: Declaration;
        readonly fromCampaign: string | null;
      })
  /** With a reason it may replace what was submitted: that is a correction. */
  | (About &
      Within &
      Assessed & { readonly type: 'SubmitResponse'; readonly reason: string | null })
  | (About & Within & Assessed & { readonly type: 'CorrectAnswers'; readonly reason: string })
  | (About & Within & { readonly type: 'WithdrawResponse'; readonly reason: string })
  | (About & { readonly type: 'ValidateResponse' });

type Submitted = {
  readonly declaration: Declaration;
  readonly questionnaire: string;
  readonly contentHash: string;
};

export type ResponseState =
  | { readonly status: 'absent' }
  | { readonly status: 'draft'; readonly declaration: Declaration }
  | ({ readonly status: 'submitted' | 'validated' } & Submitted)
  | { readonly status: 'withdrawn' };

export type ResponseRefusal =
  | { readonly kind: 'CampaignNotYetOpen'; readonly opensOn: string; readonly today: string }
  | { readonly kind: 'CampaignClosed'; readonly closesOn: string }
  | { readonly kind: 'SchoolNotExpected'; readonly uai: string; readonly exclusion: string | null }
  | { readonly kind: 'AlreadySubmitted'; readonly status: 'submitted' | 'validated' }
  | { readonly kind: 'DraftAlreadyStarted' }
  | { readonly kind: 'CorrectionNeedsReason' }
  | { readonly kind: 'WithdrawalNeedsReason' }
  | { readonly kind: 'NothingSubmitted'; readonly status: ResponseState['status'] };

type Decision = Result<readonly ResponseEvent[], ResponseRefusal>;
type Command<Type extends ResponseCommand['type']> = Extract<ResponseCommand, { type: Type }>;

const refusalOf = ({ uai, circumstances }: About & Within): ResponseRefusal | undefined => {
  const { status, opensOn, closesOn, today, expected, exclusion } = circumstances;
  if (!expected) return { kind: 'SchoolNotExpected', uai, exclusion };
  if (status === 'closed') return { kind: 'CampaignClosed', closesOn };
  if (today < opensOn) return { kind: 'CampaignNotYetOpen', opensOn, today };
  return undefined;
};

const isSubmitted = (
  state: ResponseState,
): state is Extract<ResponseState, { status: 'submitted' | 'validated' }> =>
  state.status === 'submitted' || state.status === 'validated';

const saveDraft = (command: Command<'SaveDraft'>, state: ResponseState): Decision => {
  const { campaign, uai, declaration } = command;
  if (state.status === 'draft' && sameDeclaration(state.declaration, declaration)) return ok([]);
  const refusal = refusalOf(command);
  if (refusal !== undefined) return err(refusal);
  if (isSubmitted(state)) return err({ kind: 'AlreadySubmitted', status: state.status });
  return ok([{ type: 'DraftSaved', data: { campaign, uai, ...declaration } }]);
};

const prefillDraft = (command: Command<'PrefillDraft'>, state: ResponseState): Decision => {
  const { campaign, uai, declaration, fromCampaign } = command;
  if (state.status === 'draft' && sameDeclaration(state.declaration, declaration)) return ok([]);
  const refusal = refusalOf(command);
  if (refusal !== undefined) return err(refusal);
  if (isSubmitted(state)) return err({ kind: 'AlreadySubmitted', status: state.status });
  if (state.status === 'draft') return err({ kind: 'DraftAlreadyStarted' });
  return ok([{ type: 'DraftPrefilled', data: { campaign, uai, ...declaration, fromCampaign } }]);
};

type Correction = Command<'SubmitResponse' | 'CorrectAnswers'>;

const corrected = (command: Correction, state: Submitted, reason: string): ResponseEvent => {
  const { campaign, uai, declaration, questionnaire, justifications } = command;
  const changes = changesBetween(state.declaration, declaration);
  return {
    type: 'AnswersCorrected',
    data: {
      campaign,
      uai,
      answers: declaration.answers,
      notConcerned: declaration.notConcerned,
      questionnaire,
      changes,
      reason,
      justifications,
      channel: command.channel,
      contentHash: command.contentHash,
    },
  };
};

const correct = (command: Correction, state: ResponseState): Decision => {
  if (!isSubmitted(state)) return err({ kind: 'NothingSubmitted', status: state.status });
  if (state.contentHash === command.contentHash) return ok([]);
  const refusal = refusalOf(command);
  if (refusal !== undefined) return err(refusal);
  const reason = command.reason?.trim() ?? '';
  if (reason === '') return err({ kind: 'CorrectionNeedsReason' });
  return ok([corrected(command, state, reason)]);
};

const submit = (command: Command<'SubmitResponse'>, state: ResponseState): Decision => {
  if (isSubmitted(state)) return correct(command, state);
  const refusal = refusalOf(command);
  if (refusal !== undefined) return err(refusal);
  const { campaign, uai, declaration, circumstances } = command;
  return ok([
    {
      type: 'ResponseSubmitted',
      data: {
        campaign,
        uai,
        answers: declaration.answers,
        notConcerned: declaration.notConcerned,
        questionnaire: command.questionnaire,
        justifications: command.justifications,
        late: circumstances.today > circumstances.closesOn,
        channel: command.channel,
        contentHash: command.contentHash,
      },
    },
  ]);
};

const withdraw = (command: Command<'WithdrawResponse'>, state: ResponseState): Decision => {
  if (state.status === 'withdrawn') return ok([]);
  if (!isSubmitted(state)) return err({ kind: 'NothingSubmitted', status: state.status });
  const refusal = refusalOf(command);
  if (refusal !== undefined) return err(refusal);
  const { campaign, uai } = command;
  const reason = command.reason.trim();
  if (reason === '') return err({ kind: 'WithdrawalNeedsReason' });
  return ok([{ type: 'ResponseWithdrawn', data: { campaign, uai, reason } }]);
};

const validate = (command: Command<'ValidateResponse'>, state: ResponseState): Decision => {
  if (state.status === 'validated') return ok([]);
  if (state.status !== 'submitted') return err({ kind: 'NothingSubmitted', status: state.status });
  const { campaign, uai } = command;
  return ok([{ type: 'ResponseValidated', data: { campaign, uai } }]);
};

const decide = (command: ResponseCommand, state: ResponseState): Decision => {
  switch (command.type) {
    case 'SaveDraft':
      return saveDraft(command, state);
    case 'PrefillDraft':
      return prefillDraft(command, state);
    case 'SubmitResponse':
      return submit(command, state);
    case 'CorrectAnswers':
      return correct(command, state);
    case 'WithdrawResponse':
      return withdraw(command, state);
    case 'ValidateResponse':
      return validate(command, state);
    default:
      return unreachable(command);
  }
};

const declarationOf = ({ answers, notConcerned }: Declaration): Declaration => ({
  answers,
  notConcerned,
});

const evolve = (state: ResponseState, event: ResponseEvent): ResponseState => {
  switch (event.type) {
    case 'DraftSaved':
    case 'DraftPrefilled':
      return { status: 'draft', declaration: declarationOf(event.data) };
    case 'ResponseSubmitted':
    case 'AnswersCorrected': {
      const { questionnaire, contentHash } = event.data;
      return {
        status: 'submitted',
        declaration: declarationOf(event.data),
        questionnaire,
        contentHash,
      };
    }
    case 'ResponseValidated':
      return isSubmitted(state) ? { ...state, status: 'validated' } : state;
    case 'ResponseWithdrawn':
      return { status: 'withdrawn' };
    default:
      return unreachable(event);
  }
};

/**
 * The answers of one school in one campaign. Saying the same again changes nothing; saying something else
 * after submission takes a reason, and takes a validation back.
 */
export const response: Decider<ResponseCommand, ResponseEvent, ResponseState, ResponseRefusal> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};
