import type { TerritoryRef } from '#application';
import { position } from '#kernel';

import { type Pool, query, statement, type Statement } from '../pool/pool.js';
import type { Part, Slots } from './composition.js';
import { journaledSums, type JournalRow } from './journaled-sums.js';
import { pastSumsText, presentSumsText, sumsAtText } from './sums-at.statement.js';
import {
  type FoundSums,
  type Round,
  type StoredSums,
  type SumRow,
  sumRowOf,
  type SumsQuery,
} from './sums.js';

/** Of one campaign that is asked for. */
export type AskedRound = Round & {
  readonly campaign: string;
  /** Where its sums have last changed; null: it has none. */
  readonly touched: bigint | null;
};

type Head = {
  readonly position: bigint;
  readonly definition: string;
  readonly generation: number;
  /** Of sums on another map: what their composition follows from. */
  readonly basis: string | null;
};

/** Without any campaign that is asked for a single head tells how far the rows are. */
type HeadRow = Head & (AskedRound | { readonly campaign: null });
type FoundRow =
  | HeadRow
  | ({ readonly position: null; readonly campaign: string } & (
      (StoredSums & { readonly grain: null }) | JournalRow
    ));

const sumsAt = statement<FoundRow>('sums-at', sumsAtText);
const pastSums = statement<FoundRow>('sums-at-past', pastSumsText);
const presentSums = statement<FoundRow>('sums-at-present', presentSumsText);

/** Sums of one state of the read models, which another that has been made anew since cannot be mixed with. */
export type SumsAt = FoundSums &
  Pick<Head, 'generation' | 'basis'> & { readonly rounds: ReadonlyMap<string, AskedRound> };

export const parametersOf = (
  wanted: SumsQuery,
  parts: readonly Part[],
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
];

export type SlotsQuery = { readonly wanted: SumsQuery; readonly slots: Slots };

const isHead = (row: FoundRow): row is HeadRow => row.position !== null;

const roundsOf = (heads: readonly HeadRow[]): ReadonlyMap<string, AskedRound> =>
  new Map(heads.flatMap((head) => (head.campaign === null ? [] : [[head.campaign, head]])));

type Asked = SlotsQuery & { readonly parts: readonly Part[] };

/** What is found of the campaigns that are asked for; journals are added up. */
const rowsOf = (
  found: readonly FoundRow[],
  { head, rounds }: { readonly head: Head; readonly rounds: SumsAt['rounds'] },
  { wanted: { breakdown }, slots, parts }: Asked,
): readonly SumRow[] =>
  found.flatMap((row) => {
    if (isHead(row)) return [];
    const round = rounds.get(row.campaign);
    if (round === undefined) return [];
    if (row.grain === null) return sumRowOf(round, row);
    const about = { round, known: head.position };
    return journaledSums(row, about, { parts, breakdown, slotCount: slots.length });
  });

/** Undefined: there is no head, and another statement is to be asked. */
const read = async (
  pool: Pool,
  one: Statement<FoundRow>,
  asked: Asked,
): Promise<SumsAt | undefined> => {
  const { wanted, parts, slots } = asked;
  const found = await query(pool, one, parametersOf(wanted, parts, slots));
  const heads = found.filter(isHead);
  const [head] = heads;
  if (head === undefined) return undefined;
  const { definition, generation, basis } = head;
  const rounds = roundsOf(heads);
  const rows = rowsOf(found, { head, rounds }, asked);
  return { position: position(head.position), definition, generation, basis, rounds, rows };
};

/** Sums as they were at a position, of territories that are made up of cells. */
export const readSumsOf = async (
  pool: Pool,
  asked: SlotsQuery,
  parts: readonly Part[],
): Promise<SumsAt | undefined> => {
  const isOfCells = parts.every(({ cell }) => cell.kind !== 'school');
  const found = isOfCells ? await read(pool, pastSums, { ...asked, parts }) : undefined;
  return found ?? read(pool, sumsAt, { ...asked, parts });
};

/** As `readSumsOf`, of what is known and where lists are whole; nothing where that takes the other statement. */
export const readPresentSums = (
  pool: Pool,
  asked: SlotsQuery,
  parts: readonly Part[],
): Promise<SumsAt | undefined> => read(pool, presentSums, { ...asked, parts });

/** On the map that each campaign has frozen, every territory is one cell. */
const asFrozen = (territory: TerritoryRef): Part => ({
  campaign: null,
  territory,
  cell: territory,
});

/** Sums as they were at a position, on the map that each campaign has frozen. */
export const readSumsAt = (pool: Pool, asked: SlotsQuery): Promise<SumsAt | undefined> =>
  readSumsOf(pool, asked, asked.wanted.territories.map(asFrozen));
