import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';

import { describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import type { EventStore } from '#application';
import { beginning, type Position } from '#kernel';
import { openEventLog } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

/** Same sequence for the same seed: what varies between two runs is the machine alone. */
const dice = (seed: number) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const columns = '(stream, revision, event_id, type, schema_version, data, metadata)';
const rowsOf = (stream: string, count: number): readonly (readonly unknown[])[] =>
  Array.from({ length: count }, (_, index) => [
    stream,
    index + 1,
    randomUUID(),
    'Written',
    1,
    '{}',
    '{}',
  ]);

const insert = async (client: pg.Client, count: number): Promise<void> => {
  const rows = rowsOf(randomUUID(), count);
  const places = rows.map(
    (row, at) => `(${row.map((_, index) => `$${String(at * row.length + index + 1)}`).join()})`,
  );
  await client.query(`insert into event_log.event ${columns} values ${places.join()}`, rows.flat());
};

const copy = async (client: pg.Client, count: number): Promise<void> => {
  const stream = client.query(copyFrom(`copy event_log.event ${columns} from stdin`));
  stream.end(
    rowsOf(randomUUID(), count)
      .map((row) => `${row.join('\t')}\n`)
      .join(''),
  );
  await finished(stream);
};

type Load = { readonly writers: number; readonly events: number };

/**
 * Writers that go to the table by SQL alone, and do what loses events elsewhere: half of them take
 * their transaction id before their position, they pause between the two and before they commit,
 * some roll back, half use COPY.
 */
const runAdversary = async (url: string, { writers, events }: Load): Promise<void> => {
  let left = events;
  const write = async (writer: number): Promise<void> => {
    const random = dice(writer + 1);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    while (left > 0) {
      const count = 1 + Math.floor(random() * 60);
      const isRolledBack = random() < 0.05;
      await client.query('begin');
      if (writer % 2 === 0) {
        await client.query('select pg_current_xact_id()');
        await pause(random() * 4);
      }
      await (writer % 4 < 2 ? copy(client, count) : insert(client, count));
      if (random() < 0.3) await pause(random() * 2);
      await client.query(isRolledBack ? 'rollback' : 'commit');
      if (!isRolledBack) left -= count;
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
};

const last = 'TheLoadIsOver';

/** Every position up to the event that is appended when the writers have ended. */
const followToLast = async (store: EventStore): Promise<readonly Position[]> => {
  const seen: Position[] = [];
  const { signal } = new AbortController();
  for await (const batch of store.subscribe(beginning, { signal, batchSize: 500 })) {
    for (const event of batch) seen.push(event.position);
    if (batch.at(-1)?.type === last) break;
  }
  return seen;
};

const appendLast = (store: EventStore) =>
  store.append({
    stream: last,
    expectedRevision: 0,
    events: [
      {
        id: randomUUID(),
        type: last,
        schemaVersion: 1,
        data: {},
        metadata: {
          actor: { role: 'operator', id: 'test' },
          cause: 'import',
          correlationId: randomUUID(),
        },
      },
    ],
  });

const positionsOf = async ({ pool }: TestDatabase): Promise<readonly bigint[]> => {
  const { rows } = await pool.query<{ position: bigint }>(
    'select position from event_log.event order by position',
  );
  return rows.map(({ position }) => position);
};

const observe = async (load: Load, prepare: (database: TestDatabase) => Promise<unknown>) => {
  const database = await databaseForTest();
  const store = await openEventLog({ url: database.url, pollMs: 1 });
  try {
    await prepare(database);
    const following = followToLast(store);
    await runAdversary(database.url, load);
    await appendLast(store);
    return { seen: await following, committed: await positionsOf(database) };
  } finally {
    await store.close();
    await database.drop();
  }
};

const missed = (seen: readonly bigint[], committed: readonly bigint[]): number => {
  const known = new Set(seen);
  return committed.filter((position) => !known.has(position)).length;
};

describe('a reader that follows the log live', () => {
  it('misses none of fifty thousand events that sixteen hostile writers commit out of order', async () => {
    const { seen, committed } = await observe({ writers: 16, events: 50_000 }, () =>
      Promise.resolve(),
    );

    expect(committed.length).toBeGreaterThanOrEqual(50_000);
    expect(missed(seen, committed)).toBe(0);
    expect(seen).toEqual(committed);
  });

  it('would miss events of the same writers if they did not queue for their positions', async () => {
    const { seen, committed } = await observe({ writers: 16, events: 20_000 }, ({ pool }) =>
      pool.query('alter table event_log.event disable trigger queue_for_append'),
    );

    expect(missed(seen, committed)).toBeGreaterThan(0);
  });
});
