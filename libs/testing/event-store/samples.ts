import { randomUUID } from 'node:crypto';

import type { AppendOutcome, Appended, EventStore } from '#application';
import { beginning, type EventMetadata, type NewEvent, type RecordedEvent } from '#kernel';

export const metadata: EventMetadata = {
  actor: { role: 'school', id: '0130001A' },
  cause: 'submission',
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a01',
};

export const event = (data: unknown = {}, id: string = randomUUID()): NewEvent => ({
  id,
  type: 'ResponseSubmitted',
  schemaVersion: 1,
  data,
  metadata,
});

export const events = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => event({ index }));

export const newStream = (): string => `response-etic-1d-2014.${randomUUID()}`;

export const revisionsOf = (found: readonly RecordedEvent[]): readonly number[] =>
  found.map(({ revision }) => revision);

export const accepted = (outcome: AppendOutcome | undefined): Appended => {
  if (outcome?.ok !== true) throw new Error(`expected an append, found ${JSON.stringify(outcome)}`);
  return outcome.value;
};

export const everything = async (store: EventStore, pageSize: number): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(all.at(-1)?.position ?? beginning, pageSize);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

/** Takes batches until `count` events have come, then aborts. */
export const follow = async (
  store: EventStore,
  request: {
    readonly after: RecordedEvent['position'];
    readonly count: number;
    readonly batchSize?: number;
  },
): Promise<readonly (readonly RecordedEvent[])[]> => {
  const ending = new AbortController();
  const batches: (readonly RecordedEvent[])[] = [];
  let left = request.count;
  const { batchSize = 100 } = request;
  for await (const batch of store.subscribe(request.after, { signal: ending.signal, batchSize })) {
    batches.push(batch);
    left -= batch.length;
    if (left <= 0) ending.abort();
  }
  return batches;
};

/** Appends so many events to a new stream. */
export const fill = async (store: EventStore, stream: string, count: number): Promise<Appended> =>
  accepted(await store.append({ stream, expectedRevision: 0, events: events(count) }));
