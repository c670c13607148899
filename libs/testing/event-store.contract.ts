import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AppendOutcome, AppendRequest, EventStore } from '#application';
import { beginning, type EventMetadata, type NewEvent, type RecordedEvent } from '#kernel';

export type StoreUnderTest = {
  readonly store: EventStore;
  readonly close: () => Promise<void>;
};

const metadata: EventMetadata = {
  actor: { role: 'school', id: '0130001A' },
  cause: 'submission',
  correlationId: 'c7f6a1c2-0b8e-4b52-8a51-3a6a6d1f0a01',
};

const event = (data: unknown = {}, id: string = randomUUID()): NewEvent => ({
  id,
  type: 'ResponseSubmitted',
  schemaVersion: 1,
  data,
  metadata,
});

const events = (count: number): readonly NewEvent[] =>
  Array.from({ length: count }, (_, index) => event({ index }));

const newStream = (): string => `response-etic-1d-2014.${randomUUID()}`;

const revisionsOf = (found: readonly RecordedEvent[]): readonly number[] =>
  found.map(({ revision }) => revision);

const accepted = (outcome: AppendOutcome | undefined) => {
  if (outcome?.ok !== true) throw new Error(`expected an append, found ${JSON.stringify(outcome)}`);
  return outcome.value;
};

const everything = async (store: EventStore, pageSize: number): Promise<RecordedEvent[]> => {
  const all: RecordedEvent[] = [];
  for (;;) {
    const page = await store.readAll(all.at(-1)?.position ?? beginning, pageSize);
    if (page.length === 0) return all;
    all.push(...page);
  }
};

