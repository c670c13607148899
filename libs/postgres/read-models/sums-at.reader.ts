import type { TerritoryRef } from '#application';

import { type Pool, query, statement } from '../pool/pool.js';
import type { FoundRow, SumsQuery } from './sums.js';
import { presentSumsText, sumsAtText } from './sums-at.statement.js';

const sumsAt = statement<FoundRow>('sums-at', sumsAtText);
const presentSums = statement<FoundRow>('sums-at-present', presentSumsText);

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

export const parametersOf = (
  wanted: SumsQuery,
  { parts, moved }: Composition,
  slots: Slots,
): readonly unknown[] => [
  wanted.campaign,
  wanted.surveys,
  wanted.schoolYears,
  wanted.breakdown.includes('schoolType'),
  wanted.breakdown.includes('sector'),
  wanted.moment.asOf,
  parts.map(({ campaign }) => campaign),
  parts.map(({ territory }) => territory.kind),
  parts.map(({ territory }) => territory.code),
  parts.map(({ cell }) => cell.kind),
  parts.map(({ cell }) => cell.code),
  moved.map(({ campaign }) => campaign),
  moved.map(({ territory }) => territory.kind),
  moved.map(({ territory }) => territory.code),
  moved.map(({ uai }) => uai),
  moved.map(({ schoolType }) => schoolType),
  moved.map(({ sector }) => sector),
  moved.map(({ sign }) => sign),
  wanted.moment.geography !== 'THEN',
  slots.map((slot) => slot + 1),
];

/** On the map that each campaign has frozen, every territory is one cell. */
const asFrozen = (territory: TerritoryRef): Part => ({
  campaign: null,
  territory,
  cell: territory,
});

export type SlotsQuery = { readonly wanted: SumsQuery; readonly slots: Slots };

/** Sums as they were at a position, of territories that are made up of cells and of schools. */
export const readSumsOf = (
  pool: Pool,
  { wanted, slots }: SlotsQuery,
  composition: Composition,
): Promise<readonly FoundRow[]> => query(pool, sumsAt, parametersOf(wanted, composition, slots));

/** As `readSumsOf`, of what is known and where lists are whole; nothing where that takes the other statement. */
export const readPresentSums = (
  pool: Pool,
  { wanted, slots }: SlotsQuery,
  composition: Composition,
): Promise<readonly FoundRow[]> =>
  query(pool, presentSums, parametersOf(wanted, composition, slots));

/** Sums as they were at a position, on the map that each campaign has frozen. */
export const readSumsAt = (pool: Pool, asked: SlotsQuery): Promise<readonly FoundRow[]> =>
  readSumsOf(pool, asked, { parts: asked.wanted.territories.map(asFrozen), moved: [] });
