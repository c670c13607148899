import { randomUUID } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';

import { openEventLog } from '#postgres';

import { eventually, openTestBus } from '../../libs/testing/kafka-for-tests.js';
import { databaseForTest } from '../../libs/testing/postgres-for-tests.js';
import { openSmallCampaign, submitRounds } from '../../libs/testing/relayed.js';
import { smallCatalogue } from '../../libs/testing/small-survey.js';
import { openRelay } from './relay.js';

describe('the relay as a process runs it', () => {
  it('tells how far it is behind, what it has published and its status', async () => {
    const database = await databaseForTest();
    const log = await openEventLog({ url: database.url });
    const bus = openTestBus();
    await openSmallCampaign(log, 3);
    await submitRounds(log, { schools: 3, from: 0, to: 1 });
    const said: unknown[] = [];
    const registry = new Registry();
    const relay = openRelay({
      log,
      pool: database.pool,
      bus,
      catalogue: smallCatalogue(),
      size: { partitions: 2, replication: 1 },
      logger: {
        info: (fields: unknown) => said.push(fields),
        warn: (fields: unknown) => said.push(fields),
      },
      registry,
      topicPrefix: `test-${randomUUID()}`,
    });
    const head = await log.head();
    await eventually(() => relay.state().position === head);
    await relay.measure();
    const lines = (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#'));
    expect(lines).toEqual(
      expect.arrayContaining([
        'observatory_relay_published_events_total 5',
        'observatory_relay_lag_positions 0',
        'observatory_relay_lag_seconds 0',
        `observatory_relay_position ${String(head)}`,
        'observatory_relay_status{status="following"} 1',
        'observatory_relay_status{status="blocked"} 0',
      ]),
    );

    await database.shut();
    await eventually(() => relay.state().status !== 'following');
    await relay.measure();
    expect(await registry.metrics()).not.toMatch(/^observatory_relay_lag_seconds /m);
    await database.reopen();
    await eventually(() => relay.state().status === 'following');
    await relay.stop();
    expect(said).toContainEqual({ relay: 'stopped', position: String(head), reason: undefined });
    await bus.close();
    await log.close();
    await database.drop();
  });
});
