import type { EventStore } from '#application';
import { beginning, BrokenAssumption, type Position } from '#kernel';

import {
  type Connection,
  execute,
  inTransaction,
  type Pool,
  query,
  statement,
  withConnection,
} from '../pool/pool.js';
import {
  type Checkpoint,
  checkpointOf,
  enterPlace,
  lockedCheckpoint,
  type Place,
  redefine,
  startCheckpoint,
} from './checkpoint.js';
import type { Projection, ProjectionName } from './projection.js';
import { batchesBetween } from './read-ahead.js';
import { SpanWriter } from './span-writer.js';
import { digestOf } from './table-digest.js';

export type RebuildReport = {
  readonly projection: ProjectionName;
  /** The position that both digests are of. */
  readonly position: Position;
  /** How many events of the log were read again. */
  readonly events: number;
  readonly digests: { readonly live: string; readonly rebuilt: string };
  /** Rows made with other definitions differ for a reason: then `equal` says nothing. */
  readonly sameDefinition: boolean;
  readonly equal: boolean;
  readonly switched: boolean;
};

type RebuildOptions = {
  /** Puts the rows that were made anew in the place of the live ones. */
  readonly switchOver: boolean;
  readonly batchSize?: number;
  /** Told after each batch how far it is, and where it goes. */
  readonly onProgress?: (position: Position, goal: Position) => void;
};

/** Makes read models anew from the log, beside the live ones, which stay readable and up to date. */
export interface Rebuilder {
  /** Throws `RebuildRunning` when the same read model is being made anew already. */
  rebuild(projection: ProjectionName, options: RebuildOptions): Promise<RebuildReport>;
}

export class RebuildRunning extends Error {
  override readonly name = 'RebuildRunning';
}

const tryLock = statement<{ readonly locked: boolean }>(
  'rebuild-lock',
  'select pg_try_advisory_lock(7203, hashtext($1)) as locked',
);
const unlock = statement('rebuild-unlock', 'select pg_advisory_unlock(7203, hashtext($1))');
const forgetCheckpoint = statement(
  'rebuild-forget-checkpoint',
  'delete from rebuild.checkpoint where projection = $1',
);

const createTables = ({ tables }: Projection): string =>
  [
    'create table if not exists rebuild.checkpoint (like read_model.checkpoint including all)',
    ...tables.map(({ table }) => `drop table if exists rebuild.${table}`),
    ...tables.map(
      ({ table }) => `create table rebuild.${table} (like read_model.${table} including all)`,
    ),
  ].join(';\n');

const dropTables = ({ tables }: Projection): string =>
  tables.map(({ table }) => `drop table if exists rebuild.${table}`).join(';\n');

const moveTables = ({ tables }: Projection): string =>
  [
    "set local lock_timeout = '5s'",
    ...tables.map(({ table }) => `drop table read_model.${table}`),
    ...tables.map(({ table }) => `alter table rebuild.${table} set schema read_model`),
  ].join(';\n');

type Run = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly spans: SpanWriter;
  readonly options: RebuildOptions;
  position: Position;
  events: number;
};

const prepare = async (pool: Pool, projection: Projection): Promise<void> => {
  await inTransaction(pool, async (connection) => {
    await execute(connection, createTables(projection));
    await query(connection, forgetCheckpoint, [projection.name]);
    await enterPlace(connection, 'rebuild');
    await startCheckpoint(connection, projection.name, projection.definition);
    await projection.install(connection);
  });
};

const replay = async (run: Run, goal: Position): Promise<void> => {
  const { store, spans, options } = run;
  const range = { after: run.position, to: goal };
  for await (const events of batchesBetween(store, range, options.batchSize ?? 10_000)) {
    const to = events.at(-1)?.position ?? goal;
    await spans.submit({ from: run.position, to, events });
    run.position = to;
    run.events += events.length;
    options.onProgress?.(to, goal);
  }
  await spans.settle();
};

const liveCheckpoint = async (
  read: Promise<Checkpoint | undefined>,
  projection: string,
): Promise<Checkpoint> => {
  const checkpoint = await read;
  if (checkpoint !== undefined) return checkpoint;
  throw new BrokenAssumption(`${projection} was never projected: start the projector first`);
};

/** One unchanging view of a place, however long it takes, in the way of nobody. */
const inSnapshot = async <Value>(
  pool: Pool,
  place: Place,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> =>
  inTransaction(pool, async (connection) => {
    await execute(connection, 'set transaction isolation level repeatable read, read only');
    await enterPlace(connection, place);
    return work(connection);
  });

type Live = Checkpoint & { readonly digest: string };

const liveState = (pool: Pool, { name, tables }: Projection): Promise<Live> =>
  inSnapshot(pool, 'read_model', async (connection) => ({
    ...(await liveCheckpoint(checkpointOf(connection, name), name)),
    digest: await digestOf(connection, tables),
  }));

const switchOver = async (run: Run, projection: Projection): Promise<void> => {
  await inTransaction(run.pool, async (connection) => {
    const locked = lockedCheckpoint(connection, projection.name);
    const { position } = await liveCheckpoint(locked, projection.name);
    await replay(run, position);
    await execute(connection, moveTables(projection));
    await redefine(connection, projection.name, projection.definition);
  });
};

const rebuilt = async (run: Run, projection: Projection): Promise<RebuildReport> => {
  const { pool, options } = run;
  await prepare(pool, projection);
  const { position: soFar } = await liveCheckpoint(
    checkpointOf(pool, projection.name),
    projection.name,
  );
  await replay(run, soFar);
  const live = await liveState(pool, projection);
  await replay(run, live.position);
  const digest = await inSnapshot(pool, 'rebuild', (connection) =>
    digestOf(connection, projection.tables),
  );
  if (options.switchOver) await switchOver(run, projection);
  else await execute(pool, dropTables(projection));
  return {
    projection: projection.name,
    position: live.position,
    events: run.events,
    digests: { live: live.digest, rebuilt: digest },
    sameDefinition: live.definition === projection.definition,
    equal: live.digest === digest,
    switched: options.switchOver,
  };
};

/** One rebuild of a read model at a time, whoever asks: the lock lives as long as its connection. */
const alone = <Value>(pool: Pool, projection: string, work: () => Promise<Value>): Promise<Value> =>
  withConnection(pool, async (connection) => {
    const [row] = await query(connection, tryLock, [projection]);
    if (row?.locked !== true)
      throw new RebuildRunning(`${projection} is being made anew already: wait for it to end`);
    try {
      return await work();
    } finally {
      await query(connection, unlock, [projection]);
    }
  });

export const makeRebuilder = (
  pool: Pool,
  store: EventStore,
  projections: readonly Projection[],
): Rebuilder => ({
  rebuild: (name, options) => {
    const projection = projections.find((candidate) => candidate.name === name);
    if (projection === undefined) throw new BrokenAssumption(`there is no projection ${name}`);
    const spans = new SpanWriter({
      pool,
      projection,
      place: 'rebuild',
      generation: 0,
      onCommitted: () => undefined,
    });
    const run: Run = { pool, store, spans, options, position: beginning, events: 0 };
    return alone(pool, name, () => rebuilt(run, projection));
  },
});
