import { setTimeout as pause } from 'node:timers/promises';

import type {
  BusSubscription,
  SubscriptionOptions,
  SubscriptionState,
  TopicPartition,
} from '#application';

import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';

import { lostMembership, reasonOf } from './faults.js';
import { fetchedBatch, type FetchedBatch, partitionsOf } from './incoming.js';
import type { KafkaLog } from './settings.js';
import { nameOf, Tenure } from './tenure.js';

const heartbeatMs = 1_000;
const longestPauseMs = 10_000;

const asLists = (partitions: Iterable<TopicPartition>) =>
  [...partitions].map(({ topic, partition }) => ({ topic, partitions: [partition] }));

const deferred = () => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
};

/** One member of a group. It owns its consumer, and opens another when that one gives up. */
export class KafkaSubscription implements BusSubscription {
  private tenure = new Tenure([]);
  private placed: Promise<void> = Promise.resolve();
  private readonly paused = new Map<string, TopicPartition>();
  private readonly stopping = new AbortController();
  private readonly first = deferred();
  private readonly ended: Promise<void>;
  private consumer: Consumer | undefined;
  private status: SubscriptionState['status'] = 'connecting';
  private fault: SubscriptionState['fault'];

  constructor(
    private readonly kafka: Kafka,
    private readonly log: KafkaLog,
    private readonly options: SubscriptionOptions,
  ) {
    this.ended = this.live();
  }

  state(): SubscriptionState {
    const state = { status: this.status, assigned: this.tenure.partitions };
    return this.fault === undefined ? state : { ...state, fault: this.fault };
  }

