import { setTimeout as pause } from 'node:timers/promises';

import {
  type Bus,
  type BusSubscription,
  BusUnavailable,
  type IncomingBatch,
  type Publisher,
  type SubscriptionState,
  type TopicPartition,
  type TopicSettings,
} from '../bus.port.js';
import { type IntakeGround, takeIn, type TakenIn } from './take-in.js';
import { intakeTopicSettings } from './topics.js';

/** What an intake tells of its work; it says which message and which code, never what a message holds. */
export type IntakeObserver = {
  /** A batch was taken in and answered. `lag`: messages of the partition that were behind it at the fetch. */
  readonly answered: (
    taken: readonly TakenIn[],
    of: TopicPartition & { readonly seconds: number; readonly lag: number },
  ) => void;
  /** A batch waits for something that is away, and comes again. */
  readonly postponed: (fault: unknown, at: TopicPartition) => void;
};

export type IntakeOptions = {
  readonly bus: Bus;
  readonly ground: IntakeGround;
  /** Intakes of one group share the partitions. */
  readonly group: string;
  readonly observer: IntakeObserver;
  readonly monotonicMs: () => number;
  /** Partitions that are handled at once; default 3. */
  readonly concurrency?: number;
  /** How long the group waits for an intake that says nothing. */
  readonly sessionTimeoutMs?: number;
  /** Of topics that are missing. */
  readonly size: Pick<TopicSettings, 'partitions' | 'replication'>;
};

export type Intake = {
  readonly state: () => SubscriptionState;
  /** Resolves when it has its partitions for the first time. */
  readonly joined: () => Promise<void>;
  /** Waits for the batches in hand, commits their offsets and leaves the group. */
  readonly stop: () => Promise<void>;
};

const behind = ({ messages, highWatermark }: IncomingBatch): number => {
  const last = messages.at(-1);
  return last === undefined ? 0 : Number(highWatermark - last.offset - 1n);
};

const longestPauseMs = 10_000;

/** Makes the topics that are missing, again and again while the broker is away; false when it was aborted before. */
const prepared = async (
  { bus, ground, size }: IntakeOptions,
  signal: AbortSignal,
  away: (reason: string) => void,
): Promise<boolean> => {
  for (let waitMs = 200; !signal.aborted; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
    try {
      await bus.ensureTopics(intakeTopicSettings(ground.topics, size));
      return true;
    } catch (fault) {
      if (!(fault instanceof BusUnavailable)) throw fault;
      away(fault.message);
      await pause(waitMs, undefined, { signal }).catch(() => undefined);
    }
  }
  return false;
};

const batchHandler = ({ ground, observer, monotonicMs }: IntakeOptions, publisher: Publisher) => {
  const answer = async (batch: IncomingBatch): Promise<readonly TakenIn[]> => {
    const taken = await takeIn(ground, batch);
    await publisher.publish(taken.map(({ outgoing }) => outgoing));
    return taken;
  };
  return async (batch: IncomingBatch): Promise<void> => {
    const { topic, partition } = batch;
    const since = monotonicMs();
    try {
      const taken = await answer(batch);
      const seconds = (monotonicMs() - since) / 1_000;
      observer.answered(taken, { topic, partition, seconds, lag: behind(batch) });
    } catch (fault) {
      observer.postponed(fault, { topic, partition });
      throw fault;
    }
  };
};

const subscribed = (options: IntakeOptions, publisher: Publisher): BusSubscription => {
  const { bus, ground, group, concurrency = 3, sessionTimeoutMs } = options;
  return bus.subscribe({
    topics: [ground.topics.inbound],
    ...{ group, concurrency },
    onBatch: batchHandler(options, publisher),
    ...(sessionTimeoutMs !== undefined && { sessionTimeoutMs }),
  });
};

/**
 * Takes in what tools send, and answers them. An offset is committed when every message before it has its reply,
 * or is a dead letter, on the broker: what comes again is given the same reply. When the log, the book or the
 * broker is away, or the log is full, a partition waits and its batch comes again; nothing is lost, and no fault
 * makes a dead letter. Returns at once.
 */
export const startIntake = (options: IntakeOptions): Intake => {
  const publisher = options.bus.publisher();
  const stopping = new AbortController();
  let subscription: BusSubscription | undefined;
  let connecting: SubscriptionState = { status: 'connecting', assigned: [] };

  const away = (reason: string): void => {
    connecting = { ...connecting, fault: { reason } };
  };
  const started = prepared(options, stopping.signal, away).then((isPrepared) => {
    if (isPrepared) subscription = subscribed(options, publisher);
  });
  return {
    state: () => subscription?.state() ?? connecting,
    joined: async () => {
      await started;
      await subscription?.joined();
    },
    stop: async () => {
      stopping.abort();
      await started;
      await subscription?.stop();
      await publisher.close();
    },
  };
};
