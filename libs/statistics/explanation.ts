import {
  type Compiled,
  compileExpression,
  explainBlank,
  type ExpressionType,
  type School,
} from '#domain/expression';
import type { CompiledIndicator, Indicator } from '#domain/indicator';
import { answerStateOf, compileQuestionnaire, type Questionnaire } from '#domain/survey';
import { type AnswerState, BrokenAssumption, type Decimal, type Declaration } from '#kernel';

import { decimalOfUnits } from './figure-value.js';
import { measuredOn, questionsMeasured } from './measures.js';

/** Why a response that was received does not count in an indicator. */
type ReasonNotToCount =
  /** The school is not one that the indicator is about. */
  | 'outside-scope'
  /** The questionnaire version does not ask what the indicator reads. */
  | 'not-in-questionnaire'
  | 'no-answer'
  | 'not-concerned'
  /** Another answer of the school hides the question. */
  | 'not-asked'
  /** The directory did not know what the indicator reads of the school: its pupils. */
  | 'school-unknown';

/** A question that an indicator would have needed. */
type MissingAnswer = {
  readonly question: string;
  readonly state: Exclude<AnswerState, 'answered'>;
};

type Explanation =
  | {
      readonly kind: 'counts';
      readonly numerator: Decimal;
      /** Null for a total. */
      readonly denominator: Decimal | null;
    }
  | {
      readonly kind: 'left-out';
      readonly reason: ReasonNotToCount;
      /** What was missing, as the formula reads it; empty unless answers are the reason. */
      readonly missing: readonly MissingAnswer[];
    };

/** Says what one response adds to an indicator of the `answers` of a survey, or why it adds nothing. */
export type Explainer = {
  /** Questions that the formula reads, sorted; empty when the version does not ask them all. */
  readonly questions: readonly string[];
  readonly explain: (declaration: Declaration, school: School) => Explanation;
};

const leftOut = (
  reason: ReasonNotToCount,
  missing: readonly MissingAnswer[] = [],
): Explanation => ({ kind: 'left-out', reason, missing });

const noQuestions: ReadonlyMap<string, ExpressionType> = new Map();

/** Whether an indicator is about a school, whatever it answers. */
export const scopeOf = ({ scope }: Indicator): ((school: School) => boolean) => {
  if (scope === undefined) return () => true;
  const symbols = { questions: noQuestions, school: true, previous: false };
  const compiled = compileExpression(scope, symbols);
  if (!compiled.ok) throw new BrokenAssumption(`the scope ${scope} is not sound: check it first`);
  const { evaluate } = compiled.value;
  return (school) => evaluate({ answers: {}, previous: null, school }) === true;
};

const isMissing = (state: AnswerState): state is MissingAnswer['state'] => state !== 'answered';

/** An answer that its question can no longer read (of another kind, or finer) is none. */
const missingIn = (
  compiled: ReturnType<typeof compileQuestionnaire>,
  declaration: Declaration,
  questions: readonly string[],
): readonly MissingAnswer[] =>
  questions.map((question) => {
    const state = answerStateOf(compiled, declaration, question);
    return { question, state: isMissing(state) ? state : 'no-answer' };
  });

/** What the school could have done comes before what it could not. */
const reasonOf = (missing: readonly MissingAnswer[]): ReasonNotToCount =>
  (['no-answer', 'not-concerned', 'not-asked'] as const).find((reason) =>
    missing.some(({ state }) => state === reason),
  ) ?? 'school-unknown';

const valuesOf = (
  { numerator, denominator, numeratorScale, denominatorScale }: CompiledIndicator,
  environment: Parameters<Compiled['evaluate']>[0],
): Explanation | null => {
  const above = numerator.evaluate(environment);
  const below = denominator === null ? 0 : denominator.evaluate(environment);
  if (typeof above !== 'number' || typeof below !== 'number') return null;
  return {
    kind: 'counts',
    numerator: decimalOfUnits(above, numeratorScale),
    denominator: denominator === null ? null : decimalOfUnits(below, denominatorScale),
  };
};

/** The explainer of an indicator over one version of its questionnaire. */
export const explainerOf = (indicator: Indicator, questionnaire: Questionnaire): Explainer => {
  const isInScope = scopeOf(indicator);
  const questions = questionsMeasured(questionnaire);
  const measured = measuredOn(indicator, questions);
  const outside = leftOut('outside-scope');
  if (measured === null) {
    const unasked = leftOut('not-in-questionnaire');
    return { questions: [], explain: (_, school) => (isInScope(school) ? unasked : outside) };
  }
  const compiled = compileQuestionnaire(questionnaire);
  const symbols = { questions, school: true, previous: false };
  const blanks = [indicator.numerator, indicator.denominator]
    .filter((source) => source !== undefined)
    .map((source) => explainBlank(source, symbols));
  return {
    questions: measured.references,
    explain: (declaration, school) => {
      if (!isInScope(school)) return outside;
      const environment = { answers: declaration.answers, previous: null, school };
      const values = valuesOf(measured, environment);
      if (values !== null) return values;
      const names = new Set(blanks.flatMap((blank) => blank(environment)));
      const codes = [...names].filter((name) => questions.has(name));
      const missing = missingIn(compiled, declaration, codes);
      return leftOut(reasonOf(missing), missing);
    },
  };
};

/** The questions that an indicator reads, over all versions that are given; none for one of coverage. */
export const questionsRead = (
  indicator: Indicator,
  questionnaires: Iterable<Questionnaire>,
): readonly string[] => {
  if (indicator.source === 'coverage') return [];
  for (const questionnaire of questionnaires) {
    const measured = measuredOn(indicator, questionsMeasured(questionnaire));
    if (measured !== null) return measured.references;
  }
  return [];
};
