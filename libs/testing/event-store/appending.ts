import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import type { EventStore } from '#application';
import { beginning, type EventMetadata } from '#kernel';

import { accepted, event, events, fill, metadata, newStream, revisionsOf } from './samples.js';

/** How a store appends: whole, once, and at the revision that was expected. */
export const itAppends = (store: () => EventStore): void => {
  describe('when nothing was appended', () => {
    it('is at the beginning', async () => {
      expect(await store().head()).toBe(beginning);
      expect(await store().readAll(beginning, 10)).toEqual([]);
    });

    it('reads an unknown stream as empty', async () => {
      const stream = newStream();
      expect(await store().readStream(stream)).toEqual([]);
      expect(await store().readStreams([stream])).toEqual(new Map());
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

      const receipt = accepted(
        await store().append({ stream, expectedRevision: 0, events: [sent] }),
      );

      expect(receipt.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(receipt).toEqual({
        revision: 1,
        position: receipt.position,
        recordedAt: receipt.recordedAt,
        repeated: false,
      });
      expect(await store().readStream(stream)).toEqual([
        {
          ...sent,
          stream,
          revision: 1,
          position: receipt.position,
          recordedAt: receipt.recordedAt,
        },
      ]);
      expect(await store().head()).toBe(receipt.position);
    });

    it('answers with the place of the last event of several', async () => {
      const stream = newStream();
      const receipt = await fill(store(), stream, 3);

      const found = await store().readStream(stream);
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
    ])('refuses an expected revision that is %s, and names the actual one', async (_, expected) => {
      const stream = newStream();
      await fill(store(), stream, 2);

      const outcome = await store().append({
        stream,
        expectedRevision: expected,
        events: events(1),
      });

      expect(outcome).toEqual({
        ok: false,
        error: { kind: 'RevisionConflict', stream, expected, actual: 2 },
      });
      expect(revisionsOf(await store().readStream(stream))).toEqual([1, 2]);
    });

    it('refuses to continue a stream that does not exist', async () => {
      const stream = newStream();

      expect(await store().append({ stream, expectedRevision: 1, events: events(1) })).toEqual({
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

      await store().append({ stream, expectedRevision: 0, events: [event(data)] });

      expect((await store().readStream(stream))[0]?.data).toEqual(data);
    });

    it('takes an event of several megabytes', async () => {
      const stream = newStream();
      const data = {
        schools: Array.from(
          { length: 40_000 },
          (_, index) => `school ${String(index)} of the list, with an accent: é`,
        ),
      };

      await store().append({ stream, expectedRevision: 0, events: [event(data)] });

      expect((await store().readStream(stream))[0]?.data).toEqual(data);
    });

    it('refuses a NUL character, alone and among others', async () => {
      const bad = newStream();
      const good = newStream();

      const outcomes = await store().appendMany([
        { stream: bad, expectedRevision: 0, events: [event({ note: 'a\u0000b' })] },
        { stream: good, expectedRevision: 0, events: [event({ note: 'a\\u0000b' })] },
      ]);

      expect(outcomes[0]).toEqual({
        ok: false,
        error: { kind: 'EventRefused', stream: bad, reason: expect.stringContaining('NUL') },
      });
      expect(accepted(outcomes[1]).revision).toBe(1);
      expect(await store().readStream(bad)).toEqual([]);
    });
  });

  describe('a repeated append', () => {
    it('is not written twice and answers with the first place, whatever revision it expects', async () => {
      const stream = newStream();
      const sent = events(2);
      const first = accepted(await store().append({ stream, expectedRevision: 0, events: sent }));
      await store().append({ stream, expectedRevision: 2, events: events(1) });

      const again = accepted(await store().append({ stream, expectedRevision: 0, events: sent }));
      const later = accepted(await store().append({ stream, expectedRevision: 3, events: sent }));

      expect(again).toEqual({ ...first, repeated: true });
      expect(later).toEqual({ ...first, repeated: true });
      expect(revisionsOf(await store().readStream(stream))).toEqual([1, 2, 3]);
    });

    it('is written once when both come at the same time', async () => {
      const stream = newStream();
      const request = { stream, expectedRevision: 0, events: events(1) };

      const outcomes = await Promise.all([
        store().append(request),
        store().append(request),
        store().append(request),
      ]);

      expect(outcomes.map((outcome) => accepted(outcome).repeated).sort()).toEqual([
        false,
        true,
        true,
      ]);
      expect(revisionsOf(await store().readStream(stream))).toEqual([1]);
    });

    it('is refused when only some of its events are in the stream', async () => {
      const stream = newStream();
      const [known] = events(1);
      if (known === undefined) throw new Error('no event');
      await store().append({ stream, expectedRevision: 0, events: [known] });

      const outcome = await store().append({
        stream,
        expectedRevision: 1,
        events: [known, event()],
      });

      expect(outcome).toMatchObject({ ok: false, error: { kind: 'EventIdTaken', stream } });
      expect(revisionsOf(await store().readStream(stream))).toEqual([1]);
    });

    it('is refused when it repeats an id within itself', async () => {
      const stream = newStream();
      const twin = event();

      const outcome = await store().append({ stream, expectedRevision: 0, events: [twin, twin] });

      expect(outcome).toMatchObject({ ok: false, error: { kind: 'EventRefused', stream } });
    });
  });
};

/** For a log that keeps an index of ids over all streams. */
export const itKnowsIdsOfEveryStream = (store: () => EventStore): void => {
  it('refuses an event whose id another stream has', async () => {
    const sent = events(1);
    const other = newStream();
    await store().append({ stream: newStream(), expectedRevision: 0, events: sent });

    const outcome = await store().append({ stream: other, expectedRevision: 0, events: sent });

    expect(outcome).toMatchObject({
      ok: false,
      error: { kind: 'EventIdTaken', stream: other },
    });
    expect(await store().readStream(other)).toEqual([]);
  });
};
