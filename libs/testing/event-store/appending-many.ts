import { describe, expect, it } from '@jest/globals';

import type { AppendRequest, EventStore } from '#application';

import { event, events, fill, newStream, revisionsOf } from './samples.js';

/** How a store appends to many streams at once, and for many writers at once. */
export const itAppendsMany = (store: () => EventStore): void => {
  describe('appendMany', () => {
    it('answers nothing to no request', async () => {
      expect(await store().appendMany([])).toEqual([]);
    });

    it('gives each append its own outcome, in the order of the requests', async () => {
      const [present, repeated, fresh] = [newStream(), newStream(), newStream()];
      await fill(store(), present, 1);
      const sent = events(1);
      await store().append({ stream: repeated, expectedRevision: 0, events: sent });

      const outcomes = await store().appendMany([
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
      expect(revisionsOf(await store().readStream(fresh))).toEqual([1, 2, 3]);
    });

    it('writes all the events of a refused append or none of them', async () => {
      const [clash, refused] = [newStream(), newStream()];
      await fill(store(), clash, 2);
      const taken = events(1);
      await store().append({ stream: refused, expectedRevision: 0, events: taken });

      const outcomes = await store().appendMany([
        { stream: clash, expectedRevision: 1, events: events(3) },
        { stream: refused, expectedRevision: 1, events: [event(), ...taken, event()] },
      ]);

      expect(outcomes.map(({ ok }) => ok)).toEqual([false, false]);
      expect(revisionsOf(await store().readStream(clash))).toEqual([1, 2]);
      expect(revisionsOf(await store().readStream(refused))).toEqual([1]);
    });

    it('takes a thousand streams at once, and still finds the one that conflicts', async () => {
      const streams = Array.from({ length: 1_000 }, newStream);
      const taken = streams[617] as string;
      await fill(store(), taken, 1);

      const outcomes = await store().appendMany(
        streams.map((stream) => ({ stream, expectedRevision: 0, events: events(1) })),
      );

      expect(outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome.error]))).toEqual([
        { kind: 'RevisionConflict', stream: taken, expected: 0, actual: 1 },
      ]);
      const found = await store().readStreams(streams);
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
      await store().appendMany(requests(() => 0));

      const outcomes = await store().appendMany(requests((index) => (index % 100 === 7 ? 2 : 1)));

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
          store().append({ stream, expectedRevision: 0, events: events(1) }),
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
      expect(revisionsOf(await store().readStream(stream))).toEqual([1]);
    });

    it('lets each of sixteen that try again after a conflict win in the end', async () => {
      const stream = newStream();
      const untilItWins = async (): Promise<number> => {
        const mine = events(1);
        for (let expected = 0; ;) {
          const outcome = await store().append({
            stream,
            expectedRevision: expected,
            events: mine,
          });
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
};
