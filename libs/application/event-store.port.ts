import type { NewEvent, Position, RecordedEvent, Result } from '#kernel';

export type AppendRequest = {
  readonly stream: string;
  /** How many events the stream must hold: 0 for a new stream. */
  readonly expectedRevision: number;
  /** At least one; appended together or not at all. */
  readonly events: readonly NewEvent[];
};

export type Appended = {
  /** The stream's revision after the append. */
  readonly revision: number;
  /** The position of the last event of the append. */
  readonly position: Position;
  readonly recordedAt: string;
  /** True when every event was in the stream already: nothing was written, the first positions answer. */
  readonly repeated: boolean;
};

export type AppendRefusal =
  | {
      readonly kind: 'RevisionConflict';
      readonly stream: string;
      readonly expected: number;
      readonly actual: number;
    }
  /** The queue of waiting appends is full: nothing was written, try again later. */
  | { readonly kind: 'Overloaded'; readonly waiting: number; readonly limit: number }
  /** Some of its events are in the stream, and not all; on a log that indexes ids, an id is in another. */
  | { readonly kind: 'EventIdTaken'; readonly stream: string; readonly reason: string }
  /** The log cannot hold this event: too large, a NUL character, an id that occurs twice in the append. */
  | { readonly kind: 'EventRefused'; readonly stream: string; readonly reason: string };

export type AppendOutcome = Result<Appended, AppendRefusal>;

export type Subscription = AsyncIterable<readonly RecordedEvent[]>;

export type SubscribeOptions = {
  /** Aborting it ends the subscription after the batch in hand. */
  readonly signal: AbortSignal;
  /** At most so many events a batch; the adapter may send fewer. */
  readonly batchSize?: number;
};

/**
 * The event log. Guarantees, each proven for every adapter by the contract suite of libs/testing:
 * an append is atomic, and durable once acknowledged; of writers that expect the same revision exactly
 * one wins; an event id seen before in its stream is not written twice; the order of `readAll` is total,
 * and a reader that has seen position P has seen everything at or before P.
 *
 * Every method throws `EventLogUnavailable` when the log cannot be reached in time; an append that
 * throws it may have happened: repeat it with the same event ids.
 */
export interface EventStore {
  append(request: AppendRequest): Promise<AppendOutcome>;
  /** Many streams in one round trip, each atomic by itself, outcomes in the order of the requests. */
  appendMany(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]>;
  /** The events of a stream after revision `after` (default 0), in order. Empty for an unknown stream. */
  readStream(stream: string, after?: number): Promise<readonly RecordedEvent[]>;
  /** The whole of several streams; unknown ones are absent from the map. */
  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>>;
  /** At most `limit` events after `after`, in the total order. */
  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]>;
  /** Catch-up, then live; each batch is asked for only when the one before was taken. */
  subscribe(after: Position, options: SubscribeOptions): Subscription;
  /** The position of the last event; `beginning` for an empty log. */
  head(): Promise<Position>;
}

export class EventLogUnavailable extends Error {
  override readonly name = 'EventLogUnavailable';
}
