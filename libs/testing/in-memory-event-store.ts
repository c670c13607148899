import type {
  AppendOutcome,
  AppendRefusal,
  AppendRequest,
  EventStore,
  SubscribeOptions,
  Subscription,
} from '#application';
import {
  beginning,
  err,
  type NewEvent,
  ok,
  position,
  type Position,
  type RecordedEvent,
} from '#kernel';

const firstInstantMs = Date.UTC(2014, 2, 3);
const defaultBatchSize = 1_000;

/** Each event is recorded one millisecond after the one before: the same history has the same times. */
const instantOf = (index: number): string =>
  new Date(firstInstantMs + index).toISOString().replace('Z', '000Z');

/** JSON writes a NUL as an escape; one whose backslash is itself escaped is plain text. */
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/;

const holdsNul = (event: NewEvent): boolean => escapedNul.test(JSON.stringify(event));

/** As a log would give it back: from its JSON. */
const kept = ({ json, data, ...event }: NewEvent): Omit<NewEvent, 'json'> => ({
  ...(JSON.parse(JSON.stringify(event)) as typeof event),
  data: JSON.parse(json ?? JSON.stringify(data)) as unknown,
});

/** An event log that lives as long as the test: it promises what the port promises, but to survive. */
export class InMemoryEventStore implements EventStore {
  readonly #log: RecordedEvent[] = [];
  readonly #streams = new Map<string, RecordedEvent[]>();
  readonly #streamOfId = new Map<string, string>();
  readonly #waiting = new Set<() => void>();

  append(request: AppendRequest): Promise<AppendOutcome> {
    const outcome = this.#appendNow(request);
    for (const wake of this.#waiting) wake();
    return Promise.resolve(outcome);
  }

  async appendMany(requests: readonly AppendRequest[]): Promise<readonly AppendOutcome[]> {
    return Promise.all(requests.map((request) => this.append(request)));
  }

  readStream(stream: string, after = 0): Promise<readonly RecordedEvent[]> {
    return Promise.resolve((this.#streams.get(stream) ?? []).slice(after));
  }

  readStreams(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const found = new Map<string, readonly RecordedEvent[]>();
    for (const stream of streams) {
      const events = this.#streams.get(stream);
      if (events !== undefined) found.set(stream, [...events]);
    }
    return Promise.resolve(found);
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const from = Number(after);
    return Promise.resolve(this.#log.slice(from, from + limit));
  }

  async *subscribe(
    after: Position,
    { signal, batchSize = defaultBatchSize }: SubscribeOptions,
  ): Subscription {
    let at = after;
    while (!signal.aborted) {
      const batch = await this.readAll(at, batchSize);
      if (batch.length === 0) await this.#eventsAfter(at, signal);
      else yield batch;
      at = batch.at(-1)?.position ?? at;
    }
  }

  head(): Promise<Position> {
    return Promise.resolve(this.#log.at(-1)?.position ?? beginning);
  }

  #eventsAfter(at: Position, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.#log.length > Number(at)) {
        resolve();
        return;
      }
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #appendNow({ stream, expectedRevision, events }: AppendRequest): AppendOutcome {
    const held = this.#streams.get(stream) ?? [];
    const known = held.filter(({ id }) => events.some((event) => event.id === id));
    const last = known.at(-1);
    if (last !== undefined && known.length === events.length) {
      const { revision, position: at, recordedAt } = last;
      return ok({ revision, position: at, recordedAt, repeated: true });
    }
    const refusal = this.#refusalOf(stream, events);
    if (refusal !== undefined) return err(refusal);
    if (held.length !== expectedRevision) {
      const actual = held.length;
      return err({ kind: 'RevisionConflict', stream, expected: expectedRevision, actual });
    }
    return this.#write(stream, held, events);
  }

  #refusalOf(stream: string, events: readonly NewEvent[]): AppendRefusal | undefined {
    const refused = (reason: string) => ({ kind: 'EventRefused', stream, reason }) as const;
    const taken = (reason: string) => ({ kind: 'EventIdTaken', stream, reason }) as const;
    if (events.some(holdsNul)) return refused('an event holds a NUL character');
    const ids = new Set(events.map(({ id }) => id));
    if (ids.size < events.length) return refused('two of its events have the same id');
    const owners = new Set(events.map(({ id }) => this.#streamOfId.get(id)));
    if (owners.has(stream)) return taken('some of its events are in the stream already');
    owners.delete(undefined);
    return owners.size > 0 ? taken('the id of an event is used by another stream') : undefined;
  }

  #write(stream: string, held: RecordedEvent[], events: readonly NewEvent[]): AppendOutcome {
    for (const event of events) {
      const recorded: RecordedEvent = {
        ...kept(event),
        stream,
        revision: held.length + 1,
        position: position(BigInt(this.#log.length + 1)),
        recordedAt: instantOf(this.#log.length),
      };
      held.push(recorded);
      this.#log.push(recorded);
      this.#streamOfId.set(event.id, stream);
    }
    this.#streams.set(stream, held);
    const last = held.at(-1);
    const at = last?.position ?? beginning;
    const recordedAt = last?.recordedAt ?? '';
    return ok({ revision: held.length, position: at, recordedAt, repeated: false });
  }
}
