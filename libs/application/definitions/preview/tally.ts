import type { SchoolYear } from '#kernel';

import type { TerritoryRef } from '../../figures.port.js';
import type { Standing } from '../../standings.port.js';
import type { Reading } from './meter.js';

type Sum = { used: number; numerator: bigint; denominator: bigint };

/** What the schools of one place and year add up to, before and after; owned by one preview. */
export type Tally = {
  readonly schoolYear: SchoolYear;
  readonly before: Sum;
  readonly after: Sum;
  /** Schools that count after and did not before, and the other way round. */
  entering: number;
  leaving: number;
};

type Place = Pick<Standing, 'department' | 'academy' | 'academicRegion'>;

/** Sums by the smallest place that figures are told of, for each school year: memory does not grow with answers. */
export type Tallies = Map<string, { readonly place: Place; readonly tally: Tally }>;

const noSum = (): Sum => ({ used: 0, numerator: 0n, denominator: 0n });

const noTally = (schoolYear: SchoolYear): Tally => ({
  schoolYear,
  before: noSum(),
  after: noSum(),
  entering: 0,
  leaving: 0,
});

const count = (sum: Sum, reading: Reading): void => {
  if (reading === null) return;
  sum.used += 1;
  sum.numerator += reading.numerator;
  sum.denominator += reading.denominator;
};

const addSum = (sum: Sum, other: Sum): void => {
  sum.used += other.used;
  sum.numerator += other.numerator;
  sum.denominator += other.denominator;
};

/** Counts one school, in place. */
export const countSchool = (
  tallies: Tallies,
  { schoolYear, place }: { readonly schoolYear: SchoolYear; readonly place: Place },
  { before, after }: { readonly before: Reading; readonly after: Reading },
): void => {
  const { department, academy, academicRegion } = place;
  const key = `${schoolYear}|${department}|${academy}`;
  const known = tallies.get(key);
  const tally = known?.tally ?? noTally(schoolYear);
  if (known === undefined)
    tallies.set(key, { place: { department, academy, academicRegion }, tally });
  count(tally.before, before);
  count(tally.after, after);
  if (before === null && after !== null) tally.entering += 1;
  if (before !== null && after === null) tally.leaving += 1;
};

const territoriesOf = ({ department, academy, academicRegion }: Place): readonly TerritoryRef[] => [
  { kind: 'country', code: 'FR' },
  ...(academicRegion === null ? [] : [{ kind: 'academic-region', code: academicRegion } as const]),
  { kind: 'academy', code: academy },
  { kind: 'department', code: department },
];

export type TerritoryTally = { readonly territory: TerritoryRef; readonly tally: Tally };

/** Adds places up to every territory that they are part of. */
export const rolledUp = (tallies: Tallies): readonly TerritoryTally[] => {
  const totals = new Map<string, TerritoryTally>();
  for (const { place, tally } of tallies.values()) {
    for (const territory of territoriesOf(place)) {
      const key = `${tally.schoolYear}|${territory.kind}|${territory.code}`;
      const total = totals.get(key) ?? { territory, tally: noTally(tally.schoolYear) };
      totals.set(key, total);
      addSum(total.tally.before, tally.before);
      addSum(total.tally.after, tally.after);
      total.tally.entering += tally.entering;
      total.tally.leaving += tally.leaving;
    }
  }
  return [...totals.values()];
};
