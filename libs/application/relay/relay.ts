import { setTimeout as pause } from 'node:timers/promises';

import type { Catalogue } from '#catalogue';
import { integrationTopics, topicOf, watermarkedContexts } from '#contracts/integration';
import { beginning, type Position, type RecordedEvent } from '#kernel';

import type { Bus, OutgoingMessage, Publisher } from '../bus.port.js';
import type { EventStore } from '../event-store.port.js';
import type { RelayCheckpoint, RelayLease } from './checkpoint.port.js';
import { integrationMessage } from './integration-message.js';
import { silence, within } from './paced.js';
import { type TextQuestions, textQuestionsOf } from './published-answers.js';
import { type RelayTopics, relayTopics, TopicWatch, unusedPartitions } from './relay-topics.js';
import { faultState, reasonToWait, type RelayState, tellsOtherwise } from './state.js';
import { Watermarks } from './watermarks.js';

export type RelayPorts = {
  readonly log: Pick<EventStore, 'subscribe'>;
  readonly checkpoint: RelayCheckpoint;
  readonly lease: RelayLease;
  readonly bus: Pick<Bus, 'publisher' | 'topics' | 'ensureTopics'>;
  readonly catalogue: Catalogue;
};

export type RelayOptions = {
  /** Of topics that are missing; those that exist keep their own. */
  readonly partitions: number;
  readonly replication: number;
  /** Told at each change of its status. */
  readonly onState?: (state: RelayState) => void;
  /** What names of topics begin with; default `observatory`. */
  readonly topicPrefix?: string;
  readonly batchSize?: number;
  /** Between two watermarks of a partition while the log moves; default 200. */
  readonly watermarkEveryMs?: number;
  /** How often it looks whether partitions were added; default 10,000. */
  readonly lookAtTopicsMs?: number;
};

type Prepared = {
  readonly ready: readonly {
    readonly position: Position;
    readonly message: OutgoingMessage | null;
  }[];
  readonly unreadable: { readonly error: unknown } | undefined;
};

type Delivery = {
  readonly publisher: Publisher;
  readonly watermarks: Watermarks;
  readonly watch: TopicWatch;
};

const shortestPauseMs = 200;
const longestPauseMs = 10_000;
const lookAtLeaseMs = 500;
const now = (): number => performance.now();

/**
 * Publishes the log to the topics of its contexts: every event at least once, those of a key in the order of the
 * log. The checkpoint moves after the broker has acknowledged, so a crash repeats and never loses.
 */
export class Relay {
  private current: RelayState = {
    status: 'waiting',
    position: undefined,
    reason: undefined,
    notice: undefined,
  };
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private pauseMs = shortestPauseMs;
  private published = 0;
  private readonly questions: TextQuestions;

  constructor(
    private readonly ports: RelayPorts,
    private readonly options: RelayOptions,
  ) {
    this.questions = textQuestionsOf(ports.catalogue);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the batch in hand be acknowledged, then gives the turn back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.become({ status: 'stopped', reason: undefined });
  }

  state(): RelayState {
    return this.current;
  }

  /** How many events it has published since it started, repeats included. */
  publishedEvents(): number {
    return this.published;
  }

  private async run(): Promise<void> {
    const { lease } = this.ports;
    const watch = setInterval(() => {
      const reason = reasonToWait(lease.state());
      if (reason !== undefined) this.become({ status: 'waiting', reason });
    }, lookAtLeaseMs);
    try {
      await lease.whileHeld(this.stopping.signal, (until) => this.work(until));
    } finally {
      clearInterval(watch);
    }
  }

  private async work(until: AbortSignal): Promise<void> {
    while (!until.aborted) {
      try {
        await this.follow(until);
      } catch (error) {
        this.become(faultState(error));
        await pause(this.pauseMs, undefined, { signal: until }).catch(() => undefined);
        this.pauseMs = Math.min(this.pauseMs * 2, longestPauseMs);
      }
    }
  }

