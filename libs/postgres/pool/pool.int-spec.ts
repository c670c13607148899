import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  createPool,
  type DatabaseFault,
  DatabaseUnavailable,
  inTransaction,
  query,
  statement,
  withConnection,
} from '#postgres';

import { emptyDatabaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

const readMoment = statement<{ readonly moment: string }>(
  'test-moment',
  "select timestamptz '2014-05-06 07:08:09.1+02' as moment",
);
const readLarge = statement<{ readonly large: bigint; readonly day: string }>(
  'test-large',
  "select 9007199254740993::bigint as large, date '2014-09-01' as day",
);
const insertCity = statement('test-insert', 'insert into city (name) values ($1)');
const endSelf = statement('test-end', 'select pg_terminate_backend(pg_backend_pid())');
const selectOne = statement<{ readonly one: number }>('test-one', 'select 1 as one');

describe('the pool', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await emptyDatabaseForTest();
    await database.pool.query('create table city (name text constraint city_once unique)');
  });

  afterAll(() => database.drop());

  it('reads moments as ISO 8601 in UTC with microseconds', async () => {
    expect(await query(database.pool, readMoment)).toEqual([
      { moment: '2014-05-06T05:08:09.100000Z' },
    ]);
  });

  it('reads bigint without loss and days as texts', async () => {
    expect(await query(database.pool, readLarge)).toEqual([
      { large: 9007199254740993n, day: '2014-09-01' },
    ]);
  });

  it('names the constraint that refuses a row, and rolls its transaction back', async () => {
    const twice = inTransaction(database.pool, async (connection) => {
      await query(connection, insertCity, ['Foix']);
      await query(connection, insertCity, ['Foix']);
    });

    await expect(twice).rejects.toMatchObject({
      name: 'DatabaseFault',
      fault: {
        kind: 'unique',
        constraint: 'city_once',
        detail: 'Key (name)=(Foix) already exists.',
      },
    } satisfies Partial<DatabaseFault>);
    expect((await database.pool.query('select from city')).rowCount).toBe(0);
  });

  it('says that it is a text which is refused when one has a NUL character', async () => {
    await expect(query(database.pool, insertCity, ['Fo\u0000ix'])).rejects.toMatchObject({
      name: 'DatabaseTextRefused',
    });
  });

  it('says that the database is unavailable when it ends the connection, and replaces it', async () => {
    const ended = withConnection(database.pool, (connection) => query(connection, endSelf));

    await expect(ended).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await query(database.pool, selectOne)).toEqual([{ one: 1 }]);
  });

  it('says that the database is unavailable when nobody listens', async () => {
    const nowhere = createPool({ url: 'postgres://test@127.0.0.1:1/none', connectTimeoutMs: 500 });

    await expect(query(nowhere, selectOne)).rejects.toBeInstanceOf(DatabaseUnavailable);
    await nowhere.end();
  });
});
