import { position } from '#kernel';

import { type Pool, query, type Statement } from '../pool/pool.js';
import type { Part, Slots } from './composition.js';
import { journaledSums, type JournalRow } from './journaled-sums.js';
import type { KeptCells } from './kept-cells.js';
import {
  type FoundSums,
  type Round,
  type StoredSums,
  type SumRow,
  sumRowOf,
  type SumsQuery,
} from './sums.js';

type Making = { readonly definition: string; readonly generation: number };

type Head = Making &
  Round & {
    readonly position: string;
    /** Of sums on another map: what their composition follows from. */
    readonly basis: string | null;
    /** Where the sums of the campaign have last changed; null: it has none. */
    readonly touched: string | null;
    /** Whether its list is whole; null: no campaign is asked for. */
    readonly isListed: boolean | null;
  };

/** Without any campaign that is asked for a single head tells how far the rows are. */
type HeadRow = { readonly head: Head; readonly campaign: string | null };
type CellRow = StoredSums & {
  readonly head: null;
  readonly journal: null;
  readonly campaign: string;
};
type FoundJournal = JournalRow & { readonly head: null };

/** What statements of sums find: heads, then sums, then journals. */
export type FoundRow = HeadRow | CellRow | FoundJournal;

const isHead = (row: FoundRow): row is HeadRow => row.head !== null;

/** Equal for rows that are as they were made once, but for what has come since. */
export const makingOf = ({ definition, generation }: Making): string =>
  `${String(generation)} ${definition}`;

type AskedRound = Round & { readonly touched: bigint };

/** By campaign. */
export type Rounds = ReadonlyMap<string, AskedRound>;

/** Sums of one making of the read models, which another that has been made since cannot be mixed with. */
export type SumsAt = FoundSums &
  Pick<Head, 'basis'> & { readonly making: string; readonly rounds: Rounds };

export type SlotsQuery = { readonly wanted: SumsQuery; readonly slots: Slots };

/** With what its territories are made of. */
export type Asked = SlotsQuery & { readonly parts: readonly Part[] };

/** $1 to $12 of every statement. */
export const parametersOf = ({ wanted, parts, slots }: Asked): readonly unknown[] => [
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
  slots.map((slot) => slot + 1),
];

/** $13 and $14 of those that find the past. */
export const keptParametersOf = (kept: readonly KeptCells[]): readonly unknown[] => [
  kept.map(({ campaign, settled }) => `${campaign}|${String(settled)}`),
  kept.map(({ strands }) => strands),
];

type Cell = { readonly campaign: string; readonly row: SumRow };

/** What a statement has found; journals are not yet added up. */
export type Found = Omit<SumsAt, 'rows'> & {
  /** Whether the list of every campaign was whole. */
  readonly isListed: boolean;
  readonly cells: readonly Cell[];
  readonly journals: readonly JournalRow[];
};

const roundsOf = (heads: readonly HeadRow[]): Rounds =>
  new Map(
    heads.flatMap(({ campaign, head }) =>
      campaign === null ? [] : [[campaign, { ...head, touched: BigInt(head.touched ?? 0) }]],
    ),
  );

const cellOf = (row: CellRow, rounds: Rounds): readonly Cell[] => {
  const round = rounds.get(row.campaign);
  return round === undefined ? [] : [{ campaign: row.campaign, row: sumRowOf(round, row) }];
};

/** Undefined: there is no head, and another statement is to be asked. */
export const readFound = async (
  pool: Pool,
  one: Statement<FoundRow>,
  parameters: readonly unknown[],
): Promise<Found | undefined> => {
  const rows = await query(pool, one, parameters);
  const heads = rows.filter(isHead);
  const [first] = heads;
  if (first === undefined) return undefined;
  const { head } = first;
  const rounds = roundsOf(heads);
  const others = rows.filter((row) => !isHead(row));
  return {
    position: position(BigInt(head.position)),
    definition: head.definition,
    making: makingOf(head),
    basis: head.basis,
    isListed: heads.every((one) => one.head.isListed !== false),
    rounds,
    cells: others.flatMap((row) => (row.journal === null ? cellOf(row, rounds) : [])),
    journals: others.flatMap((row) => (row.journal === null ? [] : row)),
  };
};

/** The sums that were found, with those of cells that had not to be; journals are added up. */
export const sumsOf = (found: Found, asked: Asked, kept: readonly SumRow[] = []): SumsAt => {
  const { position: known, definition, making, basis, rounds, cells, journals } = found;
  const { wanted, parts, slots } = asked;
  const wantedOf = { parts, breakdown: wanted.breakdown, slotCount: slots.length };
  const changes = journals.flatMap((journal) => {
    const round = rounds.get(journal.campaign);
    const at = round && { round, known };
    return at === undefined ? [] : journaledSums(journal, at, wantedOf);
  });
  const rows = [...kept, ...cells.map(({ row }) => row), ...changes];
  return { position: known, definition, making, basis, rounds, rows };
};
