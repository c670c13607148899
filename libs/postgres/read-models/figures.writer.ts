import { categoryOf } from '#application';
import { campaignCodec } from '#domain/campaign';
import { responseCodec } from '#domain/response';
import { BrokenAssumption, type Codec, type RecordedEvent } from '#kernel';
import type { Fact } from '#read-models/fact';
import {
  type CampaignSums,
  type Cell,
  cellText,
  type Contribution,
  type FigureEvent,
  type FiguresChanges,
  type FiguresContext,
  type Leaf,
  project,
  type ResponseRow,
  type RoundRow,
  type Standing,
  sumsFrom,
  touched,
} from '#read-models/figures';

import { type Connection, query } from '../pool/pool.js';
import { copyRows } from './copy-rows.js';
import type { Definitions } from './definitions.js';
import { factsOf } from './facts.js';
import * as sql from './figures.statements.js';
import type { Plan, Planner, Projection, Read } from './projection.js';
import { emptyRoll, type Roll, Rolls } from './roll.js';

/** About 50 MB: the lists of four national campaigns. */
const respondentsInMemory = 250_000;

const noSums: CampaignSums = { ledger: new Map(), listedTo: 0n };

type Memory = { readonly rounds: Map<string, RoundRow>; readonly rolls: Rolls };

/** Responses that a batch touches and that have rows, by campaign and UAI. */
type Stored = ReadonlyMap<string, ReadonlyMap<string, ResponseRow>>;

type Touched = ReturnType<typeof touched>;

const codecOf = ({ stream }: RecordedEvent): Codec<FigureEvent> =>
  categoryOf(stream) === 'response' ? responseCodec : campaignCodec;

const numbersOf = (array: string): readonly (number | null)[] =>
  array === '{}'
    ? []
    : array
        .slice(1, -1)
        .split(',')
        .map((text) => (text === 'NULL' ? null : Number(text)));

const contributionOf = ({
  numerators,
  denominators,
}: Pick<sql.StoredResponse, 'numerators' | 'denominators'>): Contribution | null =>
  numerators === null || denominators === null
    ? null
    : { numerators: numbersOf(numerators), denominators: numbersOf(denominators) };

const loadRounds = async (
  read: Read,
  { rounds }: Memory,
  facts: readonly Fact<FigureEvent>[],
): Promise<void> => {
  const unknown = new Set<string>();
  for (const { event } of facts) {
    const { campaign } = event.data;
    if (event.type !== 'CampaignOpened' && !rounds.has(campaign)) unknown.add(campaign);
  }
  for (const { event } of facts) {
    if (event.type === 'CampaignOpened') unknown.delete(event.data.campaign);
  }
  if (unknown.size === 0) return;
  const rows = await read((connection) => query(connection, sql.readRounds, [[...unknown]]));
  for (const row of rows) rounds.set(row.campaign, row);
};

