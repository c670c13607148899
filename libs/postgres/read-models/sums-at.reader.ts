import type { TerritoryRef } from '#application';

import { type Pool, query, statement } from '../pool/pool.js';
import type { FoundRow, SumsQuery } from './sums.js';
import { sumsAtText } from './sums-at.statement.js';

const sumsAt = statement<FoundRow>('sums-at', sumsAtText);

/** A territory, and the cell of a campaign that it is, or that is a part of it. */
type Part = {
  /** Null: of every campaign. */
  readonly campaign: string | null;
  readonly territory: TerritoryRef;
  readonly cell: TerritoryRef;
};

const parametersOf = (wanted: SumsQuery, parts: readonly Part[]): readonly unknown[] => [
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
];

/** On the map that each campaign has frozen, every territory is one cell. */
const asFrozen = (territory: TerritoryRef): Part => ({
  campaign: null,
  territory,
  cell: territory,
});

/** Sums as they were at a position. */
export const readSumsAt = (pool: Pool, wanted: SumsQuery): Promise<readonly FoundRow[]> =>
  query(pool, sumsAt, parametersOf(wanted, wanted.territories.map(asFrozen)));