  async joined(): Promise<void> {
    await this.first.promise;
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.set(nameOf(partition), partition);
    if (this.status === 'running') this.consumer?.pause(asLists(partitions));
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const partition of partitions) this.paused.delete(nameOf(partition));
    if (this.status === 'running') this.consumer?.resume(asLists(partitions));
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.ended;
  }

  private async live(): Promise<void> {
    const { signal } = this.stopping;
    for (let failures = 0; !signal.aborted; failures += 1) {
      try {
        await this.consume(() => (failures = 0));
      } catch (error) {
        this.status = 'connecting';
        this.tell({ reason: reasonOf(error) }, 'a consumer is opened anew');
        await this.wait(Math.min(250 * 2 ** failures, longestPauseMs));
      } finally {
        this.enter(new Tenure([]));
      }
    }
    this.status = 'stopped';
    this.first.resolve();
  }

  /** Resolves when it was stopped, throws when the consumer gave up. */
  private async consume(onJoin: () => void): Promise<void> {
    const consumer = this.member();
    const crashed = new Promise<never>((_, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        reject(payload.error);
      });
    });
    crashed.catch(() => undefined);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
      onJoin();
      this.join(consumer, partitionsOf(payload.memberAssignment));
    });
    this.consumer = consumer;
    try {
      await Promise.race([crashed, this.start(consumer)]);
      await Promise.race([crashed, this.stopped()]);
    } finally {
      await consumer.disconnect().catch(() => undefined);
    }
  }

  private member(): Consumer {
    const { group, sessionTimeoutMs = 30_000, batchBytes = 1_048_576 } = this.options;
    return this.kafka.consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: Math.min(3_000, Math.floor(sessionTimeoutMs / 5)),
      maxBytesPerPartition: batchBytes,
      maxWaitTimeInMs: 500,
      allowAutoTopicCreation: false,
      retry: {
        initialRetryTime: 100,
        maxRetryTime: 2_000,
        retries: 4,
        // This subscription opens another consumer itself, for whatever reason one gave up.
        restartOnFailure: () => Promise.resolve(false),
      },
    });
  }

  private async start(consumer: Consumer): Promise<void> {
    const { topics, from = 'beginning', concurrency = 1 } = this.options;
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: from === 'beginning' });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: concurrency,
      eachBatch: (payload) => this.take(consumer, payload),
    });
  }

  private join(consumer: Consumer, partitions: readonly TopicPartition[]): void {
    const tenure = new Tenure(partitions);
    this.enter(tenure);
    this.status = 'running';
    this.fault = undefined;
    if (this.paused.size > 0) consumer.pause(asLists(this.paused.values()));
    this.placed = this.place(consumer, tenure);
    void this.placed.then(() => this.first.resolve());
  }

  private enter(tenure: Tenure): void {
    const before = this.tenure;
    this.tenure = tenure;
    before.end();
    const lost = before.partitions.filter((partition) => !tenure.has(partition));
    if (lost.length > 0) this.options.onRevoked?.(lost);
  }

  /** Goes to where the handler's store says; batches wait for it. */
  private async place(consumer: Consumer, tenure: Tenure): Promise<void> {
    const { onAssigned } = this.options;
    if (onAssigned === undefined || tenure.partitions.length === 0) return;
    for (let waitMs = 100; this.tenure === tenure; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
      try {
        const offsets = await onAssigned(tenure.partitions);
        if (this.tenure !== tenure) return;
        tenure.begin(offsets);
        for (const { topic, partition, offset } of offsets)
          consumer.seek({ topic, partition, offset: String(offset) });
        this.fault = undefined;
        return;
      } catch (error) {
        this.tell({ reason: reasonOf(error) }, 'offsets are asked for again');
        await this.wait(waitMs);
        if (this.stopping.signal.aborted) return;
      }
    }
  }

  private async take(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { tenure } = this;
    const beat = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        if (lostMembership(error)) tenure.end();
      });
    }, heartbeatMs);
    try {
      await this.placed;
      const batch = fetchedBatch(payload.batch);
      if (!tenure.has(batch) || this.stopping.signal.aborted) return;
      const instead = tenure.instead(batch);
      if (instead === undefined) await this.handle(tenure, { batch, payload });
      else
        consumer.seek({ topic: batch.topic, partition: batch.partition, offset: String(instead) });
    } finally {
      clearInterval(beat);
    }
  }

  private async handle(
    tenure: Tenure,
    { batch, payload }: { readonly batch: FetchedBatch; readonly payload: EachBatchPayload },
  ): Promise<void> {
    const { topic, partition, messages, highWatermark } = batch;
    try {
      await this.options.onBatch({
        topic,
        partition,
        messages,
        highWatermark,
        isCurrent: () => tenure.has(batch),
        heartbeat: () => payload.heartbeat(),
      });
    } catch (error) {
      this.again(tenure, { batch, payload, error });
      return;
    }
    if (!tenure.has(batch)) return;
    if (this.fault?.at !== undefined && nameOf(this.fault.at) === nameOf(batch))
      this.fault = undefined;
    tenure.handled(batch, batch.next);
    payload.resolveOffset(payload.batch.lastOffset());
    await payload.commitOffsetsIfNecessary({
      topics: [{ topic, partitions: [{ partition, offset: String(batch.next) }] }],
    });
  }

  /** The offset stays where it is: the partition's next fetch, after a pause, brings the same messages. */
  private again(
    tenure: Tenure,
    {
      batch,
      payload,
      error,
    }: {
      readonly batch: FetchedBatch;
      readonly payload: EachBatchPayload;
      readonly error: unknown;
    },
  ): void {
    if (this.stopping.signal.aborted || !tenure.has(batch)) return;
    const { topic, partition, from } = batch;
    this.fault = { reason: reasonOf(error), at: { topic, partition, offset: from } };
    const { group } = this.options;
    const waitMs = tenure.failed(batch);
    const fields = { group, topic, partition, offset: String(from), waitMs, err: error };
    this.log.warn(fields, 'a batch is handled again');
    const resume = payload.pause();
    const timer = setTimeout(() => {
      if (!this.paused.has(nameOf(batch))) resume();
    }, waitMs);
    timer.unref();
  }

  /** In the log once, not at each try. */
  private tell(fault: NonNullable<SubscriptionState['fault']>, message: string): void {
    const level = this.fault?.reason === fault.reason ? 'debug' : 'warn';
    this.fault = fault;
    this.log[level]({ group: this.options.group, reason: fault.reason }, message);
  }

  private async wait(ms: number): Promise<void> {
    const { signal } = this.stopping;
    await pause(ms, undefined, { signal }).catch(() => undefined);
  }

  private stopped(): Promise<void> {
    const { signal } = this.stopping;
    return new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
