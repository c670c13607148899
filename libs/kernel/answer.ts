import type { Brand } from './brand.js';

/** The stable identity of a question across the versions of its questionnaire: `nb_tbi_tni`. */
type QuestionCode = Brand<string, 'QuestionCode'>;

const questionCode = (text: string): QuestionCode => text as QuestionCode;

/**
 * A given answer. Integers are safe integers; decimals are canonical texts (`12.5`), never floats;
 * a single choice is its code; several choices are codes in the order of the questionnaire.
 * Zero is an answer.
 */
export type AnswerValue = number | string | boolean | readonly string[];

export type Answers = Readonly<Record<string, AnswerValue>>;

/**
 * What one school declares. A question of the questionnaire version that is in neither part was asked
 * and not answered; one that the version does not ask, or that skip logic hides, was not asked.
 */
export type Declaration = {
  readonly answers: Answers;
  /** Codes of questions that the school marked « non concerné », sorted. */
  readonly notConcerned: readonly string[];
};

export type AnswerState = 'answered' | 'no-answer' | 'not-concerned' | 'not-asked';
