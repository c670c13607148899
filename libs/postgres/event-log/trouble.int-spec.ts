import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { AppendOutcome, AppendRequest } from '#application';
import { beginning, type RecordedEvent } from '#kernel';
import { openEventLog, type PostgresEventLog, withConnection } from '#postgres';

import {
  databaseForTest,
  emptyDatabaseForTest,
  type TestDatabase,
} from '../../testing/postgres-for-tests.js';

const request = (type = 'Written', stream = `response-a.${randomUUID()}`): AppendRequest => ({
  stream,
  expectedRevision: 0,
  events: [
    {
      id: randomUUID(),
      type,
      schemaVersion: 1,
      data: {},
      metadata: {
        actor: { role: 'school', id: 'a' },
        cause: 'submission',
        correlationId: randomUUID(),
      },
    },
  ],
});

const requests = (count: number): readonly AppendRequest[] =>
  Array.from({ length: count }, () => request());

const kindOf = (outcome: AppendOutcome): string => (outcome.ok ? 'written' : outcome.error.kind);

describe('the event log in trouble', () => {
  let database: TestDatabase;
  let store: PostgresEventLog;

  const open = async (options = {}): Promise<PostgresEventLog> => {
    await store.close();
    store = await openEventLog({ url: database.url, ...options });
    return store;
  };

  const endSessions = () =>
    database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'observatoire %' and datname = current_database()",
    );

  beforeEach(async () => {
    database = await databaseForTest();
    store = await openEventLog({ url: database.url });
  });

  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  /** Does `meanwhile` while another writer holds the lock that every append waits for. */
  const whileBlocked = async <Value>(meanwhile: () => Promise<Value>): Promise<Value> =>
    withConnection(database.pool, async (blocker) => {
      await blocker.query('begin');
      await blocker.query('select pg_advisory_xact_lock(7203, 1)');
      const value = await meanwhile();
      await blocker.query('commit');
      return value;
    });

  const untilAppendWaits = async (): Promise<void> => {
    const waiting = "select from pg_locks where locktype = 'advisory' and not granted";
    while ((await database.pool.query(waiting)).rowCount === 0);
  };

  it.each([
    ['few', 20],
    ['many, which go by COPY,', 700],
  ])('lets a bad event in a commit shared with %s others fail alone', async (_, count) => {
    await database.pool.query(
      "alter table event_log.event add constraint no_bad_event check (type <> 'Bad')",
    );
    const batch = [...requests(count), request('Bad'), ...requests(count)];

    const outcomes = await store.appendMany(batch);

    expect(outcomes[count]).toEqual({
      ok: false,
      error: {
        kind: 'EventRefused',
        stream: batch[count]?.stream,
        reason: 'new row for relation "event" violates check constraint "no_bad_event"',
      },
    });
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(2 * count);
    expect((await database.pool.query('select from event_log.event')).rowCount).toBe(2 * count);
  });

  it('gathers the appends of one moment into one transaction', async () => {
    const outcomes = await Promise.all(requests(50).map((one) => store.append(one)));

    const { rows } = await database.pool.query('select distinct tx from event_log.event');
    expect(outcomes.map(kindOf)).toEqual(Array.from({ length: 50 }, () => 'written'));
    expect(rows).toHaveLength(1);
  });

  it('refuses what its bounded queue cannot hold, and commits the rest', async () => {
    await open({ queueLimit: 10 });

    const outcomes = await whileBlocked(async () => {
      const inFlight = store.append(request());
      await untilAppendWaits();
      const waiting = requests(10).map((one) => store.append(one));
      const beyond = await Promise.all([store.append(request()), store.append(request())]);
      return { inFlight, waiting, beyond };
    });

    expect(outcomes.beyond).toEqual([
      { ok: false, error: { kind: 'Overloaded', waiting: 10, limit: 10 } },
      { ok: false, error: { kind: 'Overloaded', waiting: 10, limit: 10 } },
    ]);
    const accepted = await Promise.all([outcomes.inFlight, ...outcomes.waiting]);
    expect(accepted.map(kindOf)).toEqual(Array.from({ length: 11 }, () => 'written'));
    expect((await database.pool.query('select from event_log.event')).rowCount).toBe(11);
  });

  it('writes once what it repeats after its connection was lost in the middle', async () => {
    const one = request();

    const appended = await whileBlocked(async () => {
      const waiting = store.append(one);
      await untilAppendWaits();
      await endSessions();
      return { waiting };
    });

    expect(kindOf(await appended.waiting)).toBe('written');
    expect((await store.readStream(one.stream)).map(({ revision }) => revision)).toEqual([1]);
  });

  it('throws when the log cannot be reached in time; the same append can be repeated later', async () => {
    await open({ retryForMs: 300 });
    const one = request();
    await database.shut();

    await expect(store.append(one)).rejects.toMatchObject({ name: 'EventLogUnavailable' });
    await expect(store.readStream(one.stream)).rejects.toMatchObject({
      name: 'EventLogUnavailable',
    });
    await expect(store.head()).rejects.toMatchObject({ name: 'EventLogUnavailable' });

    await database.reopen();
    expect(kindOf(await store.append(one))).toBe('written');
  });

  it('follows on after its connections were lost', async () => {
    const { signal } = new AbortController();
    const batches = store.subscribe(beginning, { signal })[Symbol.asyncIterator]();
    const types = ({ value }: IteratorResult<readonly RecordedEvent[]>): readonly string[] =>
      (value as readonly RecordedEvent[]).map(({ type }) => type);

    await store.append(request('Before'));
    expect(types(await batches.next())).toEqual(['Before']);
    const next = batches.next();
    await endSessions();
    await store.append(request('After'));

    expect(types(await next)).toEqual(['After']);
  });

  it('sees what another process appends', async () => {
    const other = await openEventLog({ url: database.url });
    const { signal } = new AbortController();
    const batches = store.subscribe(beginning, { signal })[Symbol.asyncIterator]();
    const next = batches.next();

    await other.append(request('Elsewhere'));

    const { value } = await next;
    expect((value as readonly RecordedEvent[]).map(({ type }) => type)).toEqual(['Elsewhere']);
    await other.close();
  });

  it('commits what waits before it closes, and takes nothing in afterwards', async () => {
    const waiting = requests(300).map((one) => store.append(one));

    await store.close();

    expect(new Set((await Promise.all(waiting)).map(kindOf))).toEqual(new Set(['written']));
    await expect(store.append(request())).rejects.toMatchObject({ name: 'EventLogUnavailable' });
    store = await openEventLog({ url: database.url });
    expect((await store.readAll(beginning, 1_000)).length).toBe(300);
  });

  it.each([
    'update event_log.event set type = type',
    'delete from event_log.event',
    'truncate event_log.event',
  ])('refuses to change a fact: %s', async (statement) => {
    await store.append(request());

    await expect(database.pool.query(statement)).rejects.toThrow(
      /^the event log is append only: (update|delete|truncate) is refused$/,
    );
  });
});

describe('the self-check of the event log', () => {
  let database: TestDatabase;

  afterEach(() => database.drop());

  it('refuses a database that was not migrated', async () => {
    database = await emptyDatabaseForTest();

    await expect(openEventLog({ url: database.url })).rejects.toMatchObject({
      name: 'EventLogUnsound',
      message: 'The database has no event log. Run its migrations first.',
    });
  });

  it.each([
    [
      'alter table event_log.event disable trigger queue_for_append',
      'trigger queue_for_append is missing or disabled',
    ],
    [
      'drop trigger refuse_change on event_log.event',
      'trigger refuse_change is missing or disabled',
    ],
    [
      'alter table event_log.event alter column position set cache 10',
      'the sequence of positions caches 10 values instead of 1',
    ],
    [
      'alter table event_log.event drop constraint event_id_once',
      'constraint event_id_once is missing or not valid',
    ],
  ])('refuses a log after: %s', async (change, fault) => {
    database = await databaseForTest();
    await database.pool.query(change);

    await expect(openEventLog({ url: database.url })).rejects.toMatchObject({
      name: 'EventLogUnsound',
      message: `The event log is not sound: ${fault}. Restore event_log from infra/postgres/schema.sql before anything is written.`,
    });
  });
});
