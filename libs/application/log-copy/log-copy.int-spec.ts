import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type EventStore, projectionNames } from '#application';
import { copyLog, LogCopyUnfinished, verifyCopy } from '#application/log-copy';
import { beginning, position, type RecordedEvent } from '#kernel';
import { openCopyTarget as openKurrentTarget, openKurrentLog } from '#kurrentdb';
import { makeReadModels, openCopyTarget, openEventLog } from '#postgres';

import { runTypeScript } from '../../testing/child-process.js';
import { accepted, event, everything, fill, follow } from '../../testing/event-store/samples.js';
import { type StandIn, startStandIn } from '../../testing/kurrentdb/stand-in.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  opening,
  registration,
  respondent,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

type Closing = { readonly close: () => Promise<void> };

const closers: (() => Promise<void>)[] = [];
const kept = <Opened extends Closing>(opened: Opened): Opened => {
  closers.unshift(() => opened.close());
  return opened;
};

const database = async (): Promise<TestDatabase> => {
  const made = await databaseForTest();
  closers.unshift(() => made.drop());
  return made;
};

const server = async (): Promise<StandIn> => {
  const started = await startStandIn();
  closers.unshift(() => started.stop());
  return started;
};

const logOf = async ({ url }: TestDatabase) => kept(await openEventLog({ url }));
const targetOf = async ({ url }: TestDatabase) => kept(await openCopyTarget({ url }));
const kurrentLogOf = async ({ url }: StandIn) => kept(await openKurrentLog({ url }));
const kurrentTargetOf = async ({ url }: StandIn) => kept(await openKurrentTarget({ url }));

afterAll(async () => {
  for (const close of closers) await close();
});

type Written = { readonly stream: number; readonly data: unknown; readonly hole: number };

const written: fc.Arbitrary<Written> = fc.record({
  stream: fc.nat({ max: 4 }),
  data: fc.jsonValue(),
  hole: fc.constantFrom(0, 0, 0, 1, 40),
});

/** Appends what the log takes, each to the end of its stream; some positions are drawn for nothing. */
const write = async (
  store: EventStore,
  { pool }: TestDatabase,
  facts: readonly Written[],
): Promise<void> => {
  for (const { stream: index, data, hole } of facts) {
    const stream = `response-copied.${String(index)}`;
    const { length: expectedRevision } = await store.readStream(stream);
    await store.append({ stream, expectedRevision, events: [event(data)] });
    await pool.query(
      `select nextval(pg_get_serial_sequence('event_log.event', 'position')) from generate_series(1, $1)`,
      [hole],
    );
  }
};

const rowsOf = async ({ pool }: TestDatabase): Promise<readonly unknown[]> => {
  const { rows } = await pool.query<{ readonly row: string }>(
    `select concat_ws('|', position, stream, revision, event_id, type, schema_version, recorded_at, data, metadata)
       as row from event_log.event order by position`,
  );
  return rows;
};

const many = (count: number): readonly Written[] =>
  Array.from({ length: count }, (_, index) => ({
    stream: index % 5,
    data: { index, name: 'école' },
    hole: index % 7 === 0 ? 1 : 0,
  }));

/** Five streams at once: quicker than one event after the other. */
const bulk = async (store: EventStore, name: string, count: number): Promise<void> => {
  for (let stream = 0; stream < 5; stream += 1)
    await fill(store, `response-${name}.${String(stream)}`, count / 5);
};

