import { type Tally, valuesOf } from '#read-models/figures';

import type { Round, SumRow } from './sums.js';

export type Territory = Pick<SumRow, 'kind' | 'code'>;
export type Segment = Pick<SumRow, 'schoolType' | 'sector'>;

/** Whose sums they are. */
export type Group = {
  readonly round: Round;
  readonly territory: Territory;
  readonly segment: Segment;
};

/** A tally of the slots that are wanted, as a row of sums. */
export const tallyRow = ({ round, territory, segment }: Group, tally: Tally): SumRow => ({
  round,
  kind: territory.kind,
  code: territory.code,
  schoolType: segment.schoolType,
  sector: segment.sector,
  picked: true,
  counts: tally.counts,
  used: tally.used,
  numerators: valuesOf(tally.numerators),
  denominators: valuesOf(tally.denominators),
});

const isSome = (value: number | bigint): boolean => value !== 0 && value !== 0n;

/** Whether a tally adds anything. */
export const hasAny = ({ counts, used, numerators, denominators }: Tally): boolean =>
  Object.values(counts).some(isSome) ||
  used.some(isSome) ||
  [...valuesOf(numerators), ...valuesOf(denominators)].some(isSome);
