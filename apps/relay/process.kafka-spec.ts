import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import { healthOf, type readyOf, readyWhen, startProcess } from '../../libs/testing/processes.js';

type Body = Awaited<ReturnType<typeof readyOf>>['body'];

const relayIs = (wanted: string, { parts }: Body): boolean =>
  parts.some(({ name, status }) => name === 'relay' && status === wanted);

describe('the process of the relay', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await databaseForTest();
  });
  afterAll(() => database.drop());

  it('is ready on a real broker, lets a second wait for its place, and stops in order', async () => {
    const settings = {
      DATABASE_URL: database.url,
      KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'] ?? '',
      KAFKA_PARTITIONS: '2',
    };
    const first = startProcess('relay', settings);
    const health = await healthOf(first);
    const ready = await readyWhen(health, ({ body }) => relayIs('up', body));
    const second = startProcess('relay', settings);
    const waiting = await readyWhen(await healthOf(second), ({ body }) =>
      JSON.stringify(body.parts).includes('Un autre relais publie'),
    );
    const metrics = await (await fetch(`${health}/metrics`)).text();
    first.kill('SIGTERM');
    second.kill('SIGTERM');

    expect(ready.status).toBe(200);
    expect(ready.body.parts.map(({ name, status }) => [name, status])).toEqual([
      ['postgresql', 'up'],
      ['kafka', 'up'],
      ['relay', 'up'],
    ]);
    expect(relayIs('standby', waiting.body)).toBe(true);
    expect(metrics).toContain('\nobservatory_relay_status{status="following"} 1');
    expect([await first.ended, await second.ended]).toEqual([
      { code: 0, notes: '' },
      { code: 0, notes: '' },
    ]);
  });
});
