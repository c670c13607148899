import {
  type SchoolState,
  territory,
  territoryCodec,
  type TerritoryEvent,
} from '#domain/territory';
import { BrokenAssumption, type RecordedEvent } from '#kernel';
import {
  type DirectoryChanges,
  project,
  type SchoolFact,
  type SchoolStates,
} from '#read-models/school-directory';

import { type Connection, query } from '../pool/pool.js';
import { factsOf } from './facts.js';
import { type Plan, planningWhole, type Projection, type Read } from './projection.js';
import * as sql from './school-directory.statements.js';

const schoolFacts = (events: readonly RecordedEvent[]): readonly SchoolFact[] =>
  factsOf(() => territoryCodec, events).map((fact, index) => {
    const metadata = events[index]?.metadata;
    if (metadata === undefined) throw new BrokenAssumption('each event makes one fact');
    return { ...fact, importId: metadata.correlationId };
  });

/** Rows hold the latest shape of their event: they are made anew when shapes change. */
const eventOf = ({ type, data }: sql.StoredFact): TerritoryEvent =>
  ({ type, data }) as TerritoryEvent;

const statesBefore = async (
  connection: Connection,
  schools: ReadonlySet<string>,
): Promise<SchoolStates> => {
  const states = new Map<string, SchoolState>();
  for (const stored of await query(connection, sql.readFacts, [[...schools]])) {
    const state = states.get(stored.uai) ?? territory.initial;
    states.set(stored.uai, territory.evolve(state, eventOf(stored)));
  }
  return states;
};

const storedFact = ({ event, position, ...fact }: SchoolFact): object => ({
  ...fact,
  position: String(position),
  uai: event.data.uai,
  type: event.type,
  data: event.data,
});

const storedVersion = (version: DirectoryChanges['versions'][number]): object => ({
  ...version,
  knownFrom: String(version.knownFrom),
  knownTo: version.knownTo === null ? null : String(version.knownTo),
  validFrom: version.validFrom ?? '-infinity',
  circonscription: version.circonscription?.code,
  circonscriptionName: version.circonscription?.name,
  bassin: version.bassin?.code,
  bassinName: version.bassin?.name,
});

const writeVersions = async (
  connection: Connection,
  { superseded, versions }: DirectoryChanges,
): Promise<void> => {
  if (superseded.length > 0) {
    await query(connection, sql.supersedeVersions, [
      superseded.map(({ uai }) => uai),
      superseded.map(({ knownTo }) => knownTo),
    ]);
  }
  if (versions.length > 0) {
    await query(connection, sql.writeVersions, [JSON.stringify(versions.map(storedVersion))]);
  }
};

const plan = async (events: readonly RecordedEvent[], read: Read): Promise<Plan> => {
  const facts = schoolFacts(events);
  const schools = new Set(facts.map(({ event }) => event.data.uai));
  const before = await read((connection) => statesBefore(connection, schools));
  const changes = project(before, facts);
  return async (connection) => {
    await query(connection, sql.writeFacts, [JSON.stringify(facts.map(storedFact))]);
    await query(connection, sql.writeSchools, [JSON.stringify(changes.schools)]);
    if (changes.forgotten.length > 0) {
      await query(connection, sql.forgetSchools, [changes.forgotten]);
    }
    await writeVersions(connection, changes);
  };
};

/** Schools as they are and as they were, with all that was said of them. Its definition changes with its code. */
export const schoolDirectory: Projection = {
  name: 'school-directory',
  definition: 'school-directory@2',
  reads: (category) => category === 'school',
  tables: [
    { table: 'school', orderBy: 'uai' },
    { table: 'school_fact', orderBy: 'uai, revision' },
    { table: 'school_version', orderBy: 'uai, known_from, valid_from' },
  ],
  install: () => Promise.resolve(),
  planner: () => planningWhole(plan),
};
