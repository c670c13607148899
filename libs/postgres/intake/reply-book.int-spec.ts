import { afterAll, beforeAll, describe } from '@jest/globals';

import { makeReplyBook } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { replyBookContract } from '../../testing/reply-book.contract.js';

describe('the reply book in PostgreSQL', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
  });
  afterAll(() => database.drop());

  replyBookContract(() => makeReplyBook(database.pool));
});
