import {
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  multiply,
  type SchoolYear,
  subtract,
  zero,
} from '#kernel';
import { figureValue } from '#statistics';

import type { TerritoryRef } from '../../figures.port.js';
import type { Meter } from './meter.js';
import type { Tally, TerritoryTally } from './tally.js';

/** A figure on one side of the change. All decimals are exact texts; null where nothing counts. */
export type Side = {
  readonly value: string | null;
  readonly numerator: string | null;
  /** Null for a total. */
  readonly denominator: string | null;
  readonly used: number;
};

export type ImpactRow = {
  readonly schoolYear: SchoolYear;
  readonly territory: TerritoryRef;
  /** Null for an indicator that is new. */
  readonly before: Side | null;
  readonly after: Side;
  readonly entering: number;
  readonly leaving: number;
  readonly change: 'none' | 'moves' | 'appears' | 'disappears';
  /** (after − before) ÷ |before| in %, two places; null without two values, or from zero. */
  readonly relativeChange: string | null;
};

export type ImpactSummary = {
  readonly figures: number;
  readonly moving: number;
  readonly appearing: number;
  readonly disappearing: number;
  /** Of those that move: the greatest, in %, without its sign; null when none has one. */
  readonly maxRelativeChange: string | null;
  /** Schools of the country, once for each school year. */
  readonly entering: number;
  readonly leaving: number;
};

const nobody: Side = { value: null, numerator: null, denominator: null, used: 0 };

const inDecimal = (units: bigint, scale: number): Decimal =>
  units === 0n ? zero : { units, scale };

const sideOf = ({ indicator, scales }: Meter, sum: Tally['after']): Side => {
  if (sum.used === 0) return nobody;
  const sums = {
    used: sum.used,
    numerator: inDecimal(sum.numerator, scales.numerator),
    denominator: inDecimal(sum.denominator, scales.denominator),
  };
  const outcome = figureValue(indicator, sums);
  return {
    value: outcome.kind === 'value' ? outcome.value : null,
    numerator: format(sums.numerator),
    denominator: indicator.aggregation === 'total' ? null : format(sums.denominator),
    used: sum.used,
  };
};

const changeOf = (before: string | null, after: string | null): ImpactRow['change'] => {
  if (before === after) return 'none';
  if (before === null) return 'appears';
  return after === null ? 'disappears' : 'moves';
};

const absolute = (value: Decimal): Decimal =>
  compare(value, zero) < 0 ? subtract(zero, value) : value;

const relativeOf = (before: string | null, after: string | null): string | null => {
  if (before === null || after === null) return null;
  const [from, to] = [decimal(before), decimal(after)];
  if (compare(from, zero) === 0) return null;
  return format(divide(multiply(subtract(to, from), decimal(100)), absolute(from), 2));
};

const rowOf = ({ before, after }: Meters, { territory, tally }: TerritoryTally): ImpactRow => {
  const [earlier, later] = [
    before === null ? null : sideOf(before, tally.before),
    sideOf(after, tally.after),
  ];
  const value = earlier?.value ?? null;
  return {
    schoolYear: tally.schoolYear,
    territory,
    before: earlier,
    after: later,
    entering: tally.entering,
    leaving: tally.leaving,
    change: changeOf(value, later.value),
    relativeChange: relativeOf(value, later.value),
  };
};

export type Meters = { readonly before: Meter | null; readonly after: Meter };

const sizeOf = ({ change, relativeChange }: ImpactRow): Decimal | null =>
  relativeChange === null || change === 'none' ? null : absolute(decimal(relativeChange));

/** Figures that appear, disappear or leave zero have no size: they come first. */
const rankOf = ({ change, relativeChange }: ImpactRow): number =>
  change === 'none' ? 2 : relativeChange === null ? 0 : 1;

const placeOf = ({ schoolYear, territory }: ImpactRow): string =>
  `${schoolYear}|${territory.kind}|${territory.code}`;

const byPlace = (a: ImpactRow, b: ImpactRow): number => (placeOf(a) < placeOf(b) ? -1 : 1);

const largestFirst = (a: ImpactRow, b: ImpactRow): number =>
  rankOf(a) - rankOf(b) || compare(sizeOf(b) ?? zero, sizeOf(a) ?? zero) || byPlace(a, b);

const greatest = (rows: readonly ImpactRow[]): string | null => {
  const sizes = rows.flatMap((row) => sizeOf(row) ?? []);
  const first = sizes[0];
  if (first === undefined) return null;
  return format(sizes.reduce((most, size) => (compare(size, most) > 0 ? size : most), first));
};

const howMany = (rows: readonly ImpactRow[], change: ImpactRow['change']): number =>
  rows.filter((row) => row.change === change).length;

/** Figures, largest change first. */
export const impactRows = (
  meters: Meters,
  tallies: readonly TerritoryTally[],
): readonly ImpactRow[] => tallies.map((one) => rowOf(meters, one)).sort(largestFirst);

/** The country, by school year. */
export const totalsOf = (rows: readonly ImpactRow[]): readonly ImpactRow[] =>
  rows.filter(({ territory }) => territory.kind === 'country').sort(byPlace);

export const summaryOf = (
  rows: readonly ImpactRow[],
  totals: readonly ImpactRow[],
): ImpactSummary => ({
  figures: rows.length,
  moving: howMany(rows, 'moves'),
  appearing: howMany(rows, 'appears'),
  disappearing: howMany(rows, 'disappears'),
  maxRelativeChange: greatest(rows),
  entering: totals.reduce((sum, { entering }) => sum + entering, 0),
  leaving: totals.reduce((sum, { leaving }) => sum + leaving, 0),
});
