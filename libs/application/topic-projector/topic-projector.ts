import { setTimeout as delay } from 'node:timers/promises';

import type { Position, RecordedEvent } from '#kernel';

import {
  type Bus,
  type BusSubscription,
  BusUnavailable,
  type IncomingBatch,
  type NextOffset,
  type TopicFound,
  type TopicPartition,
} from '../bus.port.js';
import type { PartitionedProjection, ProjectedTopics } from '../partitioned-projection.port.js';
import { Lane } from './lane.js';

export type TopicProjectorOptions = {
  readonly bus: Bus;
  readonly projection: PartitionedProjection;
  /** Their names: who publishes makes them. */
  readonly topics: { readonly responses: string; readonly campaigns: string };
  /** Projectors of one group share the partitions. */
  readonly group: string;
  /** What a message says: an event, or (null) that none is missing up to a position. */
  readonly read: (value: string) => {
    readonly position: Position;
    readonly event: RecordedEvent | null;
  };
  /** Told of everything that is tried again. */
  readonly onFault: (error: unknown) => void;
  readonly sessionTimeoutMs?: number;
  readonly retryDelayMs?: number;
};

// A batch is a megabyte at most.
const batchesWaiting = 4;
const settleAgainMs = 50;

const found = (topics: readonly TopicFound[], name: string): TopicFound => {
  const topic = topics.find((one) => one.topic === name);
  if (topic === undefined)
    throw new BusUnavailable(`There is no topic ${name} yet: the relay makes it.`);
  return topic;
};

const grown = (topic: ProjectedTopics['responses'], partitions: readonly TopicPartition[]) => {
  const mine = partitions.filter((one) => one.topic === topic.topic);
  const count = Math.max(topic.partitions, ...mine.map(({ partition }) => partition + 1));
  return { ...topic, partitions: count };
};

/**
 * Projects a read model from topics, beside other processes that do the same: each applies the partitions that
 * the group gives it, and counts what all have applied while nobody else does.
 */
export class TopicProjector {
  readonly #stopping = new AbortController();
  readonly #lanes = new Map<string, Lane>();
  #subscription: BusSubscription | undefined;
  #running: Promise<void> | undefined;
  #nudge: () => void = () => undefined;
  #claimed: () => void = () => undefined;
  #fault: string | null = null;

  readonly #ready = new Promise<void>((resolve) => {
    this.#claimed = resolve;
  });

  constructor(private readonly options: TopicProjectorOptions) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the rows are made with the definitions of this program, or when it was stopped. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** What the group has given to it; none before it has joined. */
  assigned(): readonly TopicPartition[] {
    return this.#subscription?.state().assigned ?? [];
  }

  /** Why messages do not come, if they do not. */
  fault(): string | null {
    return this.#fault ?? this.#subscription?.state().fault?.reason ?? null;
  }

  /** Takes no more messages, finishes the transactions in hand and leaves the group. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#claimed();
    this.#nudge();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    const topics = await this.#persist(() => this.#topics());
    if (topics === undefined) return;
    await this.#persist(() => this.options.projection.claim(topics, signal));
    this.#claimed();
    if (signal.aborted) return;
    this.#subscription = this.#subscribe(topics);
    await this.#settle();
    await this.#subscription.stop();
    await Promise.all(Array.from(this.#lanes.values(), (lane) => lane.idle()));
  }

  async #persist<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    while (!this.#stopping.signal.aborted) {
      try {
        const value = await work();
        this.#fault = null;
        return value;
      } catch (error) {
        this.#fault = error instanceof Error ? error.message : String(error);
        this.options.onFault(error);
        await this.#wait(this.options.retryDelayMs ?? 500);
      }
    }
    return undefined;
  }

  async #topics(): Promise<ProjectedTopics> {
    const { bus, topics } = this.options;
    const known = await bus.topics([topics.responses, topics.campaigns]);
    return { responses: found(known, topics.responses), campaigns: found(known, topics.campaigns) };
  }

  #subscribe({ responses, campaigns }: ProjectedTopics): BusSubscription {
    const { bus, group, sessionTimeoutMs } = this.options;
    return bus.subscribe({
      topics: [responses.topic, campaigns.topic],
      group,
      concurrency: responses.partitions + campaigns.partitions,
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      onAssigned: (partitions) => this.#placed({ responses, campaigns }, partitions),
      onBatch: (batch) => Promise.resolve().then(() => this.#take(batch)),
    });
  }

  /** Partitions that were added to a topic since it was claimed are claimed too. */
  async #placed(
    { responses, campaigns }: ProjectedTopics,
    partitions: readonly TopicPartition[],
  ): Promise<readonly NextOffset[]> {
    const { projection } = this.options;
    const now = {
      responses: grown(responses, partitions),
      campaigns: grown(campaigns, partitions),
    };
    const isMore =
      now.responses.partitions > responses.partitions ||
      now.campaigns.partitions > campaigns.partitions;
    if (isMore) await projection.claim(now, this.#stopping.signal);
    return projection.nextOffsets(partitions);
  }

  /** The offset that is committed says what was taken; what is applied is said by the rows (ADR-0028). */
  #take(batch: IncomingBatch): void {
    const { topic, partition, messages } = batch;
    const entries = messages.map(({ offset, value }) => ({
      offset,
      ...this.options.read(value?.toString() ?? ''),
    }));
    const lane = this.#laneOf({ topic, partition });
    lane.push({ topic, partition, entries, isCurrent: () => batch.isCurrent() });
    if (lane.length >= batchesWaiting) this.#subscription?.pause([{ topic, partition }]);
  }

  #laneOf({ topic, partition }: TopicPartition): Lane {
    const name = `${topic}/${String(partition)}`;
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    const { projection, onFault, retryDelayMs = 500 } = this.options;
    const lane = new Lane({
      onFault,
      retryDelayMs,
      apply: async (batch) => {
        await projection.apply(batch, this.#stopping.signal);
        this.#nudge();
      },
      onEmpty: () => {
        if (!this.#stopping.signal.aborted) this.#subscription?.resume([{ topic, partition }]);
      },
    });
    this.#lanes.set(name, lane);
    return lane;
  }

  async #settle(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const nudged = new Promise<void>((resolve) => {
        this.#nudge = resolve;
      });
      const hasMore = await this.#persist(() => this.options.projection.settle());
      if (hasMore !== true) await Promise.race([nudged, this.#wait(settleAgainMs)]);
    }
  }

  async #wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
