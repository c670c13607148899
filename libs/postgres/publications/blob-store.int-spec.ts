import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { makeBlobStore } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');

describe('the bytes of publications', () => {
  let database: TestDatabase;
  const table = bytesOf('indicator,value\ncharte,12.5\n');

  beforeAll(async () => {
    database = await databaseForTest();
    await makeBlobStore(database.pool).keep([table, bytesOf('é'), table]);
  });
  afterAll(() => database.drop());

  it('are found again under their digest, and nothing under another', async () => {
    const blobs = makeBlobStore(database.pool);
    const found = [await blobs.bytes(digestOf(table)), await blobs.bytes('00'.repeat(32))];
    expect(found).toEqual([Buffer.from(table), undefined]);
  });

  it('are kept once, however often they come', async () => {
    await makeBlobStore(database.pool).keep([table]);
    const { rows } = await database.pool.query(
      'select count(*)::integer as n from publication.blob',
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  it('cannot be kept under a digest that is not theirs', async () => {
    await expect(
      database.pool.query('insert into publication.blob values ($1, $2)', ['00'.repeat(32), table]),
    ).rejects.toThrow('blob_is_what_it_is_called');
  });

  it.each([
    "update publication.blob set bytes = '\\x00'",
    'delete from publication.blob',
    'truncate publication.blob',
  ])('do not change: %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toThrow(
      'what was published does not change',
    );
  });
});
