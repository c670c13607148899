import { copySums, textsOf } from './exact-sums.js';
import { addTally, type Counts, emptyTally, type Tally } from './tally.js';

type CellKind = 'department' | 'academy' | 'academic-region' | 'country';

/** Stands for every school type, or every sector, in a cell's key. */
export const all = 'ALL';
/** Its code. */
export const country = 'FR';

/**
 * The smallest group that is summed in memory: its members share every key that a figure can be asked by.
 * A null place or class is not known (an excluded school that no directory has): it counts above it only.
 */
export type Leaf = {
  readonly department: string | null;
  readonly academy: string | null;
  readonly academicRegion: string | null;
  readonly schoolType: string | null;
  readonly sector: string | null;
};

type CellKey = {
  readonly kind: CellKind;
  readonly code: string;
  readonly schoolType: string;
  readonly sector: string;
};

/** A cell of one campaign: its sums, and the position of the last event that touched them. Mutable. */
export type Cell = {
  readonly key: CellKey;
  readonly tally: Tally;
  touched: bigint;
  /** The strands of the journal in which its changes are: a bit for each. */
  strands: number;
};

/** A cell as an earlier segment of positions has left it. */
export type PastCell = { readonly campaign: string; readonly cell: Cell };

/** The cells of one campaign, by `cellText` of their keys. */
export type Ledger = ReadonlyMap<string, Cell>;

/** A cell as a table keeps it. Sums are exact decimal texts in units of the slot's scale. */
export type CellRow = Counts &
  CellKey & {
    readonly campaign: string;
    readonly touched: bigint;
    readonly strands: number;
    readonly used: readonly number[];
    readonly numerators: readonly string[];
    readonly denominators: readonly string[];
  };

/** The country has few cells that every event touches; places below it have many that each touches rarely. */
export const grains = ['country', 'place'] as const;
export type Grain = (typeof grains)[number];

/**
 * Positions come in segments of 2^bits; of each segment that touches a cell, the cell as the segment leaves it
 * is kept (ADR-0018). Longer segments keep less, and leave more of the journal to those who look back.
 */
export const segmentBits: Readonly<Record<Grain, bigint>> = { country: 6n, place: 11n };

type Place = Pick<CellKey, 'kind' | 'code'>;

const placesOf = (leaf: Leaf): readonly Place[] => {
  const places: Place[] = [];
  if (leaf.department !== null) places.push({ kind: 'department', code: leaf.department });
  if (leaf.academy !== null) places.push({ kind: 'academy', code: leaf.academy });
  if (leaf.academicRegion !== null)
    places.push({ kind: 'academic-region', code: leaf.academicRegion });
  return places;
};

const orAll = (code: string | null): readonly string[] => (code === null ? [all] : [code, all]);

export const cellText = ({ kind, code, schoolType, sector }: CellKey): string =>
  `${kind}|${code}|${schoolType}|${sector}`;

type NamedKey = readonly [text: string, key: CellKey];

/** Every cell of a grain that a leaf is part of: at most 3 places × 2 × 2 segments. */
export const cellsOf = (grain: Grain, leaf: Leaf): readonly NamedKey[] => {
  const places =
    grain === 'country' ? [{ kind: 'country' as const, code: country }] : placesOf(leaf);
  return places.flatMap((place) =>
    orAll(leaf.schoolType).flatMap((schoolType) =>
      orAll(leaf.sector).map((sector): NamedKey => {
        const key = { ...place, schoolType, sector };
        return [cellText(key), key];
      }),
    ),
  );
};

export const newCell = (key: CellKey, slots: number): Cell => ({
  key,
  tally: emptyTally(slots),
  touched: 0n,
  strands: 0,
});

export const copyCell = ({ key, tally, touched, strands }: Cell): Cell => ({
  key,
  tally: {
    counts: { ...tally.counts },
    used: [...tally.used],
    numerators: copySums(tally.numerators),
    denominators: copySums(tally.denominators),
  },
  touched,
  strands,
});

export const addToCell = (cell: Cell, addend: Tally, touched: bigint): void => {
  addTally(cell.tally, addend);
  if (touched > cell.touched) cell.touched = touched;
};

export const cellRow = (campaign: string, { key, tally, touched, strands }: Cell): CellRow => ({
  campaign,
  ...key,
  touched,
  strands,
  ...tally.counts,
  used: [...tally.used],
  numerators: textsOf(tally.numerators),
  denominators: textsOf(tally.denominators),
});
