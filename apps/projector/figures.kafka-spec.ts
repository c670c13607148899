import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import { integrationTopics, topicOf } from '#contracts/integration';
import { makeReadModels, openEventLog, type PostgresEventLog } from '#postgres';

import { startBroker } from '../../infra/kafka/broker.mjs';
import { eventually, openTestBus } from '../../libs/testing/kafka-for-tests.js';
import { testRelay } from '../../libs/testing/kafka-relay.js';
import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import { readyWhen, startProcess, type StartedProcess } from '../../libs/testing/processes.js';
import { smallCatalogue } from '../../libs/testing/small-survey.js';

const partitions = 2;

describe('projector processes with FIGURES_FROM=kafka', () => {
  // The topics of the contract, which other specs fill at the same time: a broker of its own.
  let broker: Awaited<ReturnType<typeof startBroker>>;
  let bus: Bus;
  let database: TestDatabase;
  let log: PostgresEventLog;
  const begun: StartedProcess[] = [];

  beforeAll(async () => {
    broker = await startBroker();
    bus = openTestBus({ brokers: broker.brokers.split(',') });
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    await bus.ensureTopics(integrationTopics({ partitions, replication: 1 }));
  });

  afterAll(async () => {
    for (const started of begun) started.kill('SIGKILL');
    await Promise.all(begun.map(({ ended }) => ended));
    await bus.close();
    await log.close();
    await database.drop();
    await broker.stop();
  });

  const start = async (): Promise<string> => {
    const started = startProcess('projector', {
      DATABASE_URL: database.url,
      FIGURES_FROM: 'kafka',
      KAFKA_BROKERS: broker.brokers,
    });
    begun.push(started);
    return String((await started.said('started'))['health']);
  };

  it('all make figures, one the other read models, and stop in order', async () => {
    const healths = await Promise.all([start(), start()]);
    const answers = await Promise.all(
      healths.map((health) =>
        readyWhen(health, ({ body }) =>
          body.parts.some(
            ({ name, status, details }) =>
              name === 'figures-from-kafka' &&
              status === 'up' &&
              JSON.stringify(details).includes('following'),
          ),
        ),
      ),
    );
    const leases = answers.map(
      ({ body }) => body.parts.find(({ name }) => name === 'lease')?.['status'],
    );
    expect(leases.sort()).toEqual(['standby', 'up']);

    const topics = { responses: topicOf('response'), campaigns: topicOf('campaign'), partitions };
    const head = await testRelay({ bus, store: log }, smallCatalogue(), topics)();
    const { standings } = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    await eventually(async () => (await standings.position()) >= head);

    for (const started of begun) started.kill('SIGTERM');
    const ends = await Promise.all(begun.map(({ ended }) => ended));
    expect(ends).toEqual([
      { code: 0, notes: '' },
      { code: 0, notes: '' },
    ]);
  });
});