/** Takes batches until `count` events have come, then aborts. */
const follow = async (
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

/** What every event store promises. `open` gives an empty store for the whole suite. */
export const eventStoreContract = (name: string, open: () => Promise<StoreUnderTest>): void => {
  describe(`${name} as an event store`, () => {
    let store: EventStore;
    let close: () => Promise<void>;

    beforeAll(async () => {
      const opened = await open();
      store = opened.store;
      close = opened.close;
    });

    afterAll(() => close());

    const append = (request: AppendRequest): Promise<AppendOutcome> => store.append(request);
    const fill = (stream: string, count: number) =>
      append({ stream, expectedRevision: 0, events: events(count) }).then(accepted);

    describe('when nothing was appended', () => {
      it('is at the beginning', async () => {
        expect(await store.head()).toBe(beginning);
        expect(await store.readAll(beginning, 10)).toEqual([]);
      });

      it('reads an unknown stream as empty', async () => {
        const stream = newStream();
        expect(await store.readStream(stream)).toEqual([]);
        expect(await store.readStreams([stream])).toEqual(new Map());
      });
    });

    describe('append', () => {
      it('gives back exactly what was appended, with its place and its time', async () => {
        const stream = newStream();
        const full: EventMetadata = {
          ...metadata,
          causationId: randomUUID(),
          academy: '02',
          synthetic: true,
        };
        const sent = {
          ...event({ nb_eleves: 0, note: null, tags: ['a', 'b'] }),
          schemaVersion: 7,
          metadata: full,
        };

        const receipt = accepted(await append({ stream, expectedRevision: 0, events: [sent] }));

        expect(receipt.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(receipt).toEqual({
          revision: 1,
          position: receipt.position,
          recordedAt: receipt.recordedAt,
          repeated: false,
        });
        expect(await store.readStream(stream)).toEqual([
          {
            ...sent,
            stream,
            revision: 1,
            position: receipt.position,
            recordedAt: receipt.recordedAt,
          },
        ]);
        expect(await store.head()).toBe(receipt.position);
      });

      it('answers with the place of the last event of several', async () => {
        const stream = newStream();
        const receipt = await fill(stream, 3);

        const found = await store.readStream(stream);
        expect(receipt).toEqual({
          revision: 3,
          position: found[2]?.position,
          recordedAt: found[2]?.recordedAt,
          repeated: false,
        });
        expect(revisionsOf(found)).toEqual([1, 2, 3]);
      });

      it.each([
        ['too low', 1],
        ['too high', 4],
      ])(
        'refuses an expected revision that is %s, and names the actual one',
        async (_, expected) => {
          const stream = newStream();
          await fill(stream, 2);

          const outcome = await append({ stream, expectedRevision: expected, events: events(1) });

          expect(outcome).toEqual({
            ok: false,
            error: { kind: 'RevisionConflict', stream, expected, actual: 2 },
          });
          expect(revisionsOf(await store.readStream(stream))).toEqual([1, 2]);
        },
      );

      it('refuses to continue a stream that does not exist', async () => {
        const stream = newStream();

        expect(await append({ stream, expectedRevision: 1, events: events(1) })).toEqual({
          ok: false,
          error: { kind: 'RevisionConflict', stream, expected: 1, actual: 0 },
        });
      });

      it('keeps every character, and numbers and texts as they were', async () => {
        const stream = newStream();
        const data = {
          name: 'École Élémentaire « Les Œillets » 🌻 \u2028 \\u0041 "quoted" \t\n',
          empty: '',
          zero: 0,
          decimal: '12.50',
          large: Number.MAX_SAFE_INTEGER,
          nothing: null,
          key_ñ: [[], {}],
        };

        await append({ stream, expectedRevision: 0, events: [event(data)] });

        expect((await store.readStream(stream))[0]?.data).toEqual(data);
      });

      it('takes an event of several megabytes', async () => {
        const stream = newStream();
        const data = {
          schools: Array.from(
            { length: 40_000 },
            (_, index) => `school ${String(index)} of the list, with an accent: é`,
          ),
        };

        await append({ stream, expectedRevision: 0, events: [event(data)] });

        expect((await store.readStream(stream))[0]?.data).toEqual(data);
      });

      it('refuses a NUL character, alone and among others', async () => {
        const bad = newStream();
        const good = newStream();

        const outcomes = await store.appendMany([
          { stream: bad, expectedRevision: 0, events: [event({ note: 'a\u0000b' })] },
          { stream: good, expectedRevision: 0, events: [event({ note: 'a\\u0000b' })] },
        ]);

        expect(outcomes[0]).toEqual({
          ok: false,
          error: { kind: 'EventRefused', stream: bad, reason: expect.stringContaining('NUL') },
        });
        expect(accepted(outcomes[1]).revision).toBe(1);
        expect(await store.readStream(bad)).toEqual([]);
      });
    });

    describe('a repeated append', () => {
      it('is not written twice and answers with the first place, whatever revision it expects', async () => {
        const stream = newStream();
        const sent = events(2);
        const first = accepted(await append({ stream, expectedRevision: 0, events: sent }));
        await append({ stream, expectedRevision: 2, events: events(1) });

        const again = accepted(await append({ stream, expectedRevision: 0, events: sent }));
        const later = accepted(await append({ stream, expectedRevision: 3, events: sent }));

        expect(again).toEqual({ ...first, repeated: true });
        expect(later).toEqual({ ...first, repeated: true });
        expect(revisionsOf(await store.readStream(stream))).toEqual([1, 2, 3]);
      });

      it('is written once when both come at the same time', async () => {
        const stream = newStream();
        const request = { stream, expectedRevision: 0, events: events(1) };

        const outcomes = await Promise.all([append(request), append(request), append(request)]);

        expect(outcomes.map((outcome) => accepted(outcome).repeated).sort()).toEqual([
          false,
          true,
          true,
        ]);
        expect(revisionsOf(await store.readStream(stream))).toEqual([1]);
      });

      it('is refused when only some of its events are in the stream', async () => {
        const stream = newStream();
        const [known] = events(1);
        if (known === undefined) throw new Error('no event');
        await append({ stream, expectedRevision: 0, events: [known] });

        const outcome = await append({ stream, expectedRevision: 1, events: [known, event()] });

        expect(outcome).toMatchObject({ ok: false, error: { kind: 'EventRefused', stream } });
        expect(revisionsOf(await store.readStream(stream))).toEqual([1]);
      });

      it('is refused in another stream', async () => {
        const sent = events(1);
        const other = newStream();
        await append({ stream: newStream(), expectedRevision: 0, events: sent });

        const outcome = await append({ stream: other, expectedRevision: 0, events: sent });

        expect(outcome).toMatchObject({
          ok: false,
          error: { kind: 'EventRefused', stream: other },
        });
        expect(await store.readStream(other)).toEqual([]);
      });

      it('is refused when it repeats an id within itself', async () => {
        const stream = newStream();
        const twin = event();

        const outcome = await append({ stream, expectedRevision: 0, events: [twin, twin] });

        expect(outcome).toMatchObject({ ok: false, error: { kind: 'EventRefused', stream } });
      });
    });

    describe('appendMany', () => {
      it('answers nothing to no request', async () => {
        expect(await store.appendMany([])).toEqual([]);
      });

      it('gives each append its own outcome, in the order of the requests', async () => {
        const [present, repeated, fresh] = [newStream(), newStream(), newStream()];
        await fill(present, 1);
        const sent = events(1);
        await append({ stream: repeated, expectedRevision: 0, events: sent });

        const outcomes = await store.appendMany([
          { stream: fresh, expectedRevision: 0, events: events(2) },
          { stream: present, expectedRevision: 0, events: events(1) },
          { stream: repeated, expectedRevision: 0, events: sent },
          { stream: present, expectedRevision: 1, events: events(1) },
          { stream: fresh, expectedRevision: 2, events: events(1) },
        ]);

        expect(
          outcomes.map((outcome) =>
            outcome.ok ? [outcome.value.revision, outcome.value.repeated] : outcome.error,
          ),
        ).toEqual([
          [2, false],
          { kind: 'RevisionConflict', stream: present, expected: 0, actual: 1 },
          [1, true],
          [2, false],
          [3, false],
        ]);
        expect(revisionsOf(await store.readStream(fresh))).toEqual([1, 2, 3]);
      });

      it('writes all the events of a refused append or none of them', async () => {
        const [clash, refused] = [newStream(), newStream()];
        await fill(clash, 2);
        const taken = events(1);
        await append({ stream: newStream(), expectedRevision: 0, events: taken });

        const outcomes = await store.appendMany([
          { stream: clash, expectedRevision: 1, events: events(3) },
          { stream: refused, expectedRevision: 0, events: [event(), ...taken, event()] },
        ]);

        expect(outcomes.map(({ ok }) => ok)).toEqual([false, false]);
        expect(revisionsOf(await store.readStream(clash))).toEqual([1, 2]);
        expect(await store.readStream(refused)).toEqual([]);
      });

      it('takes a thousand streams at once, and still finds the one that conflicts', async () => {
        const streams = Array.from({ length: 1_000 }, newStream);
        const taken = streams[617] as string;
        await fill(taken, 1);

        const outcomes = await store.appendMany(
          streams.map((stream) => ({ stream, expectedRevision: 0, events: events(1) })),
        );

        expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]))).toEqual([
          { kind: 'RevisionConflict', stream: taken, expected: 0, actual: 1 },
        ]);
        const found = await store.readStreams(streams);
        expect([...found.values()].map(revisionsOf)).toEqual(streams.map(() => [1]));
      });

      it('continues hundreds of streams at once, and refuses those that would leave a gap', async () => {
        const streams = Array.from({ length: 300 }, newStream);
        const requests = (expectedRevision: (index: number) => number): readonly AppendRequest[] =>
          streams.map((stream, index) => ({
            stream,
            expectedRevision: expectedRevision(index),
            events: events(1),
          }));
        await store.appendMany(requests(() => 0));

        const outcomes = await store.appendMany(requests((index) => (index % 100 === 7 ? 2 : 1)));

        expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]))).toEqual(
          [7, 107, 207].map((index) => ({
            kind: 'RevisionConflict',
            stream: streams[index],
            expected: 2,
            actual: 1,
          })),
        );
      });
    });

    describe('concurrent writers', () => {
      it('lets exactly one of sixty-four that expect the same revision win', async () => {
        const stream = newStream();

        const outcomes = await Promise.all(
          Array.from({ length: 64 }, () =>
            append({ stream, expectedRevision: 0, events: events(1) }),
          ),
        );

        expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
        expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]))).toEqual(
          Array.from({ length: 63 }, () => ({
            kind: 'RevisionConflict',
            stream,
            expected: 0,
            actual: 1,
          })),
        );
        expect(revisionsOf(await store.readStream(stream))).toEqual([1]);
      });

      it('lets each of sixteen that try again after a conflict win in the end', async () => {
        const stream = newStream();
        const untilItWins = async (): Promise<number> => {
          const mine = events(1);
          for (let expected = 0; ;) {
            const outcome = await append({ stream, expectedRevision: expected, events: mine });
            if (outcome.ok) return outcome.value.revision;
            if (outcome.error.kind !== 'RevisionConflict') throw new Error(outcome.error.kind);
            expected = outcome.error.actual;
          }
        };

        const revisions = await Promise.all(Array.from({ length: 16 }, untilItWins));

        expect(revisions.sort((a, b) => a - b)).toEqual(
          Array.from({ length: 16 }, (_, index) => index + 1),
        );
      });
    });

    it('behaves as its model does, whatever is appended', async () => {
      const request = fc.record({
        stream: fc.nat({ max: 2 }),
        offset: fc.constantFrom(0, 0, 0, -1, 1),
        count: fc.integer({ min: 1, max: 3 }),
        repeat: fc.option(fc.nat({ max: 5 }), { freq: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 12 }), async (steps) => {
          const streams = [newStream(), newStream(), newStream()];
          const model = streams.map((): string[] => []);
          const past: {
            readonly stream: number;
            readonly events: readonly NewEvent[];
            readonly revision: number;
          }[] = [];

          for (const { stream, offset, count, repeat } of steps) {
            const old = repeat === null ? undefined : past[repeat];
            const at = old?.stream ?? stream;
            const held = model[at] as string[];
            const expectedRevision = Math.max(0, held.length + offset);
            const sent = old?.events ?? events(count);
            const conflict = old === undefined && expectedRevision !== held.length;
            const outcome = await append({
              stream: streams[at] as string,
              expectedRevision,
              events: sent,
            });

            if (old === undefined && !conflict) {
              held.push(...sent.map(({ id }) => id));
              past.push({ stream: at, events: sent, revision: held.length });
            }
            expect(
              outcome.ok ? [outcome.value.revision, outcome.value.repeated] : outcome.error,
            ).toEqual(
              conflict
                ? {
                    kind: 'RevisionConflict',
                    stream: streams[at],
                    expected: expectedRevision,
                    actual: held.length,
                  }
                : [old?.revision ?? held.length, old !== undefined],
            );
          }
          const found = await Promise.all(streams.map((stream) => store.readStream(stream)));
          expect(found.map((list) => list.map(({ id }) => id))).toEqual(model);
        }),
        { numRuns: 40, seed: 2014 },
      );
    });

    describe('reading', () => {
      it('starts a stream after a revision', async () => {
        const stream = newStream();
        await fill(stream, 4);

        expect(revisionsOf(await store.readStream(stream, 2))).toEqual([3, 4]);
        expect(await store.readStream(stream, 4)).toEqual([]);
      });

      it('reads several streams whole, without the unknown ones', async () => {
        const [one, two, unknown] = [newStream(), newStream(), newStream()];
        await fill(one, 2);
        await fill(two, 1);

        const found = await store.readStreams([one, unknown, two, one]);

        expect([...found].map(([stream, list]) => [stream, revisionsOf(list)])).toEqual([
          [one, [1, 2]],
          [two, [1]],
        ]);
      });

      it('gives many readers of one moment each its own stream', async () => {
        const streams = Array.from({ length: 30 }, newStream);
        await store.appendMany(
          streams.map((stream, index) => ({
            stream,
            expectedRevision: 0,
            events: events((index % 3) + 1),
          })),
        );

        const found = await Promise.all(streams.map((stream) => store.readStream(stream, 1)));

        expect(found.map((list) => list.length)).toEqual(streams.map((_, index) => index % 3));
      });

      it('pages through the whole log in one total order, the same for every size of page', async () => {
        const large = await everything(store, 5_000);
        const small = await everything(store, 97);

        expect(small.map(({ id }) => id)).toEqual(large.map(({ id }) => id));
        expect(new Set(large.map(({ id }) => id)).size).toBe(large.length);
        expect(
          large.every(
            ({ position }, index) =>
              index === 0 || position > (large[index - 1] as RecordedEvent).position,
          ),
        ).toBe(true);
        expect(await store.head()).toBe(large.at(-1)?.position);
      });

      it('keeps the order of each stream within the total order', async () => {
        const seen = new Map<string, number>();
        for (const { stream, revision } of await everything(store, 5_000)) {
          expect(revision).toBe((seen.get(stream) ?? 0) + 1);
          seen.set(stream, revision);
        }
        expect(seen.size).toBeGreaterThan(0);
      });
    });

    describe('subscribe', () => {
      it('catches up, then follows what is appended, without a gap or a repeat', async () => {
        const after = await store.head();
        const stream = newStream();
        await fill(stream, 5);

        const following = follow(store, { after, count: 15 });
        for (let revision = 5; revision < 15; revision += 1)
          await append({ stream, expectedRevision: revision, events: events(1) });

        expect(revisionsOf((await following).flat())).toEqual(
          Array.from({ length: 15 }, (_, index) => index + 1),
        );
      });

      it('resumes where a reader was', async () => {
        const after = await store.head();
        const stream = newStream();
        await fill(stream, 6);

        const first = (await follow(store, { after, count: 4, batchSize: 2 })).flat();
        const rest = (
          await follow(store, { after: first.at(-1)?.position ?? after, count: 2 })
        ).flat();

        expect(revisionsOf(first)).toEqual([1, 2, 3, 4]);
        expect(revisionsOf(rest)).toEqual([5, 6]);
      });

      it('sends at most the size of a batch, the next one when it is asked for', async () => {
        const after = await store.head();
        const stream = newStream();
        await fill(stream, 3);
        const ending = new AbortController();
        const batches = store
          .subscribe(after, { signal: ending.signal, batchSize: 2 })
          [Symbol.asyncIterator]();

        const first = await batches.next();
        await append({ stream, expectedRevision: 3, events: events(1) });
        const second = await batches.next();
        ending.abort();

        expect(revisionsOf(first.value as readonly RecordedEvent[])).toEqual([1, 2]);
        expect(revisionsOf(second.value as readonly RecordedEvent[])).toEqual([3, 4]);
        expect(await batches.next()).toEqual({ done: true, value: undefined });
      });

      it('ends when it is told to while it waits for events', async () => {
        const ending = new AbortController();
        const batches = store
          .subscribe(await store.head(), { signal: ending.signal })
          [Symbol.asyncIterator]();
        const waiting = batches.next();

        ending.abort();

        expect(await waiting).toEqual({ done: true, value: undefined });
      });

      it('gives two readers the same events', async () => {
        const after = await store.head();
        const following = [1, 2].map(() => follow(store, { after, count: 20 }));
        await Promise.all(Array.from({ length: 20 }, () => fill(newStream(), 1)));

        const [one, two] = await Promise.all(following);

        expect(one?.flat().map(({ id }) => id)).toEqual(two?.flat().map(({ id }) => id));
        expect(one?.flat()).toHaveLength(20);
      });
    });
  });
};
