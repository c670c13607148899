import { type Declaration, type Decider, err, ok, type Result, unreachable } from '#kernel';

import { type About, type CampaignRefusal, refusalOf, type Within } from './circumstances.js';
import { changesBetween, differingQuestions, sameDeclaration } from './declaration.js';
import type { Channel, Justification, ResponseEvent } from './response.events.js';
import {
  cancelReturn,
  confirmAnswer,
  correctionRefusal,
  droppedWith,
  isReturnEvent,
  noReturns,
  type ReturnCommand,
  type ReturnRefusal,
  returnQuestions,
  type Returns,
  returnsAfter,
  settledBy,
} from './returns.js';

/** A complete declaration, found free of errors, with a justification for each warning that asks for one. */
type Assessed = {
  readonly declaration: Declaration;
  readonly questionnaire: string;
  readonly contentHash: string;
  readonly justifications: readonly Justification[];
  readonly channel: Channel;
};

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
  | (About & { readonly type: 'ValidateResponse' })
  | ReturnCommand;

type Submitted = {
  readonly declaration: Declaration;
  readonly questionnaire: string;
  readonly contentHash: string;
  readonly returns: Returns;
};

export type ResponseState =
  | { readonly status: 'absent' }
  | { readonly status: 'draft'; readonly declaration: Declaration }
  | ({ readonly status: 'submitted' | 'validated' } & Submitted)
  | { readonly status: 'withdrawn' };

export type ResponseRefusal =
  | CampaignRefusal
  | ReturnRefusal
  | { readonly kind: 'AlreadySubmitted'; readonly status: 'submitted' | 'validated' }
  | { readonly kind: 'DraftAlreadyStarted' }
  | { readonly kind: 'CorrectionNeedsReason' }
  | { readonly kind: 'WithdrawalNeedsReason' }
  | { readonly kind: 'NothingSubmitted'; readonly status: ResponseState['status'] };

type Decision = Result<readonly ResponseEvent[], ResponseRefusal>;
type Command<Type extends ResponseCommand['type']> = Extract<ResponseCommand, { type: Type }>;

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
  const { returns } = state;
  const changed = differingQuestions(state.declaration, command.declaration);
  const refusal = correctionRefusal(command, returns, changed);
  if (refusal !== undefined) return err(refusal);
  const reason = command.reason?.trim() ?? '';
  if (reason === '') return err({ kind: 'CorrectionNeedsReason' });
  return ok([
    corrected(command, state, reason),
    ...settledBy(command, returns, { changed, reason }),
  ]);
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
  return ok([
    ...droppedWith(command, state.returns, reason),
    { type: 'ResponseWithdrawn', data: { campaign, uai, reason } },
  ]);
};

const validate = (command: Command<'ValidateResponse'>, state: ResponseState): Decision => {
  if (state.status === 'validated') return ok([]);
  if (state.status !== 'submitted') return err({ kind: 'NothingSubmitted', status: state.status });
  const { campaign, uai } = command;
  return ok([{ type: 'ResponseValidated', data: { campaign, uai } }]);
};

const review = (command: ReturnCommand, state: ResponseState): Decision => {
  if (!isSubmitted(state)) return err({ kind: 'NothingSubmitted', status: state.status });
  switch (command.type) {
    case 'ReturnQuestions':
      return returnQuestions(command, state.returns);
    case 'ConfirmAnswer':
      return confirmAnswer(command, state.returns);
    case 'CancelReturn':
      return cancelReturn(command, state.returns);
    default:
      return unreachable(command);
  }
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
    case 'ReturnQuestions':
    case 'ConfirmAnswer':
    case 'CancelReturn':
      return review(command, state);
    default:
      return unreachable(command);
  }
};

const declarationOf = ({ answers, notConcerned }: Declaration): Declaration => ({
  answers,
  notConcerned,
});

type Declared = Declaration & { readonly questionnaire: string; readonly contentHash: string };

const declared = (state: ResponseState, data: Declared): ResponseState => ({
  status: 'submitted',
  declaration: declarationOf(data),
  questionnaire: data.questionnaire,
  contentHash: data.contentHash,
  returns: isSubmitted(state) ? state.returns : noReturns,
});

const evolve = (state: ResponseState, event: ResponseEvent): ResponseState => {
  if (isReturnEvent(event)) {
    return isSubmitted(state) ? { ...state, returns: returnsAfter(state.returns, event) } : state;
  }
  switch (event.type) {
    case 'DraftSaved':
    case 'DraftPrefilled':
      return { status: 'draft', declaration: declarationOf(event.data) };
    case 'ResponseSubmitted':
    case 'AnswersCorrected':
      return declared(state, event.data);
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
 * after submission takes a reason, and takes a validation back. A question that is returned may be corrected or
 * confirmed until its day, whatever else is closed or locked.
 */
export const response: Decider<ResponseCommand, ResponseEvent, ResponseState, ResponseRefusal> = {
  initial: { status: 'absent' },
  decide,
  evolve,
};