const leafMaker = (): ((school: sql.StoredRespondent) => Leaf) => {
  const made = new Map<string, Leaf>();
  return ({ department, academy, academicRegion, schoolType, sector }) => {
    const key = `${department}|${academy}|${schoolType}|${sector}`;
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
  const { kind, code, schoolType, sector, touched, used, numerators, denominators, ...counts } =
    stored;
  const tally = {
    counts,
    used: elementsOf(used).map(Number),
    numerators: sumsFrom(elementsOf(numerators)),
    denominators: sumsFrom(elementsOf(denominators)),
  };
  return { key: { kind, code, schoolType, sector }, tally, touched };
};

const loadSums = async (connection: Connection, campaign: string): Promise<Roll> => {
  const cells = await query(connection, sql.readLedger, [campaign]);
  const [roll] = await query(connection, sql.readListedTo, [campaign]);
  const ledger = new Map(cells.map((stored) => [cellText(stored), cellFrom(stored)] as const));
  return { members: new Map(), ledger, listedTo: roll?.listedTo ?? 0n };
};

const loadRoll = async (connection: Connection, campaign: string): Promise<Roll> => {
  const rows = await query(connection, sql.readRoll, [campaign]);
  const leafOf = leafMaker();
  const roll = await loadSums(connection, campaign);
  for (const row of rows) {
    const { uai, schoolType, sector, degree, pupils, hasResponse } = row;
    const enrolled = { schoolType, sector, degree, pupils, leaf: leafOf(row) };
    roll.members.set(uai, { enrolled, hasResponse });
  }
  return roll;
};

/** A campaign that the batch itself opens has no list to load yet. */
const loadRolls = async (
  read: Read,
  { rounds, rolls }: Memory,
  schools: Touched,
): Promise<void> => {
  for (const campaign of schools.keys()) {
    if (!rounds.has(campaign) || rolls.use(campaign)) continue;
    rolls.set(campaign, await read((connection) => loadRoll(connection, campaign)));
  }
  rolls.trim(schools);
};

const loadResponses = async (read: Read, { rolls }: Memory, schools: Touched): Promise<Stored> => {
  const stored = new Map<string, ReadonlyMap<string, ResponseRow>>();
  for (const [campaign, touchedSchools] of schools) {
    const roll = rolls.get(campaign);
    const known = [...touchedSchools].filter((uai) => roll?.members.get(uai)?.hasResponse === true);
    if (known.length === 0) continue;
    const rows = await read((connection) =>
      query(connection, sql.readResponses, [campaign, known]),
    );
    stored.set(
      campaign,
      new Map(
        rows.map(({ numerators, denominators, ...row }) => [
          row.uai,
          { ...row, contribution: contributionOf({ numerators, denominators }) },
        ]),
      ),
    );
  }
  return stored;
};

const sumsIn = ({ rounds, rolls }: Memory, campaign: string): CampaignSums => {
  const roll = rolls.get(campaign);
  if (roll !== undefined) return roll;
  if (rounds.has(campaign)) throw new BrokenAssumption(`the sums of ${campaign} were not read`);
  return noSums;
};

const contextOf = (
  { gaugeOf, academicRegionOf, academyThen }: Definitions,
  { rounds, rolls }: Memory,
  stored: Stored,
): FiguresContext => ({
  gaugeOf,
  academicRegionOf,
  academyThen,
  sumsOf: (campaign) => sumsIn({ rounds, rolls }, campaign),
  roundOf: (campaign) => rounds.get(campaign),
  standingOf: (campaign, uai): Standing | undefined => {
    const known = rolls.get(campaign)?.members.get(uai);
    if (known === undefined) return undefined;
    return { enrolled: known.enrolled, response: stored.get(campaign)?.get(uai) ?? null };
  },
});

const writeRounds = async (
  connection: Connection,
  { opened, closed }: FiguresChanges['rounds'],
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
  { opened, closed }: FiguresChanges['responses'],
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
  { rolls, districts }: FiguresChanges,
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
  { cells, pastCells }: FiguresChanges,
): Promise<void> => {
  await copyRows(connection, sql.copyPastCells, pastCells);
  if (cells.length === 0) return;
  const rows = cells.map((cell) => ({ ...cell, touched: String(cell.touched) }));
  await query(connection, sql.writeCells, [JSON.stringify(rows)]);
};

const rememberSums = (known: Rolls, { rolls, ledgers }: FiguresChanges): void => {
  for (const { campaign, listedTo } of rolls) {
    const roll = known.get(campaign);
    if (roll !== undefined) roll.listedTo = listedTo;
  }
  for (const [campaign, cells] of ledgers) {
    const ledger = known.get(campaign)?.ledger;
    for (const [text, cell] of cells) ledger?.set(text, cell);
  }
};

const remember = ({ rounds, rolls }: Memory, changes: FiguresChanges): void => {
  for (const row of changes.rounds.opened) {
    if (!rounds.has(row.campaign)) rolls.set(row.campaign, emptyRoll());
    rounds.set(row.campaign, row);
  }
  for (const respondent of changes.respondents) rolls.enrol(respondent);
  rememberSums(rolls, changes);
  for (const { campaign, uai } of changes.responses.opened) {
    const known = rolls.get(campaign)?.members.get(uai);
    if (known !== undefined) known.hasResponse = true;
  }
};

const planOf =
  (changes: FiguresChanges): Plan =>
  async (connection) => {
    await writeRounds(connection, changes.rounds);
    await copyRows(connection, sql.copyRespondents, changes.respondents);
    await copyRows(connection, sql.copyExcluded, changes.excluded);
    await writeResponses(connection, changes.responses);
    await writeLists(connection, changes);
    await writeCells(connection, changes);
  };

const figuresPlanner = (definitions: Definitions): Planner => {
  const memory: Memory = { rounds: new Map(), rolls: new Rolls(respondentsInMemory) };
  return async (events, read) => {
    const facts = factsOf(codecOf, events);
    const schools = touched(facts);
    await loadRounds(read, memory, facts);
    await loadRolls(read, memory, schools);
    const stored = await loadResponses(read, memory, schools);
    const changes = project(contextOf(definitions, memory, stored), facts);
    remember(memory, changes);
    return planOf(changes);
  };
};

/** Measures of every version of every response, and their sums. Made anew when the catalogue changes. */
export const figures = (definitions: Definitions): Projection => ({
  name: 'figures',
  definition: `figures@2:${definitions.fingerprint}`,
  reads: (category) => category === 'campaign' || category === 'response',
  tables: [
    { table: 'measure', orderBy: 'survey, slot' },
    { table: 'round', orderBy: 'campaign, known_from' },
    { table: 'respondent', orderBy: 'campaign, uai' },
    { table: 'excluded_school', orderBy: 'campaign, uai' },
    { table: 'response', orderBy: 'campaign, uai, known_from' },
    { table: 'roll', orderBy: 'campaign' },
    { table: 'district', orderBy: 'campaign, department, academy' },
    { table: 'cell', orderBy: 'campaign, kind, code, school_type, sector' },
    { table: 'past_cell', orderBy: 'campaign, kind, code, school_type, sector, touched' },
  ],
  install: async (connection) => {
    await query(connection, sql.writeMeasures, [JSON.stringify(definitions.measures)]);
  },
  planner: () => figuresPlanner(definitions),
});
