import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { beginning, position, type Position, type RecordedEvent } from '#kernel';
import { openKurrentLog } from '#kurrentdb';

import { event, everything, fill, newStream } from '../testing/event-store/samples.js';
import { startStandIn, type StandIn } from '../testing/kurrentdb/stand-in.js';
import { KurrentTimes } from './times.js';

const start = Date.parse('2026-03-02T08:00:00.000Z');

/** Three events a millisecond, at places that are 37 apart. */
const recorded = (count: number): readonly RecordedEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    ...event(),
    stream: 'response-1',
    revision: index + 1,
    position: position(BigInt(index + 1) * 37n),
    recordedAt: new Date(start + Math.floor(index / 3)).toISOString().replace('Z', '000Z'),
  }));

const readerOf = (events: readonly RecordedEvent[]) => {
  const read: Position[] = [];
  return {
    read,
    reader: {
      readAll: (after: Position, limit: number) => {
        read.push(after);
        return Promise.resolve(events.filter((one) => one.position > after).slice(0, limit));
      },
      at: (place: Position) => Promise.resolve(events.find((one) => one.position === place)),
    },
  };
};

describe('the times of a log that finds events by place alone', () => {
  it('are those of every event, to the microsecond, over many pages', async () => {
    const events = recorded(3_500);
    const times = new KurrentTimes(readerOf(events).reader);
    const asked = [0, 1, 2, 999, 1_000, 1_001, 2_345, 3_499].map((index) => events[index]!);

    const found = await Promise.all(asked.map(({ recordedAt }) => times.positionAt(recordedAt)));
    const justBefore = await times.positionAt('2026-03-02T07:59:59.999999Z');

    const lastAtOrBefore = (instant: string) =>
      events.findLast(({ recordedAt }) => recordedAt <= instant)?.position ?? beginning;
    expect(found).toEqual(asked.map(({ recordedAt }) => lastAtOrBefore(recordedAt)));
    expect(justBefore).toBe(beginning);
  });

  it('are asked of one page once the log was read', async () => {
    const events = recorded(3_500);
    const { reader, read } = readerOf(events);
    const times = new KurrentTimes(reader);
    await times.positionAt('2999-01-01T00:00:00+02:00');
    const before = read.length;

    await times.positionAt(events[2_345]!.recordedAt);

    expect(read.length - before).toBe(1);
  });

  describe('on a server', () => {
    let server: StandIn;
    let log: Awaited<ReturnType<typeof openKurrentLog>>;
    beforeAll(async () => {
      server = await startStandIn();
      log = await openKurrentLog({ url: server.url });
    });
    afterAll(async () => {
      await log.close();
      await server.stop();
    });

    it('are read at the places of events, and of no others', async () => {
      await fill(log, newStream(), 3);
      await fill(log, newStream(), 2);
      const events = await everything(log, 10);
      const wanted = events.map(({ position: place }) => place);

      const found = await log.times.recordedAt([...wanted, position(1n)]);

      expect([...found]).toEqual(events.map((one) => [one.position, one.recordedAt]));
    });
  });
});
