import type { Calibration, Constraint } from './calibration.js';
import { type Draw, shuffled } from './draw.js';
import { type Aggregation, amountsThatPrint, type Interval, isEmpty, slopeOf } from './printed.js';
import { isBoundBy, sumOf, type SyntheticSchool } from './school.js';
import { pupilsOf, topicOf } from './topics.js';
import { CalibrationUnmet } from './unmet.js';

/**
 * A figure of the whole and figures of its parts: they agree only when the respondents of each part weigh
 * as much as they did when the figures were made. Which schools answer decides that.
 */
export type Mix = { readonly whole: Constraint; readonly parts: Calibration };

const isPartByType = (whole: Constraint, part: Constraint): boolean =>
  whole.schoolType === null &&
  part.schoolType !== null &&
  part.place.kind === whole.place.kind &&
  part.place.code === whole.place.code;

const isPartByPlace = (whole: Constraint, part: Constraint): boolean =>
  part.schoolType === whole.schoolType &&
  whole.place.kind === 'academy' &&
  part.place.kind === 'department';

const covers = (parts: Calibration, whole: readonly SyntheticSchool[]): boolean =>
  whole.every((school) => parts.filter((part) => isBoundBy(part, school)).length === 1);

/** The mixes of a campaign's constraints over its expected schools, smaller wholes first. */
export const mixesOf = (
  constraints: Calibration,
  expected: readonly SyntheticSchool[],
): readonly Mix[] => {
  const within = (whole: Constraint): readonly SyntheticSchool[] =>
    expected.filter((school) => isBoundBy(whole, school));
  return constraints
    .flatMap((whole) => {
      const related = constraints.filter(({ indicator }) => indicator === whole.indicator);
      return [isPartByType, isPartByPlace]
        .map((isPart) => related.filter((part) => isPart(whole, part)))
        .filter((parts) => parts.length > 0 && covers(parts, within(whole)))
        .map((parts) => ({ whole, parts, size: within(whole).length }));
    })
    .sort((left, right) => left.size - right.size)
    .map(({ whole, parts }) => ({ whole, parts }));
};

type Weighing = {
  readonly mix: Mix;
  readonly aggregation: Aggregation;
  readonly baseOf: (school: SyntheticSchool) => number;
  /** The part in which each school of the whole counts. */
  readonly partOf: ReadonlyMap<SyntheticSchool, number>;
  /** What a unit of base in each part adds to the whole, beyond what the figure of the whole grants it. */
  readonly surplus: readonly number[];
};

/** Undefined for a topic whose base is an answer: who answers does not decide its mix. */
export const weighingOf = (
  mix: Mix,
  expected: readonly SyntheticSchool[],
): Weighing | undefined => {
  const topic = topicOf(mix.whole.indicator);
  if (topic === undefined || typeof topic.base === 'function') return undefined;
  const { aggregation, base } = topic;
  const slope = slopeOf(aggregation, mix.whole.value);
  const partOf = new Map(
    expected
      .filter((school) => isBoundBy(mix.whole, school))
      .map((school) => [school, mix.parts.findIndex((part) => isBoundBy(part, school))]),
  );
  return {
    mix,
    aggregation,
    baseOf: base === 'pupils' ? pupilsOf : () => 1,
    partOf,
    surplus: mix.parts.map(({ value }) => slopeOf(aggregation, value) - slope),
  };
};

type Bases = readonly number[];

const basesOf = (
  { mix, baseOf, partOf }: Weighing,
  respondents: Iterable<SyntheticSchool>,
): Bases => {
  const bases = mix.parts.map(() => 0);
  for (const school of respondents) {
    const part = partOf.get(school);
    if (part !== undefined) bases[part] = (bases[part] ?? 0) + baseOf(school);
  }
  return bases;
};

/** How far the parts, each at its figure, are from the figure of the whole. */
const driftOf = ({ surplus }: Weighing, bases: Bases): number =>
  bases.reduce((sum, base, at) => sum + base * (surplus[at] ?? 0), 0);

const partsOf = ({ mix, aggregation }: Weighing, bases: Bases): readonly Interval[] =>
  mix.parts.map((part, at) => amountsThatPrint(aggregation, bases[at] ?? 0, part));

/** Whole amounts between what the parts may add up to and what the whole may be; 0 when they meet. */
const gapOf = (
  { mix, aggregation }: Weighing,
  bases: Bases,
  parts: readonly Interval[],
): number => {
  const whole = amountsThatPrint(aggregation, sumOf(bases, Number), mix.whole);
  const low = sumOf(parts, (part) => part.low);
  const high = sumOf(parts, (part) => part.high);
  return Math.max(0, low - whole.high, whole.low - high);
};

