import type { TerritoryRef } from '#application';

import { type Pool, query, statement } from '../pool/pool.js';
import type { Composition, Part, Slots } from './composition.js';
import { journaledSums } from './journaled-sums.js';
import type { FoundJournal, FoundRow, SumsQuery, UnaddedRow } from './sums.js';
import { pastSumsText, placedSumsText, presentSumsText, sumsAtText } from './sums-at.statement.js';

const sumsAt = statement<UnaddedRow>('sums-at', sumsAtText);
const pastSums = statement<UnaddedRow>('sums-at-past', pastSumsText);
const placedSums = statement<UnaddedRow>('sums-at-placed', placedSumsText);
const presentSums = statement<FoundRow>('sums-at-present', presentSumsText);

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
  wanted.moment.geography !== 'THEN',
  slots.map((slot) => slot + 1),
  moved.map(({ campaign }) => campaign),
  moved.map(({ territory }) => territory.kind),
  moved.map(({ territory }) => territory.code),
  moved.map(({ uai }) => uai),
  moved.map(({ schoolType }) => schoolType),
  moved.map(({ sector }) => sector),
  moved.map(({ sign }) => sign),
];

/** How many of them are of cells. */
const ofCells = 13;

/** On the map that each campaign has frozen, every territory is one cell. */
const asFrozen = (territory: TerritoryRef): Part => ({
  campaign: null,
  territory,
  cell: territory,
});

export type SlotsQuery = { readonly wanted: SumsQuery; readonly slots: Slots };

const isJournal = (row: UnaddedRow): row is FoundJournal => row.kind === 'journal';

/** Adds up what journals say; nothing where nothing is found. */
const added = (
  rows: readonly UnaddedRow[],
  { wanted: { breakdown }, slots }: SlotsQuery,
  { parts }: Composition,
): readonly FoundRow[] =>
  rows.flatMap((row) =>
    isJournal(row) ? journaledSums(row, { parts, breakdown, slotCount: slots.length }) : row,
  );

/** The statements that find sums of cells, where no school is to be looked up and where some are. */
const quickest = (pool: Pool, { wanted, slots }: SlotsQuery, composition: Composition) => {
  const parameters = parametersOf(wanted, composition, slots);
  return composition.moved.length === 0
    ? query(pool, pastSums, parameters.slice(0, ofCells))
    : query(pool, placedSums, parameters);
};

/** Sums as they were at a position, of territories that are made up of cells and of schools. */
export const readSumsOf = async (
  pool: Pool,
  asked: SlotsQuery,
  composition: Composition,
): Promise<readonly FoundRow[]> => {
  const { wanted, slots } = asked;
  const isOfCells = composition.parts.every(({ cell }) => cell.kind !== 'school');
  const found = isOfCells ? await quickest(pool, asked, composition) : [];
  const rows =
    found.length > 0 ? found : await query(pool, sumsAt, parametersOf(wanted, composition, slots));
  return added(rows, asked, composition);
};

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
