import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import { healthOf, readyWhen, startProcess } from '../../libs/testing/processes.js';

describe('the process of the intake', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databaseForTest();
  });
  afterAll(() => database.drop());

  it('is ready once it has its partitions on a real broker, and stops in order', async () => {
    const started = startProcess('intake', {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'] ?? '',
      KAFKA_PARTITIONS: '2',
    });
    const health = await healthOf(started);
    const ready = await readyWhen(health, ({ status }) => status === 200);
    started.kill('SIGTERM');

    expect(ready.body.parts.map(({ name, status }) => [name, status])).toEqual([
      ['postgresql', 'up'],
      ['kafka', 'up'],
      ['intake', 'up'],
    ]);
    expect(await started.ended).toEqual({ code: 0, notes: '' });
  });
});
