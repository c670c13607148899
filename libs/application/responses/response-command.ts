import type { Channel, Justification } from '#domain/response';
import { type AnswerValue, err, unreachable } from '#kernel';

import { textProblems } from '../problems/text.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { prefillDraft, saveDraft } from './draft.js';
import { validateResponse, withdrawResponse } from './lifecycle.js';
import { cancelReturn, confirmAnswer, returnQuestions } from './review.js';
import { correctAnswers, submitResponse } from './submit.js';

/** Not looked into yet: the questionnaire says what is wrong with it. */
type GivenDeclaration = {
  readonly answers: Readonly<Record<string, AnswerValue | null>>;
  readonly notConcerned: readonly string[];
};

type Judged = {
  readonly justifications: readonly Justification[];
  /** Absent: a form. */
  readonly channel?: Channel;
};

/** Everything that may be asked of one response, by whatever way it comes. */
export type ResponseCommand = { readonly campaign: string; readonly uai: string } & (
  | ({ readonly type: 'SaveDraft' } & GivenDeclaration)
  | { readonly type: 'PrefillDraft' }
  | ({ readonly type: 'SubmitResponse' } & GivenDeclaration &
      Judged & {
        /** Needed only when it replaces what was submitted. */
        readonly reason: string | null;
      })
  | ({
      readonly type: 'CorrectAnswers';
      /** The answers that change; null clears. */
      readonly answers: GivenDeclaration['answers'];
      /** Null leaves them as they are. */
      readonly notConcerned: readonly string[] | null;
      readonly reason: string;
    } & Judged)
  | { readonly type: 'WithdrawResponse'; readonly reason: string }
  | { readonly type: 'ValidateResponse' }
  | {
      readonly type: 'ReturnQuestions';
      readonly questions: readonly string[];
      readonly message: string;
      readonly until: string;
    }
  | { readonly type: 'ConfirmAnswer'; readonly question: string; readonly justification: string }
  | { readonly type: 'CancelReturn'; readonly question: string; readonly reason: string }
) & {
    /** The revision that the caller saw; null does not check. */
    readonly expectedRevision: number | null;
  };

const execute = (
  services: Services,
  command: ResponseCommand,
  context: RequestContext,
): Promise<Outcome> => {
  switch (command.type) {
    case 'SaveDraft': {
      const { answers, notConcerned, ...rest } = command;
      return saveDraft(services, { ...rest, declaration: { answers, notConcerned } }, context);
    }
    case 'PrefillDraft':
      return prefillDraft(services, command, context);
    case 'SubmitResponse': {
      const { answers, notConcerned, ...rest } = command;
      return submitResponse(services, { ...rest, declaration: { answers, notConcerned } }, context);
    }
    case 'CorrectAnswers':
      return correctAnswers(services, command, context);
    case 'WithdrawResponse':
      return withdrawResponse(services, command, context);
    case 'ValidateResponse':
      return validateResponse(services, command, context);
    case 'ReturnQuestions':
      return returnQuestions(services, command, context);
    case 'ConfirmAnswer':
      return confirmAnswer(services, command, context);
    case 'CancelReturn':
      return cancelReturn(services, command, context);
    default:
      return unreachable(command);
  }
};

/**
 * Does what is asked of one response. Whether the caller may ask it is settled before.
 * Answers with `EVENT_LOG_UNAVAILABLE` when the log cannot be reached.
 */
export const executeOnResponse = (
  services: Services,
  command: ResponseCommand,
  context: RequestContext,
): Promise<Outcome> => {
  const problems = textProblems(command);
  return problems.length > 0 ? Promise.resolve(err(problems)) : execute(services, command, context);
};
