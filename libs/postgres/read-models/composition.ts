import type { TerritoryRef } from '#application';

/** A territory, and the cell of a campaign that it is, or that is a part of it. */
export type Part = {
  /** Null: of every campaign. */
  readonly campaign: string | null;
  readonly territory: TerritoryRef;
  readonly cell: TerritoryRef;
};

/** A school that a territory counts beside its cells, or does not count though they do. */
export type Moved = {
  readonly campaign: string;
  readonly territory: TerritoryRef;
  readonly uai: string;
  /** Null: as the campaign froze it. Likewise sector. */
  readonly schoolType: string | null;
  readonly sector: string | null;
  readonly sign: 1 | -1;
};

/** Slots of the layout, counted from zero, that sums of schools are wanted of. */
export type Slots = readonly number[];

export type Composition = { readonly parts: readonly Part[]; readonly moved: readonly Moved[] };
