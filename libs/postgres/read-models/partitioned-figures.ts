import { setTimeout as delay } from 'node:timers/promises';

import {
  type EventStore,
  type NextOffset,
  type PartitionBatch,
  type PartitionedProjection,
  type PartitionEntry,
  type ProjectedTopics,
  type ProjectionFailure,
  skippedPositions,
  type TopicPartition,
} from '#application';
import { beginning, type Position } from '#kernel';

import type { Tide } from '../event-log/tide.js';
import type { Pool } from '../pool/pool.js';
import { adopt, CheckpointMoved, checkpointOf, forgetFailure, tellFailure } from './checkpoint.js';
import type { Definitions } from './definitions.js';
import { followTopics } from './feed.js';
import { firstUnapplicable } from './first-unapplicable.js';
import { installed } from './installed.js';
import { nextOffsetsOf, type Partition } from './partition-offsets.js';
import { applyEntries, type Claim, MessagesMissing } from './partition-writer.js';
import { EnrolledMemory } from './partitioned-versions.js';
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
import { Settler } from './settler.js';
import { carriedSkips } from './skips.js';

export type PartitionedOptions = {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'readStream'>;
  readonly projection: Projection;
  readonly definitions: Definitions;
  readonly rebuilder: Rebuilder;
  /** Rises whenever there is more to read. */
  readonly committed: Tide;
  /** How long it waits before it tries again what failed for a passing reason. */
  readonly retryDelayMs?: number;
  /** How often a partition that has stopped looks whether it may go on. */
  readonly lookAgainMs?: number;
  /** How long another process must have counted nothing before this one does; default 300. */
  readonly standbyMs?: number;
  /** How long this process may stand still in a transaction before PostgreSQL ends it; default 15,000. */
  readonly standstillMs?: number;
};

/** Keys of failures that are no partition's. */
const settlement = 'settlement';
const ownership = 'ownership';

/** While answers wait for their campaign. */
const waitMs = 20;

type Entries = readonly PartitionEntry[];
type Work = { readonly partition: Partition; readonly isCurrent: () => boolean };

/** The partition is another member's by now. */
class NotCurrent extends Error {
  override readonly name = 'NotCurrent';
}

/** Figures from the partitions of topics: see `PartitionedProjection`. */
export class PartitionedFigures implements PartitionedProjection {
  readonly #settler: Settler;
  /** What has stopped, by partition. */
  readonly #failures = new Map<string, ProjectionFailure>();
  #claim: Claim | undefined;
  #topics: ProjectedTopics | undefined;
  #status: ProjectionHealth['status'] = 'starting';
  #position: Position = beginning;

  constructor(private readonly options: PartitionedOptions) {
    this.#settler = new Settler(options.standbyMs);
  }

