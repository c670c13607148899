import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { migrationsDirectory, readSchema } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

describe('infra/postgres/schema.sql', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
  });

  afterAll(() => database.drop());

  it('is what the migrations make (node tools/postgres/write-schema.mjs writes it)', async () => {
    const committed = await readFile(join(migrationsDirectory(), '..', 'schema.sql'), 'utf8');

    expect(await readSchema(database.pool)).toBe(committed);
  });
});
