import { campaignCodec } from '#domain/campaign';
import { responseCodec } from '#domain/response';
import type { Codec, RecordedEvent } from '#kernel';
import type { Fact } from '#read-models/fact';
import {
  type Contribution,
  type FigureEvent,
  type FiguresChanges,
  type FiguresContext,
  type Leaf,
  project,
  type ResponseKey,
  type ResponseRow,
  type RoundRow,
  type Standing,
  touched,
} from '#read-models/figures';

import { type Connection, query } from '../pool/pool.js';
import { copyRows } from './copy-rows.js';
import type { Definitions } from './definitions.js';
import { factsOf } from './facts.js';
import * as sql from './figures.statements.js';
import { categoryOf, type Projection, type Writer } from './projection.js';
import { type OnRoll, type Roll, Rolls } from './roll.js';

/** About 60 MB: the lists of five national campaigns. */
const respondentsInMemory = 300_000;

type Memory = { readonly rounds: Map<string, RoundRow>; readonly rolls: Rolls };

type Before = { readonly standings: ReadonlyMap<string, ResponseRow>; readonly memory: Memory };

const codecOf = ({ stream }: RecordedEvent): Codec<FigureEvent> =>
  categoryOf(stream) === 'response' ? responseCodec : campaignCodec;

const numbersOf = (array: string): readonly (number | null)[] =>
  array === '{}'
    ? []
    : array
        .slice(1, -1)
        .split(',')
        .map((text) => (text === 'NULL' ? null : Number(text)));

const contributionOf = ({ numerators, denominators }: sql.StoredResponse): Contribution | null =>
  numerators === null || denominators === null
    ? null
    : { numerators: numbersOf(numerators), denominators: numbersOf(denominators) };

const loadRounds = async (
  connection: Connection,
  memory: Memory,
  facts: readonly Fact<FigureEvent>[],
): Promise<void> => {
  const campaigns = new Set(facts.map(({ event }) => event.data.campaign));
  const unknown = [...campaigns].filter((campaign) => !memory.rounds.has(campaign));
  if (unknown.length === 0) return;
  const rows = await query(connection, sql.readRounds, [unknown]);
  for (const row of rows) memory.rounds.set(row.campaign, row);
};

const rollMaker = (
  definitions: Definitions,
  questionnaire: string,
): ((row: sql.StoredRespondent) => OnRoll) => {
  const gauge = definitions.gaugeOf(questionnaire);
  const leaves = new Map<string, Leaf>();
  return ({ uai: _, hasResponse, department, academy, academicRegion, ...profile }) => {
    const { schoolType, sector } = profile;
    const key = [department, academy, schoolType, sector].join('|');
    const leaf = leaves.get(key) ?? { department, academy, academicRegion, schoolType, sector };
    leaves.set(key, leaf);
    const notReceived = { received: false, validated: false, late: false };
    const baseline = gauge.coverage(profile, notReceived);
    return { enrolled: { ...profile, leaf, baseline }, hasResponse };
  };
};

const loadRoll = async (
  connection: Connection,
  definitions: Definitions,
  round: RoundRow,
): Promise<Roll> => {
  const rows = await query(connection, sql.readRoll, [round.campaign]);
  const onRoll = rollMaker(definitions, `${round.survey}@${round.version}`);
  return new Map(rows.map((row) => [row.uai, onRoll(row)]));
};

const loadRolls = async (
  connection: Connection,
  definitions: Definitions,
  about: { readonly memory: Memory; readonly keys: readonly ResponseKey[] },
): Promise<void> => {
  const { memory, keys } = about;
  for (const campaign of new Set(keys.map((key) => key.campaign))) {
    const round = memory.rounds.get(campaign);
    if (round === undefined || memory.rolls.get(campaign) !== undefined) continue;
    memory.rolls.set(campaign, await loadRoll(connection, definitions, round));
  }
};

const keyOf = ({ campaign, uai }: ResponseKey): string => `${campaign}.${uai}`;

