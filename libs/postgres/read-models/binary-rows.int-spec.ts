import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Pool, withConnection } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { copyRows, type CopyStatement } from './copy-rows.js';

type Row = {
  readonly whole: number | null;
  readonly large: bigint | null;
  readonly flag: boolean;
  readonly text: string | null;
  readonly bytes: string | null;
  readonly moment: string | null;
  readonly numbers: readonly (number | null)[] | null;
  readonly counted: number;
  readonly list: readonly number[] | readonly bigint[];
};

const copyEverything: CopyStatement<Row> = {
  text: 'copy everything (whole, large, flag, text, bytes, moment, numbers, counted, list) from stdin with (format binary)',
  encode: (into, row) => {
    into.row(9);
    into.integer(row.whole);
    into.bigint(row.large);
    into.boolean(row.flag);
    into.text(row.text);
    into.bytes(row.bytes);
    into.moment(row.moment);
    into.integers(row.numbers);
    into.whole(row.counted);
    into.arrayText(row.list);
  },
};

const full: Row = {
  whole: -7,
  large: 9007199254740993n,
  flag: true,
  text: 'École d’Ô, 25 caractères et plus',
  bytes: '00ff10',
  moment: '2014-05-06T07:08:09.123456Z',
  numbers: [0, -1, null, 4294967296, -4294967297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  counted: Number.MAX_SAFE_INTEGER,
  list: [0, 9, 10, 100, 1999999999, 2147483647, 2147483648, -1, -30, Number.MIN_SAFE_INTEGER],
};
const empty: Row = {
  whole: null,
  large: null,
  flag: false,
  text: null,
  bytes: null,
  moment: null,
  numbers: null,
  counted: 0,
  list: [],
};
const short: Row = {
  ...empty,
  text: 'é\tABC',
  moment: '1999-12-31T23:59:59.5Z',
  numbers: [],
  counted: -1,
  list: [2n ** 64n, -5n],
};

const readBack = async (pool: Pool): Promise<readonly unknown[]> => {
  const { rows } = await pool.query(
    `select whole, large, flag, text, encode(bytes, 'hex') as bytes, moment, numbers::text[] as numbers,
       counted::float8, list
     from everything order by place`,
  );
  return rows as unknown[];
};

describe('rows copied in binary', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
    await database.pool.query(`create table everything (place integer generated always as identity,
      whole integer, large bigint, flag boolean, text text, bytes bytea, moment timestamptz, numbers bigint[],
      counted bigint, list text)`);
  });

  afterAll(() => database.drop());

  it('come back as they were: nulls, accents, microseconds and integers of 53 bits', async () => {
    await withConnection(database.pool, (connection) =>
      copyRows(connection, copyEverything, [full, empty, short]),
    );
    expect(await readBack(database.pool)).toEqual([
      {
        ...full,
        numbers: [
          '0',
          '-1',
          null,
          '4294967296',
          '-4294967297',
          '9007199254740991',
          '-9007199254740991',
        ],
        list: '{0,9,10,100,1999999999,2147483647,2147483648,-1,-30,-9007199254740991}',
      },
      { ...empty, list: '{}' },
      { ...short, moment: '1999-12-31T23:59:59.500000Z', list: '{18446744073709551616,-5}' },
    ]);
  });

  it('fill any number of chunks', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => ({
      ...full,
      whole: index,
      text: 'x'.repeat(300),
    }));
    await database.pool.query('truncate everything');
    await withConnection(database.pool, (connection) => copyRows(connection, copyEverything, rows));
    const { rows: found } = await database.pool.query(
      `select count(*)::integer as count, sum(whole)::integer as sum, min(length(text)) as shortest from everything`,
    );
    expect(found).toEqual([{ count: 5_000, sum: 12_497_500, shortest: 300 }]);
  });
});
