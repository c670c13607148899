import { setTimeout as delay } from 'node:timers/promises';

import { type EventStore, skippedPositions } from '#application';
import type { RecordedEvent } from '#kernel';

import type { Tide } from '../event-log/tide.js';
import type { Pool } from '../pool/pool.js';
import { checkpointOf, makeSkipping, recordFailure } from './checkpoint.js';
import { followLog } from './feed.js';
import { Follower, type Surroundings } from './follower.js';
import { installed } from './installed.js';
import type { Projection } from './projection.js';
import {
  failureOf,
  isPassing,
  type ProjectionHealth,
  storedFailure,
  superseded,
  takenOver,
} from './projection-health.js';
import type { Rebuilder } from './rebuild.js';
import { batchEvents, partEvents } from './span-writer.js';

export type ProjectorOptions = {
  readonly pool: Pool;
  readonly store: EventStore;
  readonly projections: readonly Projection[];
  readonly rebuilder: Rebuilder;
  /** Rises with every batch that is committed. */
  readonly committed: Tide;
  /** Events at most in one transaction; what two such batches change is in memory at most. */
  readonly batchSize?: number;
  /** Events that are read and planned at once, as parts of a batch; default 1,000. */
  readonly partSize?: number;
  /** How long it waits before it tries again what failed for a passing reason. */
  readonly retryDelayMs?: number;
  /** How often one that has stopped looks whether it may go on. */
  readonly lookAgainMs?: number;
};

const once = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });

/** Projections that are at the same position share one reader of the log. */
type Lane = readonly Follower[];

type Batches = AsyncIterator<readonly RecordedEvent[], unknown>;

/** The batch that is being read already, if any. */
type Ahead = {
  readonly coming: ReturnType<Batches['next']> | undefined;
};

/** How long the next part may take to be read before what was taken is written without it, or nothing seems to come. */
const patienceMs = 50;

/** Resolves once `promise` has ended, well or not. */
const settled = (promise: Promise<unknown>): Promise<void> =>
  promise.then(
    () => undefined,
    () => undefined,
  );

const settlesWithin = async (ms: number, promise: Promise<unknown>): Promise<boolean> => {
  const given = new AbortController();
  const late = delay(ms, false, { signal: given.signal }).catch(() => false);
  const isSettled = await Promise.race([settled(promise).then(() => true), late]);
  given.abort();
  return isSettled;
};

/** Waits for all, then throws what the first of those that failed has thrown. */
const everyOne = async (lane: Lane, work: (follower: Follower) => Promise<void>): Promise<void> => {
  const outcomes = await Promise.allSettled(lane.map(work));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
};

/**
 * Follows the log and keeps every read model up to date, each with its own checkpoint: one that meets an
 * event it cannot apply stops alone and says why, in `health` and beside its checkpoint for other processes to
 * see. It goes on by itself once the event is skipped, somebody asks it to resume, or another process has moved
 * it on. Of several projectors on one database one advances a read model at a time; the others wait for their
 * turn.
 */
