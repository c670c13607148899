import {
  type AppendOutcome,
  type AppendRequest,
  type EncodedAppend,
  encodeAppends,
  type EncodingLimits,
  type EventStore,
  type SubscribeOptions,
  type Subscription,
} from '#application';
import { BrokenAssumption, type Position, type RecordedEvent } from '#kernel';

import { createPool, type Pool } from '../pool/pool.js';
import { AppendQueue } from './append-queue.js';
import { writeAppends } from './append.writer.js';
import { EventReader, type StreamAfter } from './event.reader.js';
import { Gathering } from './gathering.js';
import { retrying } from './retrying.js';
import { assertSound, assertWhole } from './self-check.js';
import { follow } from './subscription.js';
import { Tide } from './tide.js';

export type EventLogOptions = {
  readonly url: string;
  /** Events that may wait for their commit before appends are refused; default 10,000. */
  readonly queueLimit?: number;
  /** How long a call tries to reach a database that went away; default 10 s. */
  readonly retryForMs?: number;
  /** How often a subscription looks for events of other processes; default 50 ms. */
  readonly pollMs?: number;
  /** Characters of one event's data and metadata; default 32 million. */
  readonly maxEventSize?: number;
};

const readersAtMost = 4;
const streamsOfOneQuery = 2_000;
const questionsOfOneQuery = 500;
const gatheredAtMost = 16;
const readRoundTrips = 2;

/** The event log on PostgreSQL: what it promises is on `EventStore`, how is in ADR-0008. */
export class PostgresEventLog implements EventStore {
  private readonly queue: AppendQueue;
  private readonly reader: EventReader;
  private readonly streams: Gathering<StreamAfter, readonly RecordedEvent[]>;
  private readonly tide = new Tide();
  private readonly closing = new AbortController();
  private readonly retryForMs: number;
  private readonly pollMs: number;
  private readonly limits: EncodingLimits;

  constructor(
    private readonly writers: Pool,
    private readonly readers: Pool,
    options: Omit<EventLogOptions, 'url'>,
  ) {
    this.retryForMs = options.retryForMs ?? 10_000;
    this.pollMs = options.pollMs ?? 50;
    this.limits = { maxEventSize: options.maxEventSize ?? 32_000_000 };
    this.reader = new EventReader(readers);
    this.queue = new AppendQueue({
      limit: options.queueLimit ?? 10_000,
      write: (appends) => this.write(appends),
    });
    this.streams = new Gathering({
      ask: (wanted) => retrying(this.retryForMs, () => this.reader.readStreams(wanted)),
      maxQuestions: questionsOfOneQuery,
      maxRoundTrips: readRoundTrips,
    });
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const [outcome] = await this.appendMany([request]);
    if (outcome === undefined) throw new BrokenAssumption('an append without an outcome');
    return outcome;
  }

  async appendMany(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    const encoded = encodeAppends(requests, this.limits);
    const sound = encoded.flatMap((append) => (append.ok ? [append.value] : []));
    const submitted = this.queue.submit(sound);
    if (!submitted.ok) return encoded.map((append) => (append.ok ? submitted : append));

    const written = await submitted.value;
    if (sound.length === encoded.length) return written;
    const outcomes = written.values();
    return encoded.map((append) => (append.ok ? (outcomes.next().value as AppendOutcome) : append));
  }

  readStream(stream: string, after = 0): Promise<readonly RecordedEvent[]> {
    return this.streams.ask({ stream, after });
  }

  async readStreams(
    streams: readonly string[],
  ): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    if (streams.length > gatheredAtMost) return this.readMany(streams);
    const found = await Promise.all(streams.map((stream) => this.readStream(stream)));
    const byStream = new Map(streams.map((stream, index) => [stream, found[index] ?? []]));
    for (const [stream, events] of byStream) if (events.length === 0) byStream.delete(stream);
    return byStream;
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return retrying(this.retryForMs, () => this.reader.readAll(after, limit));
  }

  subscribe(after: Position, options: SubscribeOptions): Subscription {
    const signal = AbortSignal.any([options.signal, this.closing.signal]);
    const readAll: EventStore['readAll'] = (from, limit) => this.reader.readAll(from, limit);
    return follow({ readAll, tide: this.tide, pollMs: this.pollMs }, after, { ...options, signal });
  }

  head(): Promise<Position> {
    return retrying(this.retryForMs, () => this.reader.head());
  }

  /** Commits what waits, ends the subscriptions, then closes the connections. */
  async close(): Promise<void> {
    await this.queue.close();
    this.closing.abort();
    await Promise.all([this.writers.end(), this.readers.end()]);
  }

  /** Not gathered with the readings of others: a promise for each stream would cost more than reading it. */
  private async readMany(
    streams: readonly string[],
  ): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const distinct = [...new Set(streams)];
    const found = new Map<string, readonly RecordedEvent[]>();
    for (let from = 0; from < distinct.length; from += streamsOfOneQuery) {
      const wanted = distinct.slice(from, from + streamsOfOneQuery);
      const part = await retrying(this.retryForMs, () => this.reader.readWhole(wanted));
      for (const [stream, events] of part) found.set(stream, events);
    }
    return found;
  }

  private async write(appends: readonly EncodedAppend[]): Promise<readonly AppendOutcome[]> {
    const outcomes = await retrying(this.retryForMs, () => writeAppends(this.writers, appends));
    this.tide.rise();
    return outcomes;
  }
}

/**
 * Opens the log of a migrated database. Throws `EventLogUnsound` when the database could not hold
 * its guarantees, `LogCopyUnfinished` while another log is being copied into it, `EventLogUnavailable` when it
 * cannot be reached in time.
 */
export const openEventLog = async (options: EventLogOptions): Promise<PostgresEventLog> => {
  const { url, retryForMs = 10_000 } = options;
  const timeouts = { connectTimeoutMs: 3_000, queryTimeoutMs: Math.max(retryForMs, 1_000) };
  const writers = createPool({ url, max: 1, applicationName: 'observatoire append', ...timeouts });
  const readers = createPool({
    url,
    max: readersAtMost,
    applicationName: 'observatoire read',
    ...timeouts,
  });
  try {
    await retrying(retryForMs, () => assertSound(readers));
    await retrying(retryForMs, () => assertWhole(readers));
    return new PostgresEventLog(writers, readers, options);
  } catch (error) {
    await Promise.all([writers.end(), readers.end()]);
    throw error;
  }
};
