import { describe, expect, it } from '@jest/globals';

import type { EventStore } from '#application';
import type { RecordedEvent } from '#kernel';

import { events, everything, fill, follow, newStream, revisionsOf } from './samples.js';

/** How a store reads, and how it is followed. */
export const itReads = (store: () => EventStore): void => {
  describe('reading', () => {
    it('starts a stream after a revision', async () => {
      const stream = newStream();
      await fill(store(), stream, 4);

      expect(revisionsOf(await store().readStream(stream, 2))).toEqual([3, 4]);
      expect(await store().readStream(stream, 4)).toEqual([]);
    });

    it('reads several streams whole, without the unknown ones', async () => {
      const [one, two, unknown] = [newStream(), newStream(), newStream()];
      await fill(store(), one, 2);
      await fill(store(), two, 1);

      const found = await store().readStreams([one, unknown, two, one]);

      expect([...found].map(([stream, list]) => [stream, revisionsOf(list)])).toEqual([
        [one, [1, 2]],
        [two, [1]],
      ]);
    });

    it('gives many readers of one moment each its own stream', async () => {
      const streams = Array.from({ length: 30 }, newStream);
      await store().appendMany(
        streams.map((stream, index) => ({
          stream,
          expectedRevision: 0,
          events: events((index % 3) + 1),
        })),
      );

      const found = await Promise.all(streams.map((stream) => store().readStream(stream, 1)));

      expect(found.map((list) => list.length)).toEqual(streams.map((_, index) => index % 3));
    });

    it.each(['\u0000', '\n', '\t', '\ud800', 'x'.repeat(600)])(
      'finds nothing under a name that no stream may have, nor harms other readers: %j',
      async (mark) => {
        const [one, two] = [newStream(), newStream()];
        await fill(store(), one, 2);
        await fill(store(), two, 2);

        const found = await Promise.all([
          store().readStream(one, 1),
          store().readStream(`${one}${mark}${two}`),
          store().readStream(two, 1),
        ]);

        expect(found.map(revisionsOf)).toEqual([[2], [], [2]]);
      },
    );

    it('pages through the whole log in one total order, the same for every size of page', async () => {
      const large = await everything(store(), 5_000);
      const small = await everything(store(), 97);

      expect(small.map(({ id }) => id)).toEqual(large.map(({ id }) => id));
      expect(new Set(large.map(({ id }) => id)).size).toBe(large.length);
      expect(
        large.every(
          ({ position }, index) =>
            index === 0 || position > (large[index - 1] as RecordedEvent).position,
        ),
      ).toBe(true);
      expect(await store().head()).toBe(large.at(-1)?.position);
    });

    it('keeps the order of each stream within the total order', async () => {
      const seen = new Map<string, number>();
      for (const { stream, revision } of await everything(store(), 5_000)) {
        expect(revision).toBe((seen.get(stream) ?? 0) + 1);
        seen.set(stream, revision);
      }
      expect(seen.size).toBeGreaterThan(0);
    });
  });

  describe('subscribe', () => {
    it('catches up, then follows what is appended, without a gap or a repeat', async () => {
      const after = await store().head();
      const stream = newStream();
      await fill(store(), stream, 5);

      const following = follow(store(), { after, count: 15 });
      for (let revision = 5; revision < 15; revision += 1)
        await store().append({ stream, expectedRevision: revision, events: events(1) });

      expect(revisionsOf((await following).flat())).toEqual(
        Array.from({ length: 15 }, (_, index) => index + 1),
      );
    });

    it('resumes where a reader was', async () => {
      const after = await store().head();
      const stream = newStream();
      await fill(store(), stream, 6);

      const first = (await follow(store(), { after, count: 4, batchSize: 2 })).flat();
      const rest = (
        await follow(store(), { after: first.at(-1)?.position ?? after, count: 2 })
      ).flat();

      expect(revisionsOf(first)).toEqual([1, 2, 3, 4]);
      expect(revisionsOf(rest)).toEqual([5, 6]);
    });

    it('sends at most the size of a batch, the next one when it is asked for', async () => {
      const after = await store().head();
      const stream = newStream();
      await fill(store(), stream, 3);
      const ending = new AbortController();
      const batches = store()
        .subscribe(after, { signal: ending.signal, batchSize: 2 })
        [Symbol.asyncIterator]();

      const first = await batches.next();
      await store().append({ stream, expectedRevision: 3, events: events(1) });
      const second = await batches.next();
      ending.abort();

      expect(revisionsOf(first.value as readonly RecordedEvent[])).toEqual([1, 2]);
      expect(revisionsOf(second.value as readonly RecordedEvent[])).toEqual([3, 4]);
      expect(await batches.next()).toEqual({ done: true, value: undefined });
    });

    it('ends when it is told to while it waits for events', async () => {
      const ending = new AbortController();
      const batches = store()
        .subscribe(await store().head(), { signal: ending.signal })
        [Symbol.asyncIterator]();
      const waiting = batches.next();

      ending.abort();

      expect(await waiting).toEqual({ done: true, value: undefined });
    });

    it('gives two readers the same events', async () => {
      const after = await store().head();
      const following = [1, 2].map(() => follow(store(), { after, count: 20 }));
      await Promise.all(Array.from({ length: 20 }, () => fill(store(), newStream(), 1)));

      const [one, two] = await Promise.all(following);

      expect(one?.flat().map(({ id }) => id)).toEqual(two?.flat().map(({ id }) => id));
      expect(one?.flat()).toHaveLength(20);
    });
  });
};