  /** Follows the log until its turn ends, or its topics change: then it begins anew with them as they are. */
  private async follow(until: AbortSignal): Promise<void> {
    const { bus, log, checkpoint } = this.ports;
    const topics = await this.topics();
    const position = await checkpoint.position();
    const watermarks = this.watermarksFor(topics);
    // Consumers may still wait to hear that nothing is missing up to here.
    watermarks.reach(position);
    const publisher = bus.publisher({ spread: topics.spread });
    const ending = new AbortController();
    const signal = AbortSignal.any([until, ending.signal]);
    const notice = unusedPartitions(topics);
    this.become({ status: 'following', position, reason: undefined, notice });
    const { batchSize = 1_000, lookAtTopicsMs = 10_000 } = this.options;
    const watch = new TopicWatch(topics, () => this.topics(), lookAtTopicsMs);
    const batches = log.subscribe(position, { signal, batchSize })[Symbol.asyncIterator]();
    try {
      await this.deliverAll(batches, { publisher, watermarks, watch });
    } finally {
      ending.abort();
      await batches.return?.();
      await publisher.close();
    }
  }

  private topics(): Promise<RelayTopics> {
    return relayTopics(this.ports, integrationTopics(this.options, this.options.topicPrefix));
  }

  /** Of the topics whose consumers combine several partitions. */
  private watermarksFor({ found }: RelayTopics): Watermarks {
    const { topicPrefix, watermarkEveryMs = 200 } = this.options;
    const marked = watermarkedContexts.map((context) => topicOf(context, topicPrefix));
    return new Watermarks(
      found.filter(({ topic }) => marked.includes(topic)),
      watermarkEveryMs,
    );
  }

  /** The next batch is read while the one in hand is published. */
  private async deliverAll(
    batches: AsyncIterator<readonly RecordedEvent[]>,
    delivery: Delivery,
  ): Promise<void> {
    const next = () => {
      const coming = batches.next();
      // Its failure is thrown when it is awaited, or nobody wants it any more.
      coming.catch(() => undefined);
      return coming;
    };
    const { publisher, watermarks, watch } = delivery;
    for (let coming = next(); ;) {
      if (await watch.sawChange(now())) return;
      const dueMs = Math.min(watermarks.dueInMs(now()) ?? Infinity, watch.dueInMs(now()));
      const found = await within(coming, dueMs);
      if (found === silence) {
        await publisher.publish(watermarks.take(now()));
        continue;
      }
      if (found.done === true) return;
      coming = next();
      await this.deliver(found.value, delivery);
    }
  }

  private async deliver(
    events: readonly RecordedEvent[],
    { publisher, watermarks }: Delivery,
  ): Promise<void> {
    const { ready, unreadable } = this.messagesOf(events);
    const last = ready.at(-1);
    if (last !== undefined) {
      const messages = ready.flatMap(({ message }) => message ?? []);
      watermarks.reach(last.position);
      await publisher.publish([...messages, ...watermarks.take(now())]);
      await this.ports.checkpoint.advance(this.current.position ?? beginning, last.position);
      this.advanced(last.position, messages.length);
    }
    if (unreadable !== undefined) throw unreadable.error as Error;
  }

  /** Up to the first that cannot be a message: what stands before it is published. */
  private messagesOf(events: readonly RecordedEvent[]): Prepared {
    const ready: Prepared['ready'][number][] = [];
    for (const event of events)
      try {
        const message = integrationMessage(event, this.questions, this.options.topicPrefix);
        ready.push({ position: event.position, message });
      } catch (error) {
        return { ready, unreadable: { error } };
      }
    return { ready, unreadable: undefined };
  }

  private advanced(position: Position, count: number): void {
    this.published += count;
    this.pauseMs = shortestPauseMs;
    this.current = { ...this.current, position };
  }

  private become(part: Partial<RelayState>): void {
    const before = this.current;
    this.current = { ...before, ...part };
    if (tellsOtherwise(before, this.current)) this.options.onState?.(this.current);
  }
}