  health(): ProjectionHealth {
    const [failure = null] = this.#failures.values();
    const status = failure === null ? this.#status : 'stopped';
    return { projection: this.#name, status, position: this.#position, failure };
  }

  async claim(topics: ProjectedTopics, signal: AbortSignal): Promise<void> {
    this.#topics = topics;
    const { pool, projection, retryDelayMs = 500 } = this.options;
    while (!signal.aborted) {
      try {
        await this.#madeAnewIfStale(signal);
        await followTopics(pool, projection.name, topics);
        if (await this.#look()) return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        this.#status = 'waiting';
      }
      await delay(retryDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async nextOffsets(partitions: readonly TopicPartition[]): Promise<readonly NextOffset[]> {
    return nextOffsetsOf(this.options.pool, this.#name, partitions);
  }

  async apply(
    { topic, partition, entries, isCurrent }: PartitionBatch,
    signal: AbortSignal,
  ): Promise<void> {
    const held = { projection: this.#name, topic, partition };
    const work = { partition: held, isCurrent: () => isCurrent() && !signal.aborted };
    while (work.isCurrent()) {
      try {
        await this.#applyAll(work, entries);
        return;
      } catch (error) {
        if (error instanceof NotCurrent) return;
        if (isPassing(error)) throw error;
        await this.#stopped(work, await this.#causeOf(work, entries, error));
      }
    }
  }

  async settle(): Promise<boolean> {
    if (this.#claim === undefined) return false;
    try {
      const settled = await this.#settler.settle(this.#claim);
      if (this.#failures.delete(settlement)) await forgetFailure(this.options.pool, this.#name);
      if (settled === undefined) return false;
      this.#position = settled.to;
      this.options.committed.rise();
      return settled.hasMore;
    } catch (error) {
      if (error instanceof CheckpointMoved) {
        await this.#look();
        return false;
      }
      if (!isPassing(error)) await this.#tell(settlement, failureOf(error, undefined));
      throw error;
    }
  }

  get #name(): Projection['name'] {
    return this.options.projection.name;
  }

  async #madeAnewIfStale(signal: AbortSignal): Promise<void> {
    const { pool, projection, rebuilder } = this.options;
    const { definition } = await installed(pool, projection);
    if (definition === projection.definition) return;
    this.#status = 'rebuilding';
    await rebuilder.rebuild(projection.name, { switchOver: true, signal });
  }

  /** Reads what the rows are by now; false when they are none of this process's business any more. */
  async #look(): Promise<boolean> {
    const { pool, store, projection, definitions, standstillMs = 15_000 } = this.options;
    const { name, definition } = projection;
    const found = await checkpointOf(pool, name);
    const topics = this.#topics;
    if (found === undefined || topics === undefined) return false;
    this.#settler.forget();
    if (!found.isPartitioned || found.definition !== definition) {
      this.#claim = undefined;
      this.#failures.set(ownership, found.isPartitioned ? superseded : takenOver);
      return false;
    }
    const wanted = await skippedPositions(store, name);
    const skipped = carriedSkips(found, wanted);
    if (skipped.join() !== found.skipped.join()) await adopt(pool, name, { ...found, skipped });
    const { generation } = found;
    const memory = new EnrolledMemory();
    const claim = { pool, projection, definitions, topics, generation, memory, standstillMs };
    this.#claim = { ...claim, skipped: new Set(wanted) };
    this.#position = found.position;
    this.#status = 'following';
    this.#failures.delete(ownership);
    return true;
  }

  /** Applies all, or throws: `NotCurrent` when somebody else is to. */
  async #applyAll(work: Work, entries: Entries): Promise<void> {
    while (work.isCurrent()) {
      if (await this.#isApplied(work, entries)) return;
    }
    throw new NotCurrent();
  }

  async #isApplied({ partition }: Work, entries: Entries): Promise<boolean> {
    const { lookAgainMs = 1_000 } = this.options;
    if (this.#claim === undefined) {
      if (!(await this.#look())) await delay(lookAgainMs);
      return false;
    }
    try {
      if ((await applyEntries(this.#claim, partition, entries)) === null) return true;
      await delay(waitMs);
    } catch (error) {
      if (!(error instanceof CheckpointMoved)) throw error;
      await this.#look();
    }
    return false;
  }

  /** Goes through what is not applied in halves, until the event that is to blame stands alone. */
  async #causeOf(work: Work, entries: Entries, error: unknown): Promise<ProjectionFailure | null> {
    if (error instanceof MessagesMissing) return failureOf(error, undefined);
    const events = entries.flatMap(({ event }) => (event === null ? [] : [event]));
    const found = await firstUnapplicable(events, async (some) => {
      const last = some.at(-1)?.position ?? beginning;
      const end = entries.findLastIndex(({ position }) => position === last);
      await this.#applyAll(work, entries.slice(0, end + 1));
    });
    return found === undefined ? null : failureOf(found.error, found.event);
  }

  async #tell(where: string, failure: ProjectionFailure): Promise<void> {
    this.#failures.set(where, failure);
    const generation = this.#claim?.generation;
    if (generation === undefined) return;
    const told = { generation, failure: storedFailure(failure) };
    await tellFailure(this.options.pool, this.#name, told);
  }

  /** Says why a partition stands still, and waits until it may try again. */
  async #stopped({ partition, isCurrent }: Work, failure: ProjectionFailure | null): Promise<void> {
    if (failure === null) return;
    const where = `${partition.topic}/${String(partition.partition)}`;
    const { lookAgainMs = 1_000 } = this.options;
    await this.#tell(where, failure);
    while (isCurrent() && !(await this.#mayGoOn(failure))) await delay(lookAgainMs);
    this.#failures.delete(where);
  }

  async #mayGoOn(failure: ProjectionFailure): Promise<boolean> {
    const { pool, store } = this.options;
    const found = await checkpointOf(pool, this.#name);
    if (found?.generation !== this.#claim?.generation || found?.hasFailed !== true) return true;
    const culprit = failure.event?.position;
    if (culprit === undefined) return false;
    if (!(await skippedPositions(store, this.#name)).includes(culprit)) return false;
    await this.#look();
    await forgetFailure(pool, this.#name);
    return true;
  }
}
