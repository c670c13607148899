import { setTimeout as pause } from 'node:timers/promises';

import type { KurrentDBClient } from '@kurrent/kurrentdb-client';

import {
  type AppendOutcome,
  type AppendRequest,
  encodeAppends,
  type EncodedAppend,
  type EncodingLimits,
  type EventStore,
  type LogTimes,
  type SubscribeOptions,
  type Subscription,
} from '#application';
import { LogCopyUnfinished } from '#application/log-copy';
import { BrokenAssumption, err, type Position, type RecordedEvent } from '#kernel';

import { Appender } from './appender.js';
import { nextEventAfter } from './doorbell.js';
import { connected, type KurrentLogOptions, patienceOf, prefixOf } from './connection.js';
import { explained, isPassing } from './faults.js';
import { OriginStream, type Start } from './origin.js';
import { Reader } from './reader.js';
import { KurrentTimes } from './times.js';
import { Turns } from './turns.js';

const defaultBatchSize = 1_000;
const atOnce = 32;
const reconnectAfterMs = 200;
const limits: EncodingLimits = { maxEventSize: 32_000_000 };

/** The event log on KurrentDB or EventStoreDB: what it promises is on `EventStore`, how is in ADR-0025. */
export class KurrentEventLog implements EventStore {
  readonly times: LogTimes;
  private readonly reader: Reader;
  private readonly appender: Appender;
  private readonly origins: OriginStream;
  private readonly prefix: string;
  private readonly queueLimit: number;
  private readonly turns = new Turns(atOnce);
  private readonly closing = new AbortController();
  private waiting = 0;

  constructor(
    private readonly client: KurrentDBClient,
    options: Omit<KurrentLogOptions, 'url'>,
  ) {
    const [prefix, patience] = [prefixOf(options), patienceOf(options)];
    this.prefix = prefix;
    this.queueLimit = options.queueLimit ?? 10_000;
    this.origins = new OriginStream(client, { prefix, patience });
    this.reader = new Reader(client, { prefix, patience });
    this.times = new KurrentTimes(this.reader);
    this.appender = new Appender(client, this.reader, { prefix, patience });
  }

  /** Throws `LogCopyUnfinished` while another log is being copied into this one. */
  async assertWhole(): Promise<void> {
    const { isFinished } = await this.origins.read();
    if (!isFinished) throw new LogCopyUnfinished();
  }

  async append(request: AppendRequest): Promise<AppendOutcome> {
    const [outcome] = await this.appendMany([request]);
    if (outcome === undefined) throw new BrokenAssumption('an append without an outcome');
    return outcome;
  }

  async appendMany(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    const { waiting, queueLimit: limit } = this;
    if (waiting > 0 && waiting + requests.length > limit)
      return requests.map(() => err({ kind: 'Overloaded', waiting, limit }));
    this.waiting += requests.length;
    try {
      const encoded = encodeAppends(requests, limits);
      return await Promise.all(encoded.map((append) => this.take(append)));
    } finally {
      this.waiting -= requests.length;
    }
  }

  async readStream(stream: string, after = 0): Promise<readonly RecordedEvent[]> {
    const found = await this.reader.readStream(stream, { after });
    return found.map(({ event }) => event);
  }

  async readStreams(
    streams: readonly string[],
  ): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const distinct = [...new Set(streams)];
    const byStream = new Map<string, readonly RecordedEvent[]>();
    for (let from = 0; from < distinct.length; from += atOnce) {
      const part = distinct.slice(from, from + atOnce);
      const found = await Promise.all(part.map((stream) => this.readStream(stream)));
      part.forEach((stream, index) => byStream.set(stream, found[index] ?? []));
    }
    for (const [stream, events] of byStream) if (events.length === 0) byStream.delete(stream);
    return byStream;
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return this.reader.readAll(after, limit);
  }

  async *subscribe(
    after: Position,
    { signal: given, batchSize = defaultBatchSize }: SubscribeOptions,
  ): Subscription {
    const signal = AbortSignal.any([given, this.closing.signal]);
    let at = await this.reader.cursorAt(after);
    while (!signal.aborted) {
      const batch = await this.reader.readFrom(at, batchSize);
      const last = batch.at(-1);
      if (last === undefined) {
        at = { ...at, start: await this.nextAfter(at.start, signal) };
        continue;
      }
      yield batch.map(({ event }) => event);
      at = { start: last.native, after: last.event.position };
    }
  }

  head(): Promise<Position> {
    return this.reader.head();
  }

  /** Waits for the appends that were begun, ends the subscriptions, then the connection. */
  async close(): Promise<void> {
    await this.turns.settled();
    this.closing.abort();
    await this.client.dispose();
  }

  /** Appends to one stream go in the order in which they came. */
  private take(append: ReturnType<typeof encodeAppends>[number]): Promise<AppendOutcome> {
    if (!append.ok) return Promise.resolve(append);
    return this.turns.take(append.value.stream, () => this.appendNow(append.value));
  }

  private appendNow(append: EncodedAppend): Promise<AppendOutcome> {
    return this.appender.append(append).catch((error: unknown) => {
      throw explained(error);
    });
  }

  /** A connection that is lost while it waits is no event: the next read says whether the server is there. */
  private async nextAfter(at: Start, signal: AbortSignal): Promise<Start> {
    try {
      return await nextEventAfter(at, { client: this.client, prefix: this.prefix, signal });
    } catch (error) {
      if (!isPassing(error)) throw explained(error);
      await pause(reconnectAfterMs, undefined, { signal }).catch(() => undefined);
      return at;
    }
  }
}

/**
 * Opens the log of a KurrentDB or an EventStoreDB of 22.10 or later. Throws `KurrentUnusable` when the address or
 * its user is wrong, `LogCopyUnfinished` while another log is being copied into it, `EventLogUnavailable` when the
 * server cannot be reached in time.
 */
export const openKurrentLog = async (options: KurrentLogOptions): Promise<KurrentEventLog> => {
  const log = new KurrentEventLog(connected(options.url), options);
  try {
    await log.assertWhole();
    return log;
  } catch (error) {
    await log.close();
    throw error;
  }
};
