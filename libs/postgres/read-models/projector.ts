import { setTimeout as delay } from 'node:timers/promises';

import type { EventStore } from '#application';
import type { RecordedEvent } from '#kernel';

import { inTransaction, type Pool } from '../pool/pool.js';
import { type Checkpoint, checkpointOf, enterPlace, startCheckpoint } from './checkpoint.js';
import { Follower } from './follower.js';
import type { Projection } from './projection.js';
import { failureOf, isPassing, type ProjectionHealth } from './projection-health.js';
import type { Rebuilder } from './rebuild.js';

export type ProjectorOptions = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly rebuilder: Rebuilder;
  /** Events at most in one transaction; three such batches are in memory at most. */
  readonly batchSize?: number;
  /** How long it waits before it tries again what failed for a passing reason. */
  readonly retryDelayMs?: number;
};

const once = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });

/** Projections that are at the same position share one reader of the log. */
type Lane = readonly Follower[];

/** Waits for all, then throws what the first of those that failed has thrown. */
const everyOne = async (lane: Lane, work: (follower: Follower) => Promise<void>): Promise<void> => {
  const outcomes = await Promise.allSettled(lane.map(work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};

/**
 * Follows the log and keeps every read model up to date, each with its own checkpoint: one that meets an
 * event it cannot apply stops alone and says why in `health`. Of several projectors on one database one
 * advances a read model at a time; the others wait for their turn.
 */
export class Projector {
  readonly #followers: readonly Follower[];
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.#followers = options.projections.map(
      (projection) => new Follower(options.pool, projection),
    );
  }

  /** Starts; read models that are missing or that were made with other definitions are made first. */
  start(): void {
    this.#running ??= this.#run();
  }

  /**
   * Resolves when every read model is made with the definitions of this program, or has stopped: until then
   * an indicator that was just added has no figure. Resolves as well when the projector is stopped.
   */
  async ready(): Promise<void> {
    const all = Promise.all(this.#followers.map((follower) => follower.ready));
    await Promise.race([all, once(this.#stopping.signal)]);
  }

  /** Ends after the batch in hand. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  health(): readonly ProjectionHealth[] {
    return this.#followers.map((follower) => follower.health());
  }

  async #run(): Promise<void> {
    await this.#persist(this.#followers, async () => {
      const lanes = await this.#lanes();
      await Promise.all(lanes.map((lane) => this.#persist(lane, () => this.#follow(lane))));
    });
  }

  /** Repeats `work` over faults that pass; any other stops the lane. */
  async #persist(lane: Lane, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && lane.some(({ isRunning }) => isRunning)) {
      try {
        await work();
      } catch (error) {
        if (!isPassing(error)) {
          this.#abandon(lane, error);
          return;
        }
        for (const follower of lane) follower.turn('waiting');
        await delay(this.options.retryDelayMs ?? 500, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #abandon(lane: Lane, error: unknown): void {
    for (const follower of lane) {
      if (follower.isRunning) follower.stop(failureOf(error, undefined));
    }
  }

  async #lanes(): Promise<readonly Lane[]> {
    const lanes = new Map<string, Follower[]>();
    for (const follower of this.#followers) {
      const { position, definition } = await this.#installed(follower.projection);
      const isStale = definition !== follower.projection.definition;
      const key = isStale ? follower.projection.name : String(position);
      lanes.set(key, [...(lanes.get(key) ?? []), follower]);
    }
    return [...lanes.values()];
  }

  async #installed(projection: Projection): Promise<Checkpoint> {
    const { pool } = this.options;
    const found = await checkpointOf(pool, projection.name);
    if (found !== undefined) return found;
    await inTransaction(pool, async (connection) => {
      await enterPlace(connection, 'read_model');
      const { name, definition } = projection;
      if (await startCheckpoint(connection, name, definition)) await projection.install(connection);
    });
    return this.#installed(projection);
  }

  async #follow(lane: Lane): Promise<void> {
    for (const follower of lane) await this.#refresh(follower);
    const running = lane.filter(({ isRunning }) => isRunning);
    const [first] = running.map(({ position }) => position).sort((a, b) => (a < b ? -1 : 1));
    if (first === undefined) return;
    for (const follower of running) follower.turn('following');
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, leaving.signal]);
    const { store, batchSize = 10_000 } = this.options;
    const batches: AsyncIterator<readonly RecordedEvent[], unknown> = store
      .subscribe(first, { signal, batchSize })
      [Symbol.asyncIterator]();
    try {
      await this.#feed(running, batches);
    } finally {
      leaving.abort();
      await everyOne(running, (follower) => follower.idle());
    }
  }

  /** The next batch is read, and then made ready, while the one before is written. */
  async #feed(
    lane: Lane,
    batches: AsyncIterator<readonly RecordedEvent[], unknown>,
  ): Promise<void> {
    let coming = batches.next();
    while (lane.some(({ isRunning }) => isRunning)) {
      const next = await coming;
      if (next.done === true || this.#stopping.signal.aborted) return;
      coming = batches.next();
      const arrived = coming.then(
        () => undefined,
        () => undefined,
      );
      await everyOne(lane, (follower) => follower.take(next.value));
      await Promise.race([arrived, everyOne(lane, (follower) => follower.idle())]);
      await everyOne(lane, (follower) => follower.mend());
    }
  }

  /** Reads where a follower is, and makes its rows anew when they are stale. */
  async #refresh(follower: Follower): Promise<void> {
    const { projection } = follower;
    const { definition } = await this.#installed(projection);
    if (definition !== projection.definition && follower.isRunning) {
      follower.turn('rebuilding');
      await this.options.rebuilder.rebuild(projection.name, { switchOver: true });
    }
    await follower.resume();
  }
}
