import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { startBroker, type TestBroker } from '../../infra/kafka/broker.mjs';
import { type Postgres, startPostgres } from './database.js';
import { startLoad } from './load.js';
import { allWell, verdictOn } from './verdict.js';
import { openWorld, type World } from './world.js';

/** FAULTS_AWAY_SECONDS: how long Kafka is away; short in continuous integration. */
const awaySeconds = Number(process.env['FAULTS_AWAY_SECONDS'] ?? 20);

describe('a Kafka that is away', () => {
  let database: Postgres;
  let kafka: TestBroker;
  let world: World;

  beforeAll(async () => {
    [database, kafka] = await Promise.all([startPostgres(), startBroker()]);
    world = await openWorld(database, { schools: 80, kafka: kafka.brokers });
  });

  afterAll(async () => {
    await world.stop();
    await Promise.all([database.stop(), kafka.stop()]);
  });

  it('stops no submission; the relay says that it waits, and catches up by itself', async () => {
    const load = startLoad(world.target, world.uais);
    await load.more(30);

    await kafka.kill();
    const before = load.count();
    await pause(awaySeconds * 1_000);
    await load.more(50);
    const said = await world.health('relay');
    const during = load.count() - before;
    await kafka.start();
    await load.more(30);
    await load.stop();

    const verdict = await verdictOn(world, load, { url: database.url, kafka: kafka.brokers });
    process.stdout.write(
      `Kafka away: ${String(awaySeconds)} s and more, ${String(during)} acts meanwhile\n`,
    );
    expect(load.failures).toEqual(new Map());
    expect(said?.status).toBe('not-ready');
    expect(verdict).toEqual(allWell(verdict));
    expect(world.restarts()).toBe(0);
  });
});
