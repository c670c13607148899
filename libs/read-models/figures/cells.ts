import { textsOf } from './exact-sums.js';
import { addTally, type Counts, emptyTally, type Tally } from './tally.js';

type CellKind = 'department' | 'academy' | 'academic-region' | 'country';

/** Stands for every school type, or every sector, in a cell's key. */
export const all = 'ALL';
const country = 'FR';

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

export type LeafTally = { readonly leaf: Leaf; readonly tally: Tally };

/** What a batch adds to one pre-summed cell. Sums are exact decimal texts in units of the slot's scale. */
export type CellRow = Counts & {
  readonly campaign: string;
  readonly kind: CellKind;
  readonly code: string;
  readonly schoolType: string;
  readonly sector: string;
  readonly used: readonly number[];
  readonly numerators: readonly string[];
  readonly denominators: readonly string[];
};

type CellKey = Pick<CellRow, 'kind' | 'code' | 'schoolType' | 'sector'>;

type Place = Pick<CellRow, 'kind' | 'code'>;

const placesOf = (leaf: Leaf): readonly Place[] => {
  const places: Place[] = [{ kind: 'country', code: country }];
  if (leaf.department !== null) places.push({ kind: 'department', code: leaf.department });
  if (leaf.academy !== null) places.push({ kind: 'academy', code: leaf.academy });
  if (leaf.academicRegion !== null)
    places.push({ kind: 'academic-region', code: leaf.academicRegion });
  return places;
};

const orAll = (code: string | null): readonly string[] => (code === null ? [all] : [code, all]);

/** Every cell that a leaf is part of: at most 4 places × 2 × 2 segments. */
const cellsOf = (leaf: Leaf): readonly CellKey[] =>
  placesOf(leaf).flatMap((place) =>
    orAll(leaf.schoolType).flatMap((schoolType) =>
      orAll(leaf.sector).map((sector) => ({ ...place, schoolType, sector })),
    ),
  );

const rowOf = (campaign: string, key: CellKey, tally: Tally): CellRow => ({
  campaign,
  ...key,
  ...tally.counts,
  used: tally.used,
  numerators: textsOf(tally.numerators),
  denominators: textsOf(tally.denominators),
});

/** Adds the leaves of one campaign up to every cell that they are part of, each once. */
export const rollUp = (
  campaign: string,
  slots: number,
  leaves: Iterable<LeafTally>,
): readonly CellRow[] => {
  const cells = new Map<string, { readonly key: CellKey; readonly tally: Tally }>();
  for (const { leaf, tally } of leaves) {
    for (const key of cellsOf(leaf)) {
      const text = `${key.kind}|${key.code}|${key.schoolType}|${key.sector}`;
      let cell = cells.get(text);
      if (cell === undefined) {
        cell = { key, tally: emptyTally(slots) };
        cells.set(text, cell);
      }
      addTally(cell.tally, tally);
    }
  }
  return Array.from(cells.values(), ({ key, tally }) => rowOf(campaign, key, tally));
};
