import {
  type Cell,
  type CampaignSums,
  cellText,
  type Contribution,
  entriesOf,
  type JournalEntry,
  type Leaf,
  pageLength,
  type ResponseRow,
  type RoundRow,
  type SumChanges,
  sumsFrom,
  type VersionChanges,
} from '#read-models/figures';

import { type Connection, query } from '../pool/pool.js';
import { copyRows } from './copy-rows.js';
import * as sql from './figures.statements.js';

const numbersOf = (array: string): readonly (number | null)[] =>
  array === '{}'
    ? []
    : array
        .slice(1, -1)
        .split(',')
        .map((text) => (text === 'NULL' ? null : Number(text)));

export const contributionOf = ({
  numerators,
  denominators,
}: Pick<sql.StoredResponse, 'numerators' | 'denominators'>): Contribution | null =>
  numerators === null || denominators === null
    ? null
    : { numerators: numbersOf(numerators), denominators: numbersOf(denominators) };

/** Equal leaves are one object: sums are kept by leaf. */
export const leafMaker = (): ((school: Leaf) => Leaf) => {
  const made = new Map<string, Leaf>();
  return ({ department, academy, academicRegion, schoolType, sector }) => {
    const key = [department, academy, schoolType, sector].join('|');
    const known = made.get(key);
    if (known !== undefined) return known;
    const leaf = { department, academy, academicRegion, schoolType, sector };
    made.set(key, leaf);
    return leaf;
  };
};

const elementsOf = (array: string): readonly string[] =>
  array === '{}' ? [] : array.slice(1, -1).split(',');

const cellFrom = (stored: sql.StoredCell): Cell => {
  const { kind, code, schoolType, sector, touched, strands, ...sums } = stored;
  const { used, numerators, denominators, ...counts } = sums;
  const tally = {
    counts,
    used: elementsOf(used).map(Number),
    numerators: sumsFrom(elementsOf(numerators)),
    denominators: sumsFrom(elementsOf(denominators)),
  };
  return { key: { kind, code, schoolType, sector }, tally, touched, strands };
};

const responseOf = ({ numerators, denominators, ...row }: sql.StoredResponse): ResponseRow => ({
  ...row,
  contribution: contributionOf({ numerators, denominators }),
});

/** The present responses of some schools of a campaign, by UAI. */
export const loadResponsesOf = async (
  connection: Connection,
  campaign: string,
  schools: readonly string[],
): Promise<ReadonlyMap<string, ResponseRow>> => {
  const rows = await query(connection, sql.readResponses, [campaign, schools]);
  return new Map(rows.map((row) => [row.uai, responseOf(row)]));
};

/** The entries on the last page of each strand of the journal, where it is not full. */
const loadOpenPages = async (
  connection: Connection,
  campaign: string,
): Promise<readonly JournalEntry[]> => {
  const pages = await query(connection, sql.readLastPages, [campaign]);
  return pages.map(entriesOf).flatMap((entries) => (entries.length < pageLength ? entries : []));
};

/** A campaign's cells, the end of its journal, and how far its list is counted in them. */
export const loadSums = async (
  connection: Connection,
  campaign: string,
): Promise<CampaignSums & { readonly ledger: Map<string, Cell> }> => {
  const cells = await query(connection, sql.readLedger, [campaign]);
  const [roll] = await query(connection, sql.readListedTo, [campaign]);
  const ledger = new Map(cells.map((stored) => [cellText(stored), cellFrom(stored)] as const));
  return {
    ledger,
    open: await loadOpenPages(connection, campaign),
    listedTo: roll?.listedTo ?? 0n,
  };
};

const writeRounds = async (
  connection: Connection,
  { opened, closed }: VersionChanges['rounds'],
): Promise<void> => {
  const columns = [
    'campaign',
    'knownFrom',
    'knownTo',
    'survey',
    'version',
    'schoolYear',
    'status',
    'cause',
  ] as const;
  const valuesOf = (rows: readonly RoundRow[], count: number): readonly unknown[] =>
    columns.slice(0, count).map((column) => rows.map((row) => row[column]));
  if (closed.length > 0) await query(connection, sql.closeRounds, valuesOf(closed, 3));
  if (opened.length > 0) await query(connection, sql.writeRounds, valuesOf(opened, 8));
};

const writeResponses = async (
  connection: Connection,
  { opened, closed }: VersionChanges['responses'],
): Promise<void> => {
  if (closed.length > 0) {
    await query(connection, sql.closeResponses, [
      closed.map(({ campaign }) => campaign),
      closed.map(({ uai }) => uai),
      closed.map(({ knownFrom }) => knownFrom),
      closed.map(({ knownTo }) => knownTo),
    ]);
  }
  await copyRows(connection, sql.copyResponses, opened);
};

const writeLists = async (
  connection: Connection,
  { rolls, districts }: SumChanges,
): Promise<void> => {
  if (rolls.length === 0) return;
  await query(connection, sql.writeRolls, [
    rolls.map(({ campaign }) => campaign),
    rolls.map(({ listedTo }) => listedTo),
  ]);
  const columns = ['campaign', 'department', 'academy', 'academicRegion'] as const;
  await query(
    connection,
    sql.writeDistricts,
    columns.map((column) => districts.map((district) => district[column])),
  );
};

const writeCells = async (
  connection: Connection,
  { cells, pastCells }: SumChanges,
): Promise<void> => {
  await copyRows(connection, sql.copyPastCells, pastCells);
  if (cells.length > 0) await query(connection, sql.writeCells, sql.cellLists(cells));
};

const writePages = async (connection: Connection, { pages }: SumChanges): Promise<void> => {
  const continued = pages.filter(({ isContinued }) => isContinued);
  if (continued.length > 0) {
    await query(connection, sql.dropPages, [
      continued.map(({ campaign }) => campaign),
      continued.map(({ strand }) => strand),
      continued.map(({ first }) => first),
    ]);
  }
  await copyRows(connection, sql.copyPages, pages);
};

export const writeVersions = async (
  connection: Connection,
  { rounds, respondents, excluded, responses }: VersionChanges,
): Promise<void> => {
  await writeRounds(connection, rounds);
  await copyRows(connection, sql.copyRespondents, respondents);
  await copyRows(connection, sql.copyExcluded, excluded);
  await writeResponses(connection, responses);
};

export const writeSums = async (connection: Connection, changes: SumChanges): Promise<void> => {
  await writeLists(connection, changes);
  await writeCells(connection, changes);
  await writePages(connection, changes);
};
