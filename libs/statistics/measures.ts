import { BrokenAssumption } from '#kernel';
import type { Compiled, Environment, ExpressionType, School } from '#domain/expression';
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
export type Measure = {
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

const numberOf = (compiled: Compiled, environment: Environment): number | null => {
  const value = compiled.evaluate(environment);
  return typeof value === 'number' ? value : null;
};

type Contribution = (environment: Environment, into: Float64Array | number[], at: number) => void;

const contributionOf = ({ numerator, denominator, scope }: CompiledIndicator): Contribution => {
  return (environment, into, at) => {
    into[at] = 0;
    into[at + 1] = 0;
    into[at + 2] = 0;
    if (scope !== null && scope.evaluate(environment) !== true) return;
    const above = numberOf(numerator, environment);
    if (above === null) return;
    const below = denominator === null ? 0 : numberOf(denominator, environment);
    if (below === null) return;
    into[at] = 1;
    into[at + 1] = above;
    into[at + 2] = below;
  };
};

const measuresOf = (compiled: readonly CompiledIndicator[]): Measures => {
  const ordered = [...compiled].sort((a, b) => (a.key < b.key ? -1 : 1));
  const contributions = ordered.map(contributionOf);
  return {
    layout: ordered.map(({ key, indicator, numeratorScale, denominatorScale }) => ({
      key,
      indicator,
      numeratorScale,
      denominatorScale,
    })),
    contribute: (environment, into) => {
      for (let index = 0; index < contributions.length; index += 1) {
        contributions[index]?.(environment, into, index * slotsPerMeasure);
      }
    },
  };
};

/** Options were checked against every version when the catalogue was loaded; here one version runs. */
const anyOption = (type: ExpressionType): ExpressionType =>
  'options' in type ? { ...type, options: null } : type;

type Questions = ReadonlyMap<string, ExpressionType>;

/** Null when this version does not ask every question that the indicator reads. */
const measuredOn = (indicator: Indicator, questions: Questions): CompiledIndicator | null => {
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
  const types = expressionTypesOf([questionnaire]);
  const questions = new Map([...types].map(([code, type]) => [code, anyOption(type)]));
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
