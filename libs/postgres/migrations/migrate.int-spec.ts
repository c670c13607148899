import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { createPool, migrate, migrationsDirectory } from '#postgres';

import { emptyDatabaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

const cities = 'create table city (name text not null);\n';
const index = '--! no-transaction\ncreate index concurrently city_name on city (name);\n';

describe('migrations', () => {
  let database: TestDatabase;
  let folder: string;

  const files = async (contents: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(contents)) await writeFile(join(folder, name), text);
  };

  beforeEach(async () => {
    database = await emptyDatabaseForTest();
    folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  });

  afterEach(async () => {
    await database.drop();
    await rm(folder, { recursive: true });
  });

  it('refuses a server that is too old, and changes nothing in it', async () => {
    await files({ '0001__create_city.sql': cities });

    await expect(migrate(database.pool, folder, 99)).rejects.toThrow(
      /the server is PostgreSQL \d+\S*.*; it has to be 99 or later/,
    );
    const { rows } = await database.pool.query(
      "select to_regnamespace('migration') is null as untouched",
    );
    expect(rows).toEqual([{ untouched: true }]);
  });

  it('applies what is pending, in order, once', async () => {
    await files({ '0001__create_city.sql': cities, '0003__index_city.sql': index });

    expect(await migrate(database.pool, folder)).toEqual({
      applied: ['0001__create_city.sql', '0003__index_city.sql'],
      current: 3,
    });
    expect(await migrate(database.pool, folder)).toEqual({ applied: [], current: 3 });

    await files({ '0004__fill_city.sql': "insert into city values ('Toulouse');\n" });
    expect(await migrate(database.pool, folder)).toEqual({
      applied: ['0004__fill_city.sql'],
      current: 4,
    });
    expect((await database.pool.query('select name from city')).rows).toEqual([
      { name: 'Toulouse' },
    ]);
  });

  it('lets exactly one of twenty runners that start at once do the work', async () => {
    await files({ '0001__create_city.sql': cities, '0002__index_city.sql': index });
    const pools = Array.from({ length: 20 }, () => createPool({ url: database.url, max: 1 }));

    const reports = await Promise.all(pools.map((pool) => migrate(pool, folder)));
    await Promise.all(pools.map((pool) => pool.end()));

    expect(reports.flatMap(({ applied }) => applied)).toEqual([
      '0001__create_city.sql',
      '0002__index_city.sql',
    ]);
    expect(new Set(reports.map(({ current }) => current))).toEqual(new Set([2]));
  });

  it('leaves nothing of a migration that fails, and keeps those before it', async () => {
    await files({
      '0001__create_city.sql': cities,
      '0002__break.sql': 'create table half (id integer);\nselect 1/0;\n',
    });

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      '0002__break.sql failed and was not recorded: division by zero. Mend its cause, then migrate again.',
    );
    const tables = await database.pool.query(
      "select relname from pg_class where relname in ('city', 'half')",
    );
    expect(tables.rows).toEqual([{ relname: 'city' }]);
  });

  it('refuses a file that was edited after it was applied', async () => {
    await files({ '0001__create_city.sql': cities });
    await migrate(database.pool, folder);
    await files({ '0001__create_city.sql': `${cities}-- edited\n` });

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      /^0001__create_city\.sql was edited after it was applied \(applied [0-9a-f]{12}, found [0-9a-f]{12}\)\. Restore the file and write a new migration\.$/,
    );
  });

  it('takes a file with Windows line ends for the same file', async () => {
    await files({ '0001__create_city.sql': cities });
    await migrate(database.pool, folder);
    await files({ '0001__create_city.sql': cities.replaceAll('\n', '\r\n') });

    expect(await migrate(database.pool, folder)).toEqual({ applied: [], current: 1 });
  });

  it('refuses two files of one number', async () => {
    await files({ '0001__create_city.sql': cities, '0001__create_town.sql': cities });

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      '0001__create_city.sql and 0001__create_town.sql have the same number. Give the newer one the next free number.',
    );
  });

  it('refuses a file that comes before one that is applied', async () => {
    await files({ '0002__create_city.sql': cities });
    await migrate(database.pool, folder);
    await files({ '0001__late.sql': 'select 1;\n' });

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      '0001__late.sql comes before 0002__create_city.sql, which is applied already. Give it the next free number.',
    );
  });

  it('refuses a database that a newer version has migrated', async () => {
    await files({ '0001__create_city.sql': cities });
    await migrate(database.pool, folder);
    await rm(join(folder, '0001__create_city.sql'));

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      'The database has migration 0001__create_city.sql, which this version does not know. Run the version that made it, or a newer one.',
    );
  });

  it('refuses a name of another form', async () => {
    await files({ '1_City.sql': cities });

    await expect(migrate(database.pool, folder)).rejects.toThrow(
      "1_City.sql is not a migration's name: expected four digits, two underscores and words in lower case, like 0001__create_event_log.sql. Rename it.",
    );
  });

  it('ships migrations that an empty database takes', async () => {
    const report = await migrate(database.pool, migrationsDirectory());

    expect(report.applied.slice(0, 1)).toEqual(['0001__create_event_log.sql']);
  });
});
