import type { Contribution, Flags } from './contribution.js';
import { addAll, addTo, type ExactSums, zeroSums } from './exact-sums.js';

const counted = [
  'expected',
  'received',
  'validated',
  'late',
  'excluded',
  'pupilsExpected',
  'pupilsReceived',
  'synthetic',
] as const;

/** How many schools, pupils and synthetic responses: safe integers. */
export type Counts = { [Count in (typeof counted)[number]]: number };

/** What has been added to a group of respondents, and taken away from it. Mutable, owned by one batch. */
export type Tally = {
  readonly counts: Counts;
  readonly used: number[];
  readonly numerators: ExactSums;
  readonly denominators: ExactSums;
};

/** One respondent as a group counts it: its standing and what it contributes. */
export type Counted = {
  readonly pupils: number | null;
  readonly flags: Flags;
  readonly synthetic: boolean;
  readonly contribution: Contribution;
};

export const emptyTally = (slots: number): Tally => ({
  counts: {
    expected: 0,
    received: 0,
    validated: 0,
    late: 0,
    excluded: 0,
    pupilsExpected: 0,
    pupilsReceived: 0,
    synthetic: 0,
  },
  used: new Array<number>(slots).fill(0),
  numerators: zeroSums(slots),
  denominators: zeroSums(slots),
});

const addContribution = (
  tally: Tally,
  { numerators, denominators }: Contribution,
  sign: 1 | -1,
): void => {
  for (let slot = 0; slot < numerators.length; slot += 1) {
    const numerator = numerators[slot];
    if (numerator === null || numerator === undefined) continue;
    tally.used[slot] = (tally.used[slot] ?? 0) + sign;
    addTo(tally.numerators, slot, sign * numerator);
    addTo(tally.denominators, slot, sign * (denominators[slot] ?? 0));
  }
};

/** Adds a respondent in its standing, or takes it away: the list of the expected is counted apart. */
export const count = (tally: Tally, counted: Counted, sign: 1 | -1): void => {
  const { flags, pupils, synthetic } = counted;
  if (flags.received) {
    tally.counts.received += sign;
    tally.counts.pupilsReceived += sign * (pupils ?? 0);
    if (synthetic) tally.counts.synthetic += sign;
    if (flags.validated) tally.counts.validated += sign;
    if (flags.late) tally.counts.late += sign;
  }
  addContribution(tally, counted.contribution, sign);
};

/** Counts a school as expected, with what it contributes before it answers: once, when it is listed. */
export const expect = (tally: Tally, pupils: number | null, baseline: Contribution): void => {
  tally.counts.expected += 1;
  tally.counts.pupilsExpected += pupils ?? 0;
  addContribution(tally, baseline, 1);
};

/** Adds a whole group to another, in place. */
export const addTally = (tally: Tally, addend: Tally): void => {
  for (const name of counted) tally.counts[name] += addend.counts[name];
  for (let slot = 0; slot < addend.used.length; slot += 1)
    tally.used[slot] = (tally.used[slot] ?? 0) + (addend.used[slot] ?? 0);
  addAll(tally.numerators, addend.numerators);
  addAll(tally.denominators, addend.denominators);
};