const loadResponses = async (
  connection: Connection,
  memory: Memory,
  keys: readonly ResponseKey[],
): Promise<ReadonlyMap<string, ResponseRow>> => {
  const stored = keys.filter(
    ({ campaign, uai }) => memory.rolls.get(campaign)?.get(uai)?.hasResponse === true,
  );
  if (stored.length === 0) return new Map();
  const rows = await query(connection, sql.readResponses, [
    stored.map(({ campaign }) => campaign),
    stored.map(({ uai }) => uai),
  ]);
  return new Map(
    rows.map(({ numerators, denominators, ...row }) => [
      keyOf(row),
      { ...row, contribution: contributionOf({ ...row, numerators, denominators }) },
    ]),
  );
};

const contextOf = (definitions: Definitions, { memory, standings }: Before): FiguresContext => ({
  gaugeOf: definitions.gaugeOf,
  academicRegionOf: definitions.academicRegionOf,
  roundOf: (campaign) => memory.rounds.get(campaign),
  standingOf: (campaign, uai): Standing | undefined => {
    const known = memory.rolls.get(campaign)?.get(uai);
    if (known === undefined) return undefined;
    return { enrolled: known.enrolled, response: standings.get(keyOf({ campaign, uai })) ?? null };
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
  ] as const;
  const valuesOf = (rows: readonly RoundRow[], count: number): readonly unknown[] =>
    columns.slice(0, count).map((column) => rows.map((row) => row[column]));
  if (closed.length > 0) await query(connection, sql.closeRounds, valuesOf(closed, 3));
  if (opened.length > 0) await query(connection, sql.writeRounds, valuesOf(opened, 7));
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

const remember = ({ rounds, rolls }: Memory, changes: FiguresChanges): void => {
  for (const row of changes.rounds.opened) {
    if (!rounds.has(row.campaign)) rolls.set(row.campaign, new Map());
    rounds.set(row.campaign, row);
  }
  for (const respondent of changes.respondents) rolls.enrol(respondent);
  for (const { campaign, uai } of changes.responses.opened) {
    const known = rolls.get(campaign)?.get(uai);
    if (known !== undefined) known.hasResponse = true;
  }
};

const figuresWriter = (definitions: Definitions): Writer => {
  const memory: Memory = { rounds: new Map(), rolls: new Rolls(respondentsInMemory) };
  return {
    write: async (connection, events) => {
      const facts = factsOf(codecOf, events);
      const keys = touched(facts);
      await loadRounds(connection, memory, facts);
      await loadRolls(connection, definitions, { memory, keys });
      const standings = await loadResponses(connection, memory, keys);
      const changes = project(contextOf(definitions, { memory, standings }), facts);
      await writeRounds(connection, changes.rounds);
      await copyRows(connection, sql.copyRespondents, changes.respondents);
      await copyRows(connection, sql.copyExcluded, changes.excluded);
      await writeResponses(connection, changes.responses);
      if (changes.cells.length > 0)
        await query(connection, sql.addToCells, [JSON.stringify(changes.cells)]);
      remember(memory, changes);
    },
    forget: () => {
      memory.rounds.clear();
      memory.rolls.clear();
    },
  };
};

/** Measures of every version of every response, and their sums. Made anew when the catalogue changes. */
export const figures = (definitions: Definitions): Projection => ({
  name: 'figures',
  definition: `figures@1:${definitions.fingerprint}`,
  reads: (category) => category === 'campaign' || category === 'response',
  tables: [
    { table: 'measure', orderBy: 'survey, slot' },
    { table: 'round', orderBy: 'campaign, known_from' },
    { table: 'respondent', orderBy: 'campaign, uai' },
    { table: 'excluded_school', orderBy: 'campaign, uai' },
    { table: 'response', orderBy: 'campaign, uai, known_from' },
    { table: 'cell', orderBy: 'campaign, kind, code, school_type, sector' },
  ],
  install: async (connection) => {
    await query(connection, sql.writeMeasures, [JSON.stringify(definitions.measures)]);
  },
  writer: () => figuresWriter(definitions),
});