describe('a log that is copied', () => {
  it('from PostgreSQL to KurrentDB and back is the same, byte for byte', async () => {
    const check = async (facts: readonly Written[]): Promise<void> => {
      const [first, last, kurrent] = await Promise.all([database(), database(), server()]);
      const source = await logOf(first);
      await write(source, first, facts);

      const there = await copyLog({ source, target: await kurrentTargetOf(kurrent) });
      const target = await targetOf(last);
      const back = await copyLog({ source: await kurrentLogOf(kurrent), target });

      expect([there.ok, back]).toEqual([true, there]);
      expect(await rowsOf(last)).toEqual(await rowsOf(first));
      expect(there).toMatchObject({ value: { difference: null, position: await source.head() } });
    };
    await fc.assert(fc.asyncProperty(fc.array(written, { maxLength: 25 }), check), {
      numRuns: 12,
      seed: 2014,
      examples: [[[]], [many(1)]],
    });
  });

  it('goes on behind what was copied, in an order that every reader can follow', async () => {
    const [first, kurrent] = await Promise.all([database(), server()]);
    const source = await logOf(first);
    await bulk(source, 'copied', 1_200);
    await write(source, first, many(3));
    expect((await copyLog({ source, target: await kurrentTargetOf(kurrent) })).ok).toBe(true);

    const log = await kurrentLogOf(kurrent);
    const before = await log.head();
    expect(before).toBe(await source.head());
    const place = await fill(log, 'response-new.1', 3);
    accepted(
      await log.append({
        stream: 'response-copied.1',
        expectedRevision: (await log.readStream('response-copied.1')).length,
        events: [event()],
      }),
    );

    const all = await everything(await kurrentLogOf(kurrent), 500);
    const positions = all.map((found) => found.position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => (a < b ? -1 : 1)));
    expect(all).toHaveLength(1_207);
    expect([place.position, await log.head()]).toEqual(positions.slice(-2));
    for (const index of [0, 1, 500, 999, 1_000, 1_001, 1_202, 1_203, 1_206]) {
      const [at, rest] = [positions[index] ?? beginning, all.slice(index + 1, index + 12)];
      expect(await log.readAll(at, 11)).toEqual(rest);
      expect(await (await kurrentLogOf(kurrent)).readAll(at, 11)).toEqual(rest);
    }
    expect(await log.readAll(position((positions[700] ?? beginning) - 1n), 1)).toHaveLength(1);
    const followed = await follow(log, { after: positions[1_000] ?? beginning, count: 206 });
    expect(followed.flat()).toEqual(all.slice(1_001));
  });

  it('goes on behind it on PostgreSQL, where the sequence is', async () => {
    const [first, last] = await Promise.all([database(), database()]);
    const source = await logOf(first);
    await write(source, first, many(30));
    await copyLog({ source, target: await targetOf(last) });
    const log = await logOf(last);

    const place = await fill(log, 'response-new.1', 1);

    expect(place.position).toBe((await source.head()) + 1n);
  });

  it('is taken up where it was, as often as it is run', async () => {
    const [first, kurrent] = await Promise.all([database(), server()]);
    const source = await logOf(first);
    const target = await kurrentTargetOf(kurrent);
    const copied: (number | string)[] = [];
    for (const more of [5, 0, 1_100]) {
      if (more > 0) await bulk(source, `more${String(more)}`, more);
      const outcome = await copyLog({ source, target });
      copied.push(outcome.ok ? outcome.value.copied : outcome.error.kind);
    }

    expect(copied).toEqual([5, 0, 1_100]);
    expect(await everything(await kurrentLogOf(kurrent), 300)).toEqual(
      await everything(source, 300),
    );
  });

  it('takes what is too large for one append apart, where one stream has it in a row', async () => {
    const [first, kurrent] = await Promise.all([database(), server()]);
    const source = await logOf(first);
    const heavy = Array.from({ length: 40 }, (_, at) => event({ at, text: 'é'.repeat(55_000) }));
    for (let at = 0; at < heavy.length; at += 10)
      accepted(
        await source.append({
          stream: 'response-copied.1',
          expectedRevision: at,
          events: heavy.slice(at, at + 10),
        }),
      );

    const report = await copyLog({ source, target: await kurrentTargetOf(kurrent) });
    expect(report).toMatchObject({ ok: true, value: { copied: 40, difference: null } });
  });

  it('gives read models that are equal, byte for byte', async () => {
    const [first, second, kurrent] = await Promise.all([database(), database(), server()]);
    const source = await logOf(first);
    const respondents = ['0130002G', '0130003H'].map((uai) => respondent(uai));
    await logWriter(source)([
      ...respondents.map((school) => registration(school)),
      ...opening({ campaign: 'small-2014', respondents }),
      ...[10, 20].map((pupils, index) =>
        submission({
          campaign: 'small-2014',
          uai: ['0130002G', '0130003H'][index] ?? '',
          answers: { pupils, computers: 3 },
        }),
      ),
    ]);
    await copyLog({ source, target: await kurrentTargetOf(kurrent) });
    const digestsFrom = async ({ pool }: TestDatabase, store: EventStore) => {
      const models = makeReadModels({ pool, store }, smallCatalogue());
      models.projector.start();
      await models.projector.ready();
      await models.clock.waitFor(await store.head(), 60_000);
      const reports = [];
      for (const name of projectionNames)
        reports.push(await models.rebuilder.rebuild(name, { switchOver: false }));
      await models.projector.stop();
      return reports.map(({ projection, digests, equal }) => ({ projection, digests, equal }));
    };

    const fromPostgres = await digestsFrom(first, source);
    const fromKurrent = await digestsFrom(second, await kurrentLogOf(kurrent));

    expect(fromKurrent).toEqual(fromPostgres);
    expect(fromKurrent.every(({ equal }) => equal)).toBe(true);
  });
});

