import { categoryOf } from '#application';
import { campaignCodec } from '#domain/campaign';
import { responseCodec } from '#domain/response';
import { BrokenAssumption, type Codec, type RecordedEvent } from '#kernel';
import type { Fact } from '#read-models/fact';
import {
  type CampaignSums,
  type FigureEvent,
  type FiguresChanges,
  type FiguresContext,
  type Projecting,
  projecting,
  type ResponseRow,
  type RoundRow,
  type Standing,
  touched,
} from '#read-models/figures';

import { query } from '../pool/pool.js';
import type { Definitions } from './definitions.js';
import { factsOf } from './facts.js';
import * as sql from './figures.statements.js';
import { loadResponsesOf, writeSums, writeVersions } from './figures.tables.js';
import type { Plan, Planner, Projection, Read } from './projection.js';
import { RollWarming } from './roll-warming.js';
import { RollReading } from './roll.reader.js';
import { emptyRoll, Rolls } from './roll.js';

/** About 20 MB: the lists of three national campaigns. One that is not held is read again, which takes a third of a second. */
const respondentsInMemory = 200_000;

const noSums: CampaignSums = { ledger: new Map(), open: [], listedTo: 0n };

type Memory = {
  readonly rounds: Map<string, RoundRow>;
  readonly rolls: Rolls;
  /** Campaigns that the batch itself opens: no table knows of them yet. */
  readonly opened: Set<string>;
  readonly warming: RollWarming;
};

const emptyMemory = (): Memory => {
  const rolls = new Rolls(respondentsInMemory);
  return { rounds: new Map(), rolls, opened: new Set(), warming: new RollWarming(rolls) };
};

/** Responses that a batch touches and that have rows, by campaign and UAI. */
type Stored = ReadonlyMap<string, ReadonlyMap<string, ResponseRow>>;

type Touched = ReturnType<typeof touched>;

/** Of the events that figures read. */
export const figureCodecOf = ({ stream }: RecordedEvent): Codec<FigureEvent> =>
  categoryOf(stream) === 'response' ? responseCodec : campaignCodec;

const loadRounds = async (
  read: Read,
  { rounds, opened }: Memory,
  facts: readonly Fact<FigureEvent>[],
): Promise<void> => {
  const unknown = new Set<string>();
  for (const { event } of facts) {
    const { campaign } = event.data;
    if (event.type === 'CampaignOpened') opened.add(campaign);
    else if (!rounds.has(campaign)) unknown.add(campaign);
  }
  for (const campaign of opened) unknown.delete(campaign);
  if (unknown.size === 0) return;
  const rows = await read((connection) => query(connection, sql.readRounds, [[...unknown]]));
  for (const row of rows) rounds.set(row.campaign, row);
};

/** A campaign that the batch itself opens has no list to load yet. */
const loadRolls = async (
  read: Read,
  { rounds, rolls, warming }: Memory,
  schools: Touched,
): Promise<void> => {
  for (const campaign of schools.keys()) {
    if (!rounds.has(campaign) || rolls.use(campaign)) continue;
    const reading = warming.take(campaign) ?? new RollReading(campaign);
    rolls.set(campaign, await read((connection) => reading.rest(connection)));
  }
  rolls.trim(schools);
};

const loadResponses = async (read: Read, { rolls }: Memory, schools: Touched): Promise<Stored> => {
  const stored = new Map<string, ReadonlyMap<string, ResponseRow>>();
  for (const [campaign, touchedSchools] of schools) {
    const roll = rolls.get(campaign);
    const known = [...touchedSchools].filter((uai) => roll?.members.hasResponse(uai) === true);
    if (known.length === 0) continue;
    const rows = await read((connection) => loadResponsesOf(connection, campaign, known));
    stored.set(campaign, rows);
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
  memory: Memory,
  storedOf: (campaign: string) => ReadonlyMap<string, ResponseRow> | undefined,
): FiguresContext => ({
  gaugeOf,
  academicRegionOf,
  academyThen,
  sumsOf: (campaign) => sumsIn(memory, campaign),
  roundOf: (campaign) => memory.rounds.get(campaign),
  standingOf: (campaign, uai): Standing | undefined => {
    const enrolled = memory.rolls.get(campaign)?.members.enrolled(uai);
    return enrolled && { enrolled, response: storedOf(campaign)?.get(uai) ?? null };
  },
});

const rememberSums = (known: Rolls, { rolls, ledgers, openPages }: FiguresChanges): void => {
  for (const { campaign, listedTo } of rolls) {
    const roll = known.get(campaign);
    if (roll !== undefined) roll.listedTo = listedTo;
  }
  for (const [campaign, cells] of ledgers) {
    const ledger = known.get(campaign)?.ledger;
    for (const [text, cell] of cells) ledger?.set(text, cell);
  }
  for (const [campaign, open] of openPages) {
    const roll = known.get(campaign);
    if (roll !== undefined) roll.open = open;
  }
};

const remember = ({ rounds, rolls, opened }: Memory, changes: FiguresChanges): void => {
  opened.clear();
  for (const row of changes.rounds.opened) {
    if (!rounds.has(row.campaign)) rolls.set(row.campaign, emptyRoll());
    rounds.set(row.campaign, row);
  }
  for (const respondent of changes.respondents) rolls.enrol(respondent);
  rememberSums(rolls, changes);
  for (const { campaign, uai } of changes.responses.opened)
    rolls.get(campaign)?.members.respond(uai);
};

const planOf =
  (changes: FiguresChanges): Plan =>
  async (connection) => {
    await writeVersions(connection, changes);
    await writeSums(connection, changes);
  };

/** Parts of a batch are decoded, measured and dropped one by one: their answers are not kept until the commit. */
const figuresPlanner = (definitions: Definitions): Planner => {
  const memory = emptyMemory();
  let stored: Stored = new Map();
  const begin = (): Projecting =>
    projecting(contextOf(definitions, memory, (campaign) => stored.get(campaign)));
  let batch = begin();
  return {
    take: async (events, read) => {
      const facts = factsOf(figureCodecOf, events);
      const schools = touched(facts);
      await loadRounds(read, memory, facts);
      await loadRolls(read, memory, schools);
      stored = await loadResponses(read, memory, schools);
      batch.add(facts);
    },
    plan: () => {
      const changes = batch.changes();
      batch = begin();
      remember(memory, changes);
      return Promise.resolve(planOf(changes));
    },
    warm: (read) => memory.warming.step(read),
  };
};

/** Measures of every version of every response, and their sums. Made anew when the catalogue changes. */
export const figures = (definitions: Definitions): Projection => ({
  name: 'figures',
  definition: `figures@4:${definitions.fingerprint}`,
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
    { table: 'journal_page', orderBy: 'campaign, strand, first_position' },
  ],
  install: async (connection) => {
    await query(connection, sql.writeMeasures, [JSON.stringify(definitions.measures)]);
  },
  planner: () => figuresPlanner(definitions),
});
