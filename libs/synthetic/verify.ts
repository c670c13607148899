import type { Declaration } from '#kernel';

import type { Calibration, Constraint } from './calibration.js';
import { isPrintedAs, printedFrom } from './printed.js';
import { isReachable } from './quotas.js';
import { isBoundBy, sumOf, type SyntheticSchool } from './school.js';
import { baseOf, type Respondent, topicOf } from './topics.js';
import { CalibrationUnmet } from './unmet.js';

/** What a campaign has come to: who was expected, and what was declared. */
export type Outcome = {
  readonly expected: readonly SyntheticSchool[];
  readonly declared: ReadonlyMap<SyntheticSchool, Declaration>;
};

const rateOf = (constraint: Constraint, { expected, declared }: Outcome): string | undefined => {
  const bound = expected.filter((school) => isBoundBy(constraint, school));
  const amount = bound.filter((school) => declared.has(school)).length;
  return printedFrom('share', { amount, base: bound.length }, constraint.decimals);
};

const respondentsOf = (constraint: Constraint, { declared }: Outcome): readonly Respondent[] =>
  [...declared].flatMap(([school, { answers }]) =>
    isBoundBy(constraint, school) ? [{ school, answers }] : [],
  );

/** The figure of a constraint, summed over the declarations alone, to the printed places. */
const figureOf = (constraint: Constraint, outcome: Outcome): string | undefined => {
  const topic = topicOf(constraint.indicator);
  if (topic === undefined) return rateOf(constraint, outcome);
  const respondents = respondentsOf(constraint, outcome);
  const measured = {
    amount: sumOf(respondents, ({ answers }) => topic.amount(answers)),
    base: sumOf(respondents, (respondent) => baseOf(topic, respondent)),
  };
  return printedFrom(topic.aggregation, measured, constraint.decimals);
};

const isOutOfReach = (constraint: Constraint, { expected }: Outcome): boolean => {
  const bound = expected.filter((school) => isBoundBy(constraint, school));
  return !isReachable(constraint, bound.length);
};

/** The constraints that no answers can meet; throws `CalibrationUnmet` on any other that is not met. */
export const verified = (constraints: Calibration, outcome: Outcome): Calibration =>
  constraints.filter((constraint) => {
    const computed = figureOf(constraint, outcome);
    if (isPrintedAs(computed, constraint)) return false;
    if (isOutOfReach(constraint, outcome)) return true;
    throw new CalibrationUnmet([constraint], computed);
  });