describe('a copy is refused', () => {
  let first: TestDatabase;
  let source: EventStore;

  beforeAll(async () => {
    first = await database();
    source = await logOf(first);
    await write(source, first, many(20));
  });

  it('into a log that holds something else, and nothing is written', async () => {
    const other = await database();
    const otherLog = await logOf(other);
    await fill(otherLog, 'response-other.1', 2);
    const kurrent = await server();
    await fill(await kurrentLogOf(kurrent), 'response-other.1', 2);

    const intoPostgres = await copyLog({ source, target: await targetOf(other) });
    const intoKurrent = await copyLog({ source, target: await kurrentTargetOf(kurrent) });

    const refusal = { ok: false, error: { kind: 'TargetNotAPrefix', position: 1n } };
    expect([intoPostgres, intoKurrent]).toEqual([refusal, refusal]);
    expect(await everything(otherLog, 100)).toHaveLength(2);
  });

  it('into a copy that has gone on by itself', async () => {
    const other = await database();
    await copyLog({ source, target: await targetOf(other) });
    const log = await logOf(other);
    await fill(log, 'response-other.1', 1);

    const again = await copyLog({ source, target: await targetOf(other) });

    const head = await log.head();
    expect(again).toEqual({ ok: false, error: { kind: 'TargetNotAPrefix', position: head } });
    const verified = await verifyCopy({ source, target: log });
    expect(verified).toMatchObject({ difference: null, events: { source: 20, target: 20 } });
  });

  it('to be opened before it is finished', async () => {
    const [other, kurrent] = await Promise.all([database(), server()]);
    const targets = [await targetOf(other), await kurrentTargetOf(kurrent)];
    const begun = await source.readAll(beginning, 5);
    for (const target of targets) {
      await target.begin();
      expect(await target.take(begun, beginning)).toBe(true);
    }

    await expect(openEventLog({ url: other.url })).rejects.toThrow(LogCopyUnfinished);
    await expect(openKurrentLog({ url: kurrent.url })).rejects.toThrow(LogCopyUnfinished);
    for (const target of targets) await copyLog({ source, target });
    expect(await everything(await logOf(other), 7)).toEqual(await everything(source, 7));
    expect(await everything(await kurrentLogOf(kurrent), 7)).toEqual(await everything(source, 7));
  });

  it('what another has written in the meantime', async () => {
    const [other, kurrent] = await Promise.all([database(), server()]);
    const events = await source.readAll(beginning, 5);
    for (const target of [await targetOf(other), await kurrentTargetOf(kurrent)]) {
      await target.begin();
      await target.take(events.slice(0, 3), beginning);
      const [, second] = events;
      expect(await target.take(events.slice(2), second?.position ?? beginning)).toBe(false);
    }
  });

  it('to be called equal when one event differs', async () => {
    const other = await database();
    const target = await targetOf(other);
    await copyLog({ source, target });
    const spoilt = {
      head: () => target.head(),
      readAll: async (...asked: Parameters<EventStore['readAll']>) =>
        (await target.readAll(...asked)).map((found): RecordedEvent =>
          found.revision === 3
            ? { ...found, recordedAt: found.recordedAt.replace('Z', '1Z') }
            : found,
        ),
    };

    const { difference, digests } = await verifyCopy({ source, target: spoilt });

    const third = (await everything(source, 100)).find(({ revision }) => revision === 3);
    expect(difference).toBe(third?.position);
    expect(digests.source).not.toBe(digests.target);
  });
});

describe('a copy that is killed, again and again', () => {
  it.each(['postgres', 'kurrentdb'])(
    'into %s has every event once when it has come to its end',
    async (kind) => {
      const [first, other, kurrent] = await Promise.all([database(), database(), server()]);
      const source = await logOf(first);
      const streams = Array.from({ length: 45 }, (_, index) => `response-load.${String(index)}`);
      await Promise.all(streams.map((stream) => fill(source, stream, 100)));
      const url = kind === 'postgres' ? other.url : kurrent.url;

      for (const lines of [1, 2, 3, 4]) {
        const copying = runTypeScript('libs/testing/log-copy.process.ts', [first.url, url]);
        let seen = 0;
        for await (const line of copying.lines) {
          seen += line.startsWith('copying') ? 1 : 0;
          if (seen === lines) copying.kill('SIGKILL');
        }
        await copying.exited;
      }
      const target = kind === 'postgres' ? await targetOf(other) : await kurrentTargetOf(kurrent);
      const outcome = await copyLog({ source, target });

      expect(outcome).toMatchObject({
        ok: true,
        value: { difference: null, events: { source: 4_500, target: 4_500 } },
      });
      const log = kind === 'postgres' ? await logOf(other) : await kurrentLogOf(kurrent);
      expect(await everything(log, 900)).toEqual(await everything(source, 900));
    },
  );
});
