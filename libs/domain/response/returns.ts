import { err, ok, type Result } from '#kernel';

import { type About, type CampaignRefusal, refusalOf, type Within } from './circumstances.js';
import type { ResponseEvent } from './response.events.js';

/** A question that the observatory has given back to the school, and what became of it. */
export type Return = {
  readonly message: string;
  /** The last day on which it may be answered, YYYY-MM-DD. */
  readonly until: string;
  readonly status: 'open' | 'corrected' | 'confirmed' | 'cancelled';
  /** What was said to settle it: a reason or a justification; null while it is open. */
  readonly text: string | null;
};

/** The latest return of each question, by its code. */
export type Returns = ReadonlyMap<string, Return>;

export const noReturns: Returns = new Map();

export type ReturnCommand =
  | (About &
      Within & {
        readonly type: 'ReturnQuestions';
        readonly questions: readonly string[];
        readonly message: string;
        readonly until: string;
      })
  | (About &
      Within & {
        readonly type: 'ConfirmAnswer';
        readonly question: string;
        readonly justification: string;
      })
  | (About & { readonly type: 'CancelReturn'; readonly question: string; readonly reason: string });

export type ReturnRefusal =
  | { readonly kind: 'ReturnNeedsMessage' }
  | { readonly kind: 'ReturnEndsInThePast'; readonly until: string; readonly today: string }
  /** `questions` are not among those that may be answered now, `returned`. */
  | {
      readonly kind: 'QuestionNotReturned';
      readonly questions: readonly string[];
      readonly returned: readonly string[];
    }
  | { readonly kind: 'ReturnExpired'; readonly question: string; readonly until: string }
  | { readonly kind: 'ConfirmationNeedsReason' }
  | { readonly kind: 'CancellationNeedsReason' };

type Decision = Result<readonly ReturnEvent[], ReturnRefusal>;
type Command<Type extends ReturnCommand['type']> = Extract<ReturnCommand, { type: Type }>;
export type ReturnEvent = Extract<
  ResponseEvent,
  { type: 'QuestionReturned' | 'ReturnAnswered' | 'ReturnCancelled' }
>;

/** Whether an event is about a question that was returned: those alone name one. */
export const isReturnEvent = (event: ResponseEvent): event is ReturnEvent =>
  'question' in event.data;

const isOpen = ({ status }: Return): boolean => status === 'open';

const openReturns = (returns: Returns): readonly (readonly [string, Return])[] =>
  [...returns].filter(([, one]) => isOpen(one));

/** The questions that may be answered today, whatever the campaign says. */
const answerable = (returns: Returns, today: string): readonly string[] =>
  openReturns(returns)
    .filter(([, { until }]) => today <= until)
    .map(([question]) => question)
    .sort();

/** Gives questions back with a message; one that is open already is given the new message and day. */
export const returnQuestions = (
  { campaign, uai, questions, circumstances: { today }, ...command }: Command<'ReturnQuestions'>,
  returns: Returns,
): Decision => {
  const { until } = command;
  const message = command.message.trim();
  if (message === '') return err({ kind: 'ReturnNeedsMessage' });
  if (until < today) return err({ kind: 'ReturnEndsInThePast', until, today });
  const isSaid = (question: string): boolean => {
    const known = returns.get(question);
    return known?.status === 'open' && known.message === message && known.until === until;
  };
  return ok(
    [...new Set(questions)]
      .filter((question) => !isSaid(question))
      .map((question) => ({
        type: 'QuestionReturned',
        data: { campaign, uai, question, message, until },
      })),
  );
};

