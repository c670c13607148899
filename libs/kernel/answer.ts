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
