import type { Coverage, Segment, TerritoryRef } from '#application';
import { questionnaireKey } from '#domain/survey';
import { type Decimal, zero } from '#kernel';
import { all } from '#read-models/figures';
import { responseRate, type Sums } from '#statistics';

import type { Measure } from './definitions.js';
import type { SumRow, Sums as SumArray } from './sums.js';

const elementsOf = (sums: SumArray): Elements => {
  if (typeof sums !== 'string') return sums;
  return sums.length <= 2 ? [] : sums.slice(1, -1).split(',');
};

/** Whole numbers, or their texts. */
type Elements = readonly string[] | readonly number[] | readonly bigint[];

/** What one row adds. */
type Addend = {
  readonly picked: boolean;
  readonly used: Elements;
  readonly numerators: Elements;
  readonly denominators: Elements;
};

/** One territory, year and segment, over all campaigns of the survey. */
export type Group = {
  readonly segment: Segment;
  readonly coverage: Coverage;
  /** received ÷ expected, in %, two places; null when none is expected. */
  readonly responseRate: string | null;
  readonly isOpen: boolean;
  readonly isSynthetic: boolean;
  /** Keys of the questionnaire versions that were answered. */
  readonly questionnaires: readonly string[];
  /** Of each campaign, and of schools beside. */
  readonly sums: readonly Addend[];
};

const nullIfAll = (code: string): string | null => (code === all ? null : code);

const addendOf = ({ picked, used, numerators, denominators }: SumRow): Addend => ({
  picked,
  used: elementsOf(used),
  numerators: elementsOf(numerators),
  denominators: elementsOf(denominators),
});

const total = (rows: readonly SumRow[], column: keyof SumRow): number =>
  rows.reduce((sum, row) => sum + Number(row[column]), 0);

const coverageOf = (rows: readonly SumRow[]): Coverage => ({
  expected: total(rows, 'expected'),
  received: total(rows, 'received'),
  validated: total(rows, 'validated'),
  late: total(rows, 'late'),
  excluded: total(rows, 'excluded'),
  pupilsExpected: String(total(rows, 'pupilsExpected')),
  pupilsReceived: String(total(rows, 'pupilsReceived')),
});

const groupOf = (segment: Segment, rows: readonly SumRow[]): Group => {
  const coverage = coverageOf(rows);
  return {
    segment,
    coverage,
    responseRate: responseRate(coverage.received, coverage.expected),
    isOpen: rows.some(({ status }) => status === 'open'),
    isSynthetic: total(rows, 'synthetic') > 0,
    questionnaires: [
      ...new Set(rows.map(({ survey, version }) => questionnaireKey(survey, version))),
    ],
    sums: rows.map(addendOf),
  };
};

/** Where nobody was expected. */
export const nobody: Group = groupOf({ schoolType: null, sector: null }, []);

type Key = Pick<SumRow, 'survey' | 'schoolYear'> &
  Pick<TerritoryRef, 'code'> & { readonly kind: string };

const textOf = ({ survey, schoolYear, kind, code }: Key): string =>
  `${survey}|${schoolYear}|${kind}|${code}`;

/** Groups by survey, year and territory; within these by segment, in the order of their codes. */
export type Groups = { readonly of: (key: Key) => readonly Group[] };

const segmentOf = ({ schoolType, sector }: SumRow): string => `${schoolType}|${sector}`;

const gathered = (
  rows: readonly SumRow[],
  keyOf: (row: SumRow) => string,
): ReadonlyMap<string, readonly SumRow[]> => {
  const groups = new Map<string, SumRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return groups;
};

const bySegment = (rows: readonly SumRow[]): readonly Group[] =>
  [...gathered(rows, segmentOf)]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([, members]) => {
      const [first] = members;
      if (first === undefined) return [];
      const { schoolType, sector } = first;
      return [groupOf({ schoolType: nullIfAll(schoolType), sector: nullIfAll(sector) }, members)];
    });

export const groupsOf = (rows: readonly SumRow[]): Groups => {
  const groups = new Map(
    Array.from(gathered(rows, textOf), ([key, members]) => [key, bySegment(members)]),
  );
  return { of: (key) => groups.get(textOf(key)) ?? [] };
};

/** What the campaigns of a group add up to for one indicator. `slots`: those that picked rows are of. */
export const sumsOf = (group: Group, measure: Measure, slots: readonly number[]): Sums => {
  const { slot, numeratorScale, denominatorScale } = measure;
  let used = 0;
  let numerator = 0n;
  let denominator = 0n;
  for (const addend of group.sums) {
    const at = addend.picked ? slots.indexOf(slot) : slot;
    used += Number(addend.used[at] ?? 0);
    numerator += BigInt(addend.numerators[at] ?? 0);
    denominator += BigInt(addend.denominators[at] ?? 0);
  }
  return {
    used,
    numerator: inDecimal(numerator, numeratorScale),
    denominator: inDecimal(denominator, denominatorScale),
  };
};

const inDecimal = (units: bigint, scale: number): Decimal =>
  units === 0n ? zero : { units, scale };