/** The school says that the answer is right as it stands. */
export const confirmAnswer = (
  { campaign, uai, question, circumstances: { today }, ...command }: Command<'ConfirmAnswer'>,
  returns: Returns,
): Decision => {
  const text = command.justification.trim();
  const known = returns.get(question);
  if (known?.status === 'confirmed' && known.text === text) return ok([]);
  if (known?.status !== 'open') {
    const returned = answerable(returns, today);
    return err({ kind: 'QuestionNotReturned', questions: [question], returned });
  }
  if (known.until < today) return err({ kind: 'ReturnExpired', question, until: known.until });
  if (text === '') return err({ kind: 'ConfirmationNeedsReason' });
  const answer = { campaign, uai, question, outcome: 'confirmed' as const, text };
  return ok([{ type: 'ReturnAnswered', data: answer }]);
};

export const cancelReturn = (
  { campaign, uai, question, ...command }: Command<'CancelReturn'>,
  returns: Returns,
): Decision => {
  const reason = command.reason.trim();
  const known = returns.get(question);
  if (known?.status === 'cancelled') return ok([]);
  if (known?.status !== 'open') {
    const returned = openReturns(returns).map(([code]) => code);
    return err({ kind: 'QuestionNotReturned', questions: [question], returned: returned.sort() });
  }
  if (reason === '') return err({ kind: 'CancellationNeedsReason' });
  return ok([{ type: 'ReturnCancelled', data: { campaign, uai, question, reason } }]);
};

const expiredAmong = (
  open: ReadonlyMap<string, Return>,
  changed: readonly string[],
  today: string,
): ReturnRefusal | undefined => {
  const expired = [...open].find(
    ([question, { until }]) => until < today && changed.includes(question),
  );
  if (expired === undefined) return undefined;
  const [question, { until }] = expired;
  return { kind: 'ReturnExpired', question, until };
};

/**
 * Why a correction of the questions `changed` may not be made today. Where the campaign takes no more answers, or
 * its data are locked, those that were returned may still be corrected, and no other.
 */
export const correctionRefusal = (
  command: About & Within,
  returns: Returns,
  changed: readonly string[],
): CampaignRefusal | ReturnRefusal | undefined => {
  const refusal = refusalOf(command);
  const isShut = refusal?.kind === 'CampaignClosed' || refusal?.kind === 'AnswersLocked';
  if (!isShut) return refusal;
  const { today } = command.circumstances;
  const open = new Map(openReturns(returns));
  const questions = changed.filter((question) => !open.has(question));
  if (questions.length === 0) return expiredAmong(open, changed, today);
  const returned = answerable(returns, today);
  return returned.length === 0 ? refusal : { kind: 'QuestionNotReturned', questions, returned };
};

/** What a correction of the questions `changed` settles. */
export const settledBy = (
  { campaign, uai }: About,
  returns: Returns,
  { changed, reason }: { readonly changed: readonly string[]; readonly reason: string },
): readonly ReturnEvent[] =>
  openReturns(returns)
    .filter(([question]) => changed.includes(question))
    .map(([question]) => ({
      type: 'ReturnAnswered',
      data: { campaign, uai, question, outcome: 'corrected', text: reason },
    }));

/** A response that is withdrawn takes its open returns with it. */
export const droppedWith = (
  { campaign, uai }: About,
  returns: Returns,
  reason: string,
): readonly ReturnEvent[] =>
  openReturns(returns).map(([question]) => ({
    type: 'ReturnCancelled',
    data: { campaign, uai, question, reason },
  }));

const settled = (returns: Returns, question: string, change: Partial<Return>): Returns => {
  const known = returns.get(question);
  return known === undefined ? returns : new Map(returns).set(question, { ...known, ...change });
};

/** The returns after an event. */
export const returnsAfter = (returns: Returns, event: ReturnEvent): Returns => {
  const { question } = event.data;
  switch (event.type) {
    case 'QuestionReturned': {
      const { message, until } = event.data;
      return new Map(returns).set(question, { message, until, status: 'open', text: null });
    }
    case 'ReturnAnswered':
      return settled(returns, question, { status: event.data.outcome, text: event.data.text });
    case 'ReturnCancelled':
      return settled(returns, question, { status: 'cancelled', text: event.data.reason });
  }
};
