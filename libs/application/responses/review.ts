import { didYouMean, nearest } from '#domain/expression';
import { err, isDay, type Problem } from '#kernel';

import { dateMalformed } from '../problems/campaign.problems.js';
import { questionUnknown } from '../problems/return.problems.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { atSite, type ResponseAddress, type Site, take, whereabouts } from './lifecycle.js';
import { seenAt } from './rejection.js';

export type ReturnQuestionsInput = ResponseAddress & {
  /** Codes of the questionnaire, one at least. */
  readonly questions: readonly string[];
  readonly message: string;
  /** The last day on which the school may answer, YYYY-MM-DD. */
  readonly until: string;
  readonly expectedRevision?: number | null;
};

export type ConfirmAnswerInput = ResponseAddress & {
  readonly question: string;
  readonly justification: string;
  readonly expectedRevision?: number | null;
};

export type CancelReturnInput = ResponseAddress & {
  readonly question: string;
  readonly reason: string;
  readonly expectedRevision?: number | null;
};

const unknownQuestion = (question: string, known: readonly string[]): Problem =>
  questionUnknown(
    question,
    known,
    didYouMean(nearest(question, known), {
      fr: 'Choisissez une question du questionnaire.',
      en: 'Choose a question of the questionnaire.',
    }),
  );

const problemsOf = (
  { collection }: Site,
  { questions, until }: ReturnQuestionsInput,
): readonly Problem[] => {
  const known = collection.compiled.codes;
  const named = questions.length === 0 ? [''] : questions;
  const unknown = named.filter((question) => !known.includes(question));
  return [
    ...unknown.map((question) => unknownQuestion(question, known)),
    ...(isDay(until) ? [] : [dateMalformed('until', until)]),
  ];
};

/**
 * Gives questions of one school back to it with a message, after closing and validation too: until that day it may
 * correct or confirm those, and nothing else is opened again.
 */
export const returnQuestions = (
  services: Services,
  input: ReturnQuestionsInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, async (site) => {
    const problems = problemsOf(site, input);
    if (problems.length > 0) return err(problems);
    const { questions, message, until } = input;
    return take(services, site, {
      command: { type: 'ReturnQuestions', ...whereabouts(site), questions, message, until },
      seen: seenAt(input.expectedRevision),
      context,
      recordedBy: ['QuestionReturned'],
    });
  });

/** Answers a returned question: it is right as it stands, and why. A validation stays. */
export const confirmAnswer = (
  services: Services,
  input: ConfirmAnswerInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, (site) => {
    const { question, justification } = input;
    return take(services, site, {
      command: { type: 'ConfirmAnswer', ...whereabouts(site), question, justification },
      seen: seenAt(input.expectedRevision),
      context,
      recordedBy: ['ReturnAnswered'],
    });
  });

/** Takes a return back, with a reason: the question is shut again. */
export const cancelReturn = (
  services: Services,
  input: CancelReturnInput,
  context: RequestContext,
): Promise<Outcome> =>
  atSite(services, input, (site) => {
    const { question, reason } = input;
    return take(services, site, {
      command: { type: 'CancelReturn', ...whereabouts(site), question, reason },
      seen: seenAt(input.expectedRevision),
      context,
      recordedBy: ['ReturnCancelled'],
    });
  });
