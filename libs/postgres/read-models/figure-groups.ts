import type { Coverage, Segment, TerritoryRef } from '#application';
import { type Decimal, zero } from '#kernel';
import { all } from '#read-models/figures';
import type { Sums } from '#statistics';

import type { Measure } from './definitions.js';
import type { SumRow } from './sums.js';

const elementsOf = (array: string): readonly string[] =>
  array.length <= 2 ? [] : array.slice(1, -1).split(',');

type Arrays = Readonly<Record<'used' | 'numerators' | 'denominators', readonly string[]>>;

/** The rows of one territory, year and segment: one for each campaign of the survey. */
export type Group = {
  readonly segment: Segment;
  readonly rows: readonly SumRow[];
  /** Of the same row, by its place; split at their first use. */
  readonly arrays: Arrays[];
};

const nullIfAll = (code: string): string | null => (code === all ? null : code);

const groupOf = (row: SumRow): Group => ({
  segment: { schoolType: nullIfAll(row.schoolType), sector: nullIfAll(row.sector) },
  rows: [],
  arrays: [],
});

type Key = Pick<SumRow, 'survey' | 'schoolYear'> &
  Pick<TerritoryRef, 'code'> & { readonly kind: string };

const textOf = ({ survey, schoolYear, kind, code }: Key): string =>
  `${survey}|${schoolYear}|${kind}|${code}`;

const bySegment = (left: Group, right: Group): number => {
  const [a, b] = [left, right].map(
    ({ segment }) => `${segment.schoolType ?? ''}|${segment.sector ?? ''}`,
  );
  return (a ?? '') < (b ?? '') ? -1 : 1;
};

/** Rows by survey, year and territory; within these by segment, in the order of their codes. */
export type Groups = { readonly of: (key: Key) => readonly Group[] };

export const groupsOf = (rows: readonly SumRow[]): Groups => {
  const groups = new Map<string, Map<string, Group & { readonly rows: SumRow[] }>>();
  for (const row of rows) {
    const key = textOf(row);
    const segments = groups.get(key) ?? new Map<string, Group & { readonly rows: SumRow[] }>();
    groups.set(key, segments);
    const segment = `${row.schoolType}|${row.sector}`;
    const group = segments.get(segment) ?? { ...groupOf(row), rows: [] };
    segments.set(segment, group);
    group.rows.push(row);
  }
  const sorted = new Map(
    Array.from(groups, ([key, segments]) => [key, [...segments.values()].sort(bySegment)]),
  );
  return { of: (key) => sorted.get(textOf(key)) ?? [] };
};

const total = (rows: readonly SumRow[], column: keyof SumRow): number =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

export const coverageOf = (rows: readonly SumRow[]): Coverage => ({
  expected: total(rows, 'expected'),
  received: total(rows, 'received'),
  validated: total(rows, 'validated'),
  late: total(rows, 'late'),
  excluded: total(rows, 'excluded'),
  pupilsExpected: String(total(rows, 'pupilsExpected')),
  pupilsReceived: String(total(rows, 'pupilsReceived')),
});

export const isSynthetic = (rows: readonly SumRow[]): boolean => total(rows, 'synthetic') > 0;

const arraysOf = ({ arrays, rows }: Group, index: number): Arrays => {
  const row = rows[index];
  arrays[index] ??= {
    used: elementsOf(row?.used ?? ''),
    numerators: elementsOf(row?.numerators ?? ''),
    denominators: elementsOf(row?.denominators ?? ''),
  };
  return arrays[index];
};

const unitsAt = (array: readonly string[], slot: number): bigint => BigInt(array[slot] ?? 0);

/** What the campaigns of a group add up to for one indicator. */
export const sumsOf = (group: Group, measure: Measure): Sums => {
  const { slot, numeratorScale, denominatorScale } = measure;
  let used = 0;
  let numerator = 0n;
  let denominator = 0n;
  for (let index = 0; index < group.rows.length; index += 1) {
    const arrays = arraysOf(group, index);
    used += Number(arrays.used[slot] ?? 0);
    numerator += unitsAt(arrays.numerators, slot);
    denominator += unitsAt(arrays.denominators, slot);
  }
  return {
    used,
    numerator: inDecimal(numerator, numeratorScale),
    denominator: inDecimal(denominator, denominatorScale),
  };
};

const inDecimal = (units: bigint, scale: number): Decimal =>
  units === 0n ? zero : { units, scale };