export class Projector {
  readonly #surroundings: Surroundings;
  readonly #followers: Follower[];
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(private readonly options: ProjectorOptions) {
    this.#surroundings = { ...options, skip: makeSkipping(options.pool) };
    this.#followers = options.projections.map((one) => new Follower(this.#surroundings, one));
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
    const followers = [...this.#followers];
    const lanes = await this.#persist(followers, async () => {
      await this.options.rebuilder.sweep();
      return this.#lanes();
    });
    await Promise.all([
      ...(lanes ?? []).map((lane) => this.#keep(lane)),
      ...followers.map((follower) => this.#revive(follower)),
    ]);
  }

  async #keep(lane: Lane): Promise<void> {
    while (!this.#stopping.signal.aborted && lane.some(({ isRunning }) => isRunning))
      await this.#persist(lane, () => this.#follow(lane));
  }

  /** Once a follower has stopped, and may go on, another takes its place, with a reader of the log of its own. */
  async #revive(stopped: Follower): Promise<void> {
    const { signal } = this.#stopping;
    await Promise.race([stopped.halted, once(signal)]);
    if (signal.aborted || !(await this.#isReleased(stopped))) return;
    const fresh = new Follower(this.#surroundings, stopped.projection);
    this.#followers[this.#followers.indexOf(stopped)] = fresh;
    await Promise.all([this.#keep([fresh]), this.#revive(fresh)]);
  }

  /** Waits until what has stopped a follower is out of the way; false when the projector stops before. */
  async #isReleased(stopped: Follower): Promise<boolean> {
    const { signal } = this.#stopping;
    let isRecorded = false;
    while (!signal.aborted) {
      try {
        if (isRecorded ? await this.#mayGoOn(stopped) : !(await this.#recorded(stopped)))
          return true;
        isRecorded = true;
      } catch {
        // Nobody can tell now, as when the database is away: `health` knows why it has stopped all the same.
      }
      const { lookAgainMs = 1_000 } = this.options;
      await delay(lookAgainMs, undefined, { signal }).catch(() => undefined);
    }
    return false;
  }

  /** Says beside the checkpoint why it stands still; false when another process has moved it on. */
  async #recorded({ projection, position, generation, failure }: Follower): Promise<boolean> {
    if (failure === null || failure === superseded || failure === takenOver) return true;
    return recordFailure(this.options.pool, projection.name, {
      position,
      generation,
      failure: storedFailure(failure),
    });
  }

  async #mayGoOn({ projection, position, generation, failure }: Follower): Promise<boolean> {
    const { pool, store } = this.options;
    const { name, definition } = projection;
    const found = await checkpointOf(pool, name);
    if (found === undefined) return true;
    if (failure === takenOver) return !found.isPartitioned;
    if (failure === superseded) return found.definition === definition;
    if (!found.hasFailed || found.position !== position || found.generation !== generation)
      return true;
    const culprit = failure?.event?.position;
    return culprit !== undefined && (await skippedPositions(store, name)).includes(culprit);
  }

  /** Repeats `work` over faults that pass; any other stops the lane. */
  async #persist<Value>(lane: Lane, work: () => Promise<Value>): Promise<Value | undefined> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error)) {
          this.#abandon(lane, error);
          return undefined;
        }
        for (const follower of lane) follower.turn('waiting');
        await delay(this.options.retryDelayMs ?? 500, undefined, { signal }).catch(() => undefined);
      }
    }
    return undefined;
  }

  #abandon(lane: Lane, error: unknown): void {
    for (const follower of lane) {
      if (follower.isRunning) follower.stop(failureOf(error, undefined));
    }
  }

  async #lanes(): Promise<readonly Lane[]> {
    const lanes = new Map<string, Follower[]>();
    for (const follower of this.#followers) {
      const { position, definition, isPartitioned } = await installed(
        this.options.pool,
        follower.projection,
      );
      if (isPartitioned) await followLog(this.options.pool, follower.projection.name);
      const isStale = definition !== follower.projection.definition;
      const key = isStale ? follower.projection.name : String(position);
      lanes.set(key, [...(lanes.get(key) ?? []), follower]);
    }
    return [...lanes.values()];
  }

  async #follow(lane: Lane): Promise<void> {
    for (const follower of lane) await this.#refresh(follower);
    const running = lane.filter(({ isRunning }) => isRunning);
    const [first] = running.map(({ position }) => position).sort((a, b) => (a < b ? -1 : 1));
    if (first === undefined) return;
    for (const follower of running) follower.turn('following');
    const leaving = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, leaving.signal]);
    const reading = { signal, batchSize: this.#partSize };
    const batches: Batches = this.options.store.subscribe(first, reading)[Symbol.asyncIterator]();
    try {
      await this.#feed(running, batches);
    } finally {
      leaving.abort();
      await everyOne(running, (follower) => follower.idle());
    }
  }

  /**
   * Far behind, the next batch is read and made ready while the one before is written. At the end of the log it is
   * read afterwards: what comes meanwhile is then one batch, and no event waits for a batch that was read before it.
   */
  async #feed(lane: Lane, batches: Batches): Promise<void> {
    let coming: Ahead['coming'];
    while (lane.some(({ isRunning }) => isRunning)) {
      const ahead = await this.#takeNext(lane, batches, coming);
      coming = ahead?.coming;
      await this.#write(lane, coming);
      if (ahead === undefined) return;
      const written = everyOne(lane, (follower) => follower.idle());
      await (coming ? Promise.race([settled(coming), written]) : written);
      await everyOne(lane, (follower) => follower.mend());
    }
  }

  /** Begins to write what is taken when it is a batch, or when nothing more comes at once. */
  async #write(lane: Lane, coming: Ahead['coming']): Promise<void> {
    const { batchSize = batchEvents } = this.options;
    const isMore = coming !== undefined && (await settlesWithin(patienceMs, coming));
    await everyOne(lane, async (follower) => {
      if (!isMore || follower.taken + this.#partSize > batchSize) await follower.write();
    });
  }

  get #partSize(): number {
    const { partSize = partEvents, batchSize = batchEvents } = this.options;
    return Math.min(partSize, batchSize);
  }

  /** Apart, so that nothing holds the events of a batch while it is written. */
  async #takeNext(
    lane: Lane,
    batches: Batches,
    readAlready: Ahead['coming'],
  ): Promise<Ahead | undefined> {
    const reading = readAlready ?? batches.next();
    await this.#warm(lane, reading);
    const next = await reading;
    if (next.done === true || this.#stopping.signal.aborted) return undefined;
    const isBehind = next.value.length >= this.#partSize;
    const coming = isBehind ? batches.next() : undefined;
    await everyOne(lane, (follower) => follower.take(next.value));
    return { coming };
  }

  /** While nothing comes, read models read what the next events may need, a little at a time. */
  async #warm(lane: Lane, coming: Promise<unknown>): Promise<void> {
    const isCold = (): boolean => lane.some((follower) => follower.isCold);
    if (!isCold() || (await settlesWithin(patienceMs, coming))) return;
    const come = new AbortController();
    void settled(coming).then(() => come.abort());
    while (!come.signal.aborted && isCold())
      await everyOne(lane, (follower) => (follower.isCold ? follower.warm() : Promise.resolve()));
  }

  /** Reads where a follower is, and makes its rows anew when they are stale. */
  async #refresh(follower: Follower): Promise<void> {
    const { projection } = follower;
    const found = await installed(this.options.pool, projection);
    follower.stand(found);
    if (found.definition !== projection.definition && follower.isRunning) {
      follower.turn('rebuilding');
      const { signal } = this.#stopping;
      await this.options.rebuilder.rebuild(projection.name, { switchOver: true, signal });
    }
    await follower.resume();
  }
}