/** A part that no whole amount prints weighs more than a gap, and a gap more than a drift within it. */
const distanceOf = (weighing: Weighing, bases: Bases): number => {
  const parts = partsOf(weighing, bases);
  const grainless = parts.filter(isEmpty).length;
  return 4 * grainless + gapOf(weighing, bases, parts) + Math.abs(driftOf(weighing, bases)) / 1000;
};

/** Whether whole amounts of the parts exist that print the parts and the whole: exact. */
const isBalanced = (weighing: Weighing, bases: Bases): boolean => {
  const parts = partsOf(weighing, bases);
  return !parts.some(isEmpty) && gapOf(weighing, bases, parts) === 0;
};

type Choice = {
  readonly respondents: ReadonlySet<SyntheticSchool>;
  /** Schools that may come in or go out. */
  readonly movable: readonly SyntheticSchool[];
};

type Swap = {
  readonly out: SyntheticSchool;
  readonly in: SyntheticSchool;
  readonly distance: number;
};

const candidates = 48;
const finalists = 24;

type Pair = Pick<Swap, 'out' | 'in'>;

/** What a school adds to the drift when it answers. */
const pullOf = ({ baseOf, partOf, surplus }: Weighing, school: SyntheticSchool): number =>
  baseOf(school) * (surplus[partOf.get(school) ?? -1] ?? 0);

const afterSwap = ({ baseOf, partOf }: Weighing, bases: Bases, pair: Pair): Bases => {
  const after = [...bases];
  const out = partOf.get(pair.out) ?? -1;
  const come = partOf.get(pair.in) ?? -1;
  after[out] = (after[out] ?? 0) - baseOf(pair.out);
  after[come] = (after[come] ?? 0) + baseOf(pair.in);
  return after;
};

const nearest = (
  pairs: readonly Pair[],
  distance: (pair: Pair) => number,
  count: number,
): readonly Swap[] =>
  pairs
    .map((pair) => ({ out: pair.out, in: pair.in, distance: distance(pair) }))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, count);

/** Some pairs of one académie, so that its response rate stays what it is. */
const pairsOf = (
  { respondents, movable }: Choice,
  drawn: (school: SyntheticSchool) => number,
): readonly Pair[] => {
  const order = shuffled(movable, drawn);
  const outs = order.filter((school) => respondents.has(school)).slice(0, candidates);
  const ins = order.filter((school) => !respondents.has(school)).slice(0, candidates);
  return outs
    .flatMap((out) => ins.map((come) => ({ out, in: come })))
    .filter((pair) => pair.out.academy === pair.in.academy);
};

/** The best of some exchanges; while parts have no whole amount, of those that change such a part. */
const bestSwap = (
  weighing: Weighing,
  choice: Choice,
  drawn: (school: SyntheticSchool) => number,
): Swap | undefined => {
  const bases = basesOf(weighing, choice.respondents);
  const drift = driftOf(weighing, bases);
  const grainless = partsOf(weighing, bases).map(isEmpty);
  const isMended = (school: SyntheticSchool): boolean =>
    grainless[weighing.partOf.get(school) ?? -1] === true;
  const all = pairsOf(choice, drawn);
  const pairs = grainless.includes(true)
    ? all.filter((pair) => isMended(pair.out) || isMended(pair.in))
    : all;
  const driftAfter = (pair: Pair): number =>
    Math.abs(drift + pullOf(weighing, pair.in) - pullOf(weighing, pair.out));
  const close = nearest(pairs, driftAfter, finalists);
  return nearest(close, (pair) => distanceOf(weighing, afterSwap(weighing, bases, pair)), 1)[0];
};

const swapped = (
  respondents: ReadonlySet<SyntheticSchool>,
  swap: Swap,
): ReadonlySet<SyntheticSchool> => {
  const next = new Set(respondents);
  next.delete(swap.out);
  next.add(swap.in);
  return next;
};

/** Rounds without a better exchange after which none is expected. */
const patience = 40;

/**
 * Exchanges respondents for schools that had not answered until the figures of the parts add up to the
 * figure of the whole. Throws `CalibrationUnmet` when no exchange gets there.
 */
export const balanced = (
  weighing: Weighing,
  { respondents, movable }: Choice,
  draw: Draw,
): ReadonlySet<SyntheticSchool> => {
  let chosen = respondents;
  let inVain = 0;
  for (let round = 0; inVain < patience; round += 1) {
    const bases = basesOf(weighing, chosen);
    if (isBalanced(weighing, bases)) return chosen;
    const swap = bestSwap(weighing, { respondents: chosen, movable }, ({ uai }) =>
      draw(uai, 'swap', String(round)),
    );
    const isBetter = swap !== undefined && swap.distance < distanceOf(weighing, bases);
    inVain = isBetter ? 0 : inVain + 1;
    if (isBetter) chosen = swapped(chosen, swap);
  }
  throw new CalibrationUnmet([weighing.mix.whole, ...weighing.mix.parts], undefined);
};
