import type { Calibration, Constraint } from './calibration.js';
import { type Draw, shuffled } from './draw.js';
import { amountsThatPrint, isEmpty, slopeOf } from './printed.js';
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
    .sort((left, right) => left.size - right.size);
};

type Weighing = { readonly mix: Mix; readonly baseOf: (school: SyntheticSchool) => number };

/** Undefined for a topic whose base is an answer: who answers does not decide its mix. */
export const weighingOf = (mix: Mix): Weighing | undefined => {
  const base = topicOf(mix.whole.indicator)?.base;
  if (base === 'pupils') return { mix, baseOf: pupilsOf };
  return base === 'schools' ? { mix, baseOf: () => 1 } : undefined;
};

type Bases = readonly number[];

const aggregationOf = ({ whole }: Mix) => topicOf(whole.indicator)?.aggregation ?? 'total';

const basesOf = ({ mix, baseOf }: Weighing, respondents: readonly SyntheticSchool[]): Bases =>
  mix.parts.map((part) =>
    sumOf(
      respondents.filter((school) => isBoundBy(part, school)),
      baseOf,
    ),
  );

/** How far the parts, each at its figure, are from the figure of the whole; a part without whole numbers costs more. */
const distanceOf = ({ mix }: Weighing, bases: Bases): number => {
  const aggregation = aggregationOf(mix);
  const slope = slopeOf(aggregation, mix.whole.value);
  const drift = mix.parts.reduce(
    (sum, part, at) => sum + (bases[at] ?? 0) * (slopeOf(aggregation, part.value) - slope),
    0,
  );
  const grainless = mix.parts.filter((part, at) =>
    isEmpty(amountsThatPrint(aggregation, bases[at] ?? 0, part)),
  );
  return Math.abs(drift) + 4 * grainless.length;
};

/** Whether whole amounts of the parts exist that print the parts and the whole: exact. */
const isBalanced = ({ mix }: Weighing, bases: Bases): boolean => {
  const aggregation = aggregationOf(mix);
  const parts = mix.parts.map((part, at) => amountsThatPrint(aggregation, bases[at] ?? 0, part));
  const whole = amountsThatPrint(aggregation, sumOf(bases, Number), mix.whole);
  if (parts.some(isEmpty)) return false;
  const low = Math.max(
    whole.low,
    sumOf(parts, (part) => part.low),
  );
  return (
    low <=
    Math.min(
      whole.high,
      sumOf(parts, (part) => part.high),
    )
  );
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

const afterSwap = ({ mix, baseOf }: Weighing, bases: Bases, swap: Omit<Swap, 'distance'>): Bases =>
  mix.parts.map((part, at) => {
    const gone = isBoundBy(part, swap.out) ? baseOf(swap.out) : 0;
    const come = isBoundBy(part, swap.in) ? baseOf(swap.in) : 0;
    return (bases[at] ?? 0) - gone + come;
  });

/** The best of some swaps within one académie, so that its response rate stays what it is. */
const bestSwap = (
  weighing: Weighing,
  { respondents, movable }: Choice,
  drawn: (school: SyntheticSchool) => number,
): Swap | undefined => {
  const bases = basesOf(weighing, [...respondents]);
  const order = shuffled(movable, drawn);
  const outs = order.filter((school) => respondents.has(school)).slice(0, candidates);
  const ins = order.filter((school) => !respondents.has(school)).slice(0, candidates);
  return outs
    .flatMap((out) => ins.map((come) => ({ out, in: come })))
    .filter((swap) => swap.out.academy === swap.in.academy)
    .map((swap) => ({ ...swap, distance: distanceOf(weighing, afterSwap(weighing, bases, swap)) }))
    .reduce<Swap | undefined>(
      (best, swap) => (best === undefined || swap.distance < best.distance ? swap : best),
      undefined,
    );
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

const rounds = 400;

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
  for (let round = 0; round < rounds; round += 1) {
    const bases = basesOf(weighing, [...chosen]);
    if (isBalanced(weighing, bases)) return chosen;
    const swap = bestSwap(weighing, { respondents: chosen, movable }, (school) =>
      draw(school.uai, 'swap', String(round)),
    );
    if (swap !== undefined && swap.distance < distanceOf(weighing, bases)) {
      chosen = swapped(chosen, swap);
    }
  }
  throw new CalibrationUnmet([weighing.mix.whole, ...weighing.mix.parts], undefined);
};
