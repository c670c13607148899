import { BrokenAssumption } from '#kernel';
import type { Compiled, Environment, ExpressionType, School, Value } from '#domain/expression';
import {
  checkIndicator,
  type CompiledIndicator,
  compileIndicator,
  type CoverageCount,
  type Indicator,
  indicatorKey,
} from '#domain/indicator';
import { expressionTypesOf, type Questionnaire } from '#domain/survey';

/** One indicator as a response contributes to it. */
type Measure = {
  /** `eleves_par_ordinateur_1d@1` */
  readonly key: string;
  readonly indicator: Indicator;
  /** The numerator is a whole number of 10^-`numeratorScale`, the denominator likewise. */
  readonly numeratorScale: number;
  readonly denominatorScale: number;
};

/** Numbers that `contribute` writes for each measure. */
export const slotsPerMeasure = 3;

/** What one response adds to every indicator of its questionnaire. */
export type Measures = {
  /** Ordered by key; the order of the slots. */
  readonly layout: readonly Measure[];
  /**
   * For measure i writes into[3i] = 1 when the response counts in it, else 0; into[3i+1] = numerator and
   * into[3i+2] = denominator, safe integers in units of the measure's scales (0 when it does not count).
   * Throws when a number leaves the safe integers. Allocates nothing.
   */
  readonly contribute: (environment: Environment, into: Float64Array | number[]) => void;
};

type Evaluate = Compiled['evaluate'];

/** Expressions by their source: indicators share many of them, and each is evaluated once for a response. */
type Pool = { readonly sources: string[]; readonly evaluations: Evaluate[] };

const slotOf = (pool: Pool, { source, evaluate }: Compiled): number => {
  const known = pool.sources.indexOf(source);
  if (known >= 0) return known;
  pool.evaluations.push(evaluate);
  return pool.sources.push(source) - 1;
};

const absent = -1;

/** Where the value of each part of a measure stands in the pool; `absent` when it has no such part. */
type Parts = { readonly scope: number; readonly numerator: number; readonly denominator: number };

const partsOf = (pool: Pool, { scope, numerator, denominator }: CompiledIndicator): Parts => ({
  scope: scope === null ? absent : slotOf(pool, scope),
  numerator: slotOf(pool, numerator),
  denominator: denominator === null ? absent : slotOf(pool, denominator),
});

const write = (
  { scope, numerator, denominator }: Parts,
  values: readonly Value[],
  into: Float64Array | number[],
  at: number,
): void => {
  const above = values[numerator];
  const below = denominator === absent ? 0 : values[denominator];
  const counts =
    (scope === absent || values[scope] === true) &&
    typeof above === 'number' &&
    typeof below === 'number';
  into[at] = counts ? 1 : 0;
  into[at + 1] = counts ? above : 0;
  into[at + 2] = counts ? below : 0;
};

const measuresOf = (compiled: readonly CompiledIndicator[]): Measures => {
  const ordered = [...compiled].sort((a, b) => (a.key < b.key ? -1 : 1));
  const pool: Pool = { sources: [], evaluations: [] };
  const parts = ordered.map((indicator) => partsOf(pool, indicator));
  const values = new Array<Value>(pool.evaluations.length).fill(null);
  return {
    layout: ordered.map(({ key, indicator, numeratorScale, denominatorScale }) => ({
      key,
      indicator,
      numeratorScale,
      denominatorScale,
    })),
    contribute: (environment, into) => {
      let index = 0;
      for (const evaluate of pool.evaluations) values[index++] = evaluate(environment);
      let at = 0;
      for (const part of parts) {
        write(part, values, into, at);
        at += slotsPerMeasure;
      }
    },
  };
};

/** Options were checked against every version when the catalogue was loaded; here one version runs. */
const anyOption = (type: ExpressionType): ExpressionType =>
  'options' in type ? { ...type, options: null } : type;

type Questions = ReadonlyMap<string, ExpressionType>;

/** The questions of one version, as its measures read them. */
export const questionsMeasured = (questionnaire: Questionnaire): Questions =>
  new Map([...expressionTypesOf([questionnaire])].map(([code, type]) => [code, anyOption(type)]));

/** Null when these questions, of one version, are not all that the indicator reads. */
export const measuredOn = (
  indicator: Indicator,
  questions: Questions,
): CompiledIndicator | null => {
  const checked = checkIndicator(indicator, questions);
  if (checked.ok) return checked.value;
  const other = checked.error.find(({ code }) => code !== 'EXPRESSION_UNKNOWN_QUESTION');
  if (other === undefined) return null;
  throw new BrokenAssumption(`indicator ${indicatorKey(indicator)}: ${other.message.en}`);
};

/**
 * The measures of one questionnaire version: the `answers` indicators of its survey that read only questions
 * which this version asks. The others are not surveyed by it: they have no figure, rather than a wrong one.
 */
export const compileMeasures = (
  questionnaire: Questionnaire,
  indicators: Iterable<Indicator>,
): Measures => {
  const questions = questionsMeasured(questionnaire);
  const ofSurvey = [...indicators].filter(
    ({ survey, source }) => survey === questionnaire.survey && source === 'answers',
  );
  return measuresOf(
    ofSurvey.map((indicator) => measuredOn(indicator, questions)).filter((found) => found !== null),
  );
};

/** What is known of an expected school before any of its answers is read; each count is 0 or 1. */
export type CoverageState = Readonly<Record<CoverageCount, number>> & { readonly school: School };

/** The `coverage` indicators of a survey, ready to count expected schools: see `coverageEnvironment`. */
export const compileCoverageMeasures = (
  survey: string,
  indicators: Iterable<Indicator>,
): Measures => {
  const ofSurvey = [...indicators].filter(
    (one) => one.survey === survey && one.source === 'coverage',
  );
  return measuresOf(ofSurvey.map((indicator) => compileIndicator(indicator, new Map())));
};

/** What a coverage measure reads. */
export const coverageEnvironment = ({ school, ...counts }: CoverageState): Environment => ({
  answers: counts,
  previous: null,
  school,
});
