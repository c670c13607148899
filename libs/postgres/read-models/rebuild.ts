import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { type EventStore, type ProjectionName, skippedPositions } from '#application';
import { beginning, BrokenAssumption, type Position, type RecordedEvent } from '#kernel';

import { DatabaseFault } from '../pool/faults.js';
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
} from './checkpoint.js';
import { firstUnapplicable } from './first-unapplicable.js';
import type { Projection } from './projection.js';
import { raiseOffsets, reachOf } from './partition-offsets.js';
import { isPassing } from './projection-health.js';
import { batchesBetween } from './read-ahead.js';
import {
  RebuildAbandoned,
  RebuildRunning,
  RebuildStopped,
  SwitchPostponed,
} from './rebuild-faults.js';
import {
  analyseShadowTables,
  claimShadowTables,
  dropShadowTables,
  indexShadowTables,
  makeShadowTables,
  moveShadowTables,
  type Shadow,
  sweepShadowTables,
} from './shadow-tables.js';
import { batchEvents, partEvents, SpanWriter } from './span-writer.js';
import { digestOf } from './table-digest.js';

export type RebuildReport = {
  readonly projection: ProjectionName;
  /** The position that both digests are of. */
  readonly position: Position;
  /** How many events of the log were read again. */
  readonly events: number;
  readonly digests: { readonly live: string; readonly rebuilt: string };
  /** Rows made with other definitions, or without other events, differ for a reason: `equal` says nothing. */
  readonly sameDefinition: boolean;
  readonly equal: boolean;
  readonly switched: boolean;
};

/** replaying: reads the log again · comparing: computes both digests · switching: takes the live rows' place. */
export type RebuildPhase = 'replaying' | 'comparing' | 'switching';

type RebuildOptions = {
  /** Puts the rows that were made anew in the place of the live ones. */
  readonly switchOver: boolean;
  readonly batchSize?: number;
  /** Events that are read and planned at once, as parts of a batch; default 1,000. */
  readonly partSize?: number;
  /** Told after each part of a batch, and at each phase, how far it is, and where it goes. */
  readonly onProgress?: (position: Position, goal: Position, phase: RebuildPhase) => void;
  /** Aborting it ends the rebuild after the batch in hand; the live rows are as they were. */
  readonly signal?: AbortSignal;
  /** How long it tries to switch over while long queries hold the live rows; default ten minutes. */
  readonly switchWithinMs?: number;
};

/** Makes read models anew from the log, beside the live ones, which stay readable and up to date. */
export interface Rebuilder {
  /**
   * Throws `RebuildRunning` when the same read model is being made anew already, `RebuildStopped` at an event
   * that cannot be applied, `SwitchPostponed` when long queries are in the way, `RebuildAbandoned` when it is
   * told to stop. The live rows are then as they were, and nothing is left beside them.
   */
  rebuild(projection: ProjectionName, options: RebuildOptions): Promise<RebuildReport>;
  /** Removes what killed rebuilds have left, but for those under way; answers with their projections. */
  sweep(): Promise<readonly ProjectionName[]>;
}

// While the switch waits for those who read, those who come wait for it: so long and no longer. Less than
// PostgreSQL waits before it looks for deadlocks (1 s), so that no query is ever chosen as a victim.
const readersWaitMs = 300;
const firstPauseMs = 100;
const longestPauseMs = 5_000;
const closeEnough = 2_000n;
const mostRounds = 20;

const tryLock = statement<{ readonly locked: boolean }>(
  'rebuild-lock',
  'select pg_try_advisory_lock(7203, hashtext($1)) as locked',
);
const unlock = statement('rebuild-unlock', 'select pg_advisory_unlock(7203, hashtext($1))');

type Run = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly shadow: Shadow;
  readonly options: RebuildOptions;
  spans: SpanWriter;
  /** Submitted. */
  position: Position;
  committed: Position;
  events: number;
};

const spansOf = (run: Omit<Run, 'spans'>): SpanWriter => {
  const { projection, mark, skipped } = run.shadow;
  return new SpanWriter({
    pool: run.pool,
    projection,
    place: 'rebuild',
    generation: mark,
    skipped: new Set(skipped),
    onCommitted: (position) => {
      run.committed = position;
    },
  });
};

const stopIfAsked = ({ options, shadow }: Run): void => {
  if (options.signal?.aborted === true)
    throw new RebuildAbandoned(`the rebuild of ${shadow.projection.name} was told to stop`);
};

const submitAll = async (run: Run, goal: Position): Promise<void> => {
  const { store, options } = run;
  const range = { after: run.position, to: goal };
  const { batchSize = batchEvents } = options;
  const partSize = Math.min(options.partSize ?? partEvents, batchSize);
  for await (const events of batchesBetween(store, range, partSize)) {
    stopIfAsked(run);
    const to = events.at(-1)?.position ?? goal;
    await run.spans.take({ from: run.position, to, events });
    run.position = to;
    run.events += events.length;
    if (run.spans.size + partSize > batchSize) await run.spans.flush();
    options.onProgress?.(to, goal, 'replaying');
  }
  await run.spans.flush();
  await run.spans.settle();
};

/** Finds the event that a replay could not apply, and throws `RebuildStopped` with it. */
const blame = async (run: Run, goal: Position): Promise<void> => {
  const attempt = async (events: readonly RecordedEvent[]): Promise<void> => {
    const to = events.at(-1)?.position;
    if (to === undefined) return;
    run.spans = spansOf(run);
    await run.spans.submit({ from: run.committed, to, events });
    await run.spans.settle();
  };
  const range = { after: run.committed, to: goal };
  for await (const events of batchesBetween(run.store, range, 1_000)) {
    const found = await firstUnapplicable(events, attempt);
    if (found !== undefined) throw new RebuildStopped(found.event, found.error);
  }
};

