import { allot } from './allot.js';
import type { Calibration, Constraint } from './calibration.js';
import type { Draw } from './draw.js';
import { levelOf } from './levels.js';
import { amountsThatPrint, type Interval, isEmpty, nearestAmount } from './printed.js';
import { groupedBy, isBoundBy, sumOf } from './school.js';
import { baseOf, type Respondent, type Topic } from './topics.js';
import { type Bound, solveTotals } from './totals.js';
import { CalibrationUnmet } from './unmet.js';

/** What the amounts of one topic are shared out over. */
export type Allotment = {
  readonly topic: Topic;
  readonly year: number;
  readonly draw: Draw;
  /** Those of the topic and year. */
  readonly constraints: Calibration;
};

/** Respondents whom the same constraints bind: inside one, the total alone matters. */
type Cell = {
  readonly members: readonly Respondent[];
  readonly ranges: readonly Interval[];
  readonly binding: readonly Constraint[];
};

const cellsOf = (
  { topic, constraints, draw }: Allotment,
  respondents: readonly Respondent[],
): readonly Cell[] => {
  const bindingOn = ({ school }: Respondent): readonly Constraint[] =>
    constraints.filter((constraint) => isBoundBy(constraint, school));
  const signature = (respondent: Respondent): string => {
    const binding = bindingOn(respondent).map((constraint) => constraints.indexOf(constraint));
    const { academy, schoolType } = respondent.school;
    return binding.length === 0 ? `free ${academy} ${schoolType}` : binding.join(' ');
  };
  return [...groupedBy(respondents, signature).values()].map((members) => ({
    members,
    ranges: members.map((member) => topic.range(member, draw)),
    binding: members.slice(0, 1).flatMap(bindingOn),
  }));
};

const baseSum = (topic: Topic, cell: Cell): number =>
  sumOf(cell.members, (member) => baseOf(topic, member));

const clamped = (value: number, { low, high }: Interval): number =>
  Math.min(high, Math.max(low, value));

const plausible = ({ topic, year }: Allotment, cell: Cell): number => {
  const schoolType = cell.members[0]?.school.schoolType ?? '';
  const level = levelOf(topic.indicator, schoolType, year);
  const aggregation = topic.aggregation === 'total' ? 'mean' : topic.aggregation;
  return nearestAmount(aggregation, baseSum(topic, cell), level);
};

/** What a cell may hold in all; where nothing is published, the plausible amount alone. */
const domainOf = (allotment: Allotment, cell: Cell): Interval => {
  const capacity = {
    low: sumOf(cell.ranges, ({ low }) => low),
    high: sumOf(cell.ranges, ({ high }) => high),
  };
  if (cell.binding.length > 0) return capacity;
  const amount = clamped(plausible(allotment, cell), capacity);
  return { low: amount, high: amount };
};

const boundOf = (topic: Topic, cells: readonly Cell[], constraint: Constraint): Bound => {
  const bound = cells.flatMap((cell, index) => (cell.binding.includes(constraint) ? [index] : []));
  const base = sumOf(bound, (index) =>
    sumOf(cells.slice(index, index + 1), (c) => baseSum(topic, c)),
  );
  const interval = amountsThatPrint(topic.aggregation, base, constraint);
  if (!isEmpty(interval)) return { cells: bound, interval };
  const nearest = nearestAmount(topic.aggregation, base, constraint.value);
  return { cells: bound, interval: { low: nearest, high: nearest } };
};

/**
 * One whole amount for each respondent, in their order: the sums give back every constraint of the topic
 * that whole numbers can give back, and the nearest to the others. Throws `CalibrationUnmet` when the
 * constraints exclude each other.
 */
export const amountsOf = (
  allotment: Allotment,
  respondents: readonly Respondent[],
): ReadonlyMap<Respondent, number> => {
  const { topic, constraints, draw } = allotment;
  const cells = cellsOf(allotment, respondents);
  const totals = solveTotals(
    cells.map((cell) => domainOf(allotment, cell)),
    constraints.map((constraint) => boundOf(topic, cells, constraint)),
  );
  if (totals === undefined) throw new CalibrationUnmet(constraints, undefined);
  return new Map(
    cells.flatMap(({ members, ranges }, index) => {
      const claims = members.map((member, at) => ({
        weight: topic.weight(member, draw),
        range: ranges[at] ?? { low: 0, high: 0 },
      }));
      const amounts = allot(totals[index] ?? 0, claims);
      return members.map((member, at) => [member, amounts[at] ?? 0] as const);
    }),
  );
};