const replay = async (run: Run, goal: Position): Promise<void> => {
  try {
    await submitAll(run, goal);
  } catch (error) {
    if (isPassing(error)) throw error;
    await blame(run, goal);
    throw error;
  }
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
  inSnapshot(pool, 'read_model', async (connection) => {
    const checkpoint = await liveCheckpoint(checkpointOf(connection, name), name);
    return { ...checkpoint, digest: await digestOf(connection, tables, checkpoint.position) };
  });

/** Waits for both, then throws what the first of them that failed has thrown. */
const both = async <One, Other>(
  one: Promise<One>,
  other: Promise<Other>,
): Promise<readonly [One, Other]> => {
  await Promise.allSettled([one, other]);
  return [await one, await other];
};

/** Goes after the live rows until so little is missing that they can be held meanwhile. */
const approach = async (run: Run): Promise<void> => {
  const { name } = run.shadow.projection;
  for (let round = 1; round <= mostRounds; round += 1) {
    const { position } = await liveCheckpoint(checkpointOf(run.pool, name), name);
    if (position - run.position <= closeEnough) return;
    await replay(run, position);
  }
};

/** Holds the live checkpoint, so that nothing is applied meanwhile, and moves the tables. */
const switchNow = async (run: Run): Promise<void> => {
  const { projection, skipped } = run.shadow;
  const { name, definition } = projection;
  await inTransaction(run.pool, async (connection) => {
    const { position } = await liveCheckpoint(lockedCheckpoint(connection, name), name);
    // Partitions may be ahead of what is counted: nothing that is in the live rows may be missing.
    const goal = (await reachOf(connection, name))?.most ?? position;
    await replay(run, goal);
    await claimShadowTables(connection, run.shadow, run.position);
    await moveShadowTables(connection, projection, readersWaitMs);
    await redefine(connection, { projection: name, definition, skipped, position: goal });
    await raiseOffsets(connection, name, goal);
  });
};

const isRetryable = (error: unknown): boolean =>
  error instanceof DatabaseFault && error.fault.kind === 'retryable';

/** Tries until nobody reads for a moment; between the tries everybody goes on. */
const switchOver = async (run: Run): Promise<void> => {
  const { options, shadow } = run;
  const withinMs = options.switchWithinMs ?? 600_000;
  const deadline = performance.now() + withinMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    stopIfAsked(run);
    await approach(run);
    options.onProgress?.(run.position, run.position, 'switching');
    try {
      await switchNow(run);
      return;
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (performance.now() + pauseMs > deadline)
        throw new SwitchPostponed(shadow.projection.name, withinMs);
    }
    await delay(pauseMs);
  }
};

const areSame = (some: readonly bigint[], others: readonly bigint[]): boolean =>
  some.join() === others.join();

const rebuilt = async (run: Run): Promise<RebuildReport> => {
  const { pool, options, shadow } = run;
  const { projection } = shadow;
  const { name, definition } = projection;
  await makeShadowTables(pool, shadow);
  const soFar = await liveCheckpoint(checkpointOf(pool, name), name);
  await replay(run, soFar.position);
  options.onProgress?.(run.position, run.position, 'comparing');
  const [live] = await both(liveState(pool, projection), prepare(run));
  await replay(run, live.position);
  const digest = await inSnapshot(pool, 'rebuild', (connection) =>
    digestOf(connection, projection.tables, live.position),
  );
  if (options.switchOver) await switchOver(run);
  return {
    projection: name,
    position: live.position,
    events: run.events,
    digests: { live: live.digest, rebuilt: digest },
    sameDefinition: live.definition === definition && areSame(live.skipped, shadow.skipped),
    equal: live.digest === digest,
    switched: options.switchOver,
  };
};

/** What readers will need of the rows that were made anew. */
const prepare = async ({ pool, options, shadow: { projection } }: Run): Promise<void> => {
  if (options.switchOver) await indexShadowTables(pool, projection);
  await analyseShadowTables(pool, projection);
};

/** Whatever becomes of it, nothing of it stays beside the live rows. */
const tidied = async (run: Run): Promise<RebuildReport> => {
  const { pool, shadow } = run;
  try {
    return await rebuilt(run);
  } finally {
    await run.spans.settle().catch(() => undefined);
    // What cannot be removed now is swept by the next rebuild, or by the next start.
    await inTransaction(pool, (connection) =>
      dropShadowTables(connection, shadow.projection),
    ).catch(() => undefined);
  }
};

/** One rebuild of a read model at a time, whoever asks: the lock lives as long as its connection. */
const alone = <Value>(pool: Pool, projection: string, work: () => Promise<Value>): Promise<Value> =>
  withConnection(pool, async (connection) => {
    const [row] = await query(connection, tryLock, [projection]);
    if (row?.locked !== true) throw new RebuildRunning(projection);
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
    return alone(pool, name, async () => {
      const skipped = await skippedPositions(store, name);
      const shadow = { projection, mark: randomInt(2 ** 31), skipped };
      const start = { position: beginning, committed: beginning, events: 0 };
      const run = { pool, store, shadow, options, ...start };
      return tidied(Object.assign(run, { spans: spansOf(run) }));
    });
  },
  sweep: async () => {
    const swept: ProjectionName[] = [];
    for (const projection of projections)
      if (await sweepShadowTables(pool, projection)) swept.push(projection.name);
    return swept;
  },
});
