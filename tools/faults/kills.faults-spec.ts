import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';

import { type Postgres, startPostgres } from './database.js';
import { type Load, startLoad } from './load.js';
import { roundsWanted, seededRandom } from './random.js';
import {
  actsInLog,
  expectedActs,
  figuresOf,
  openWorld,
  unequalReadModels,
  type World,
} from './world.js';

const checkEvery = 10;

/** A process that can be killed, and comes back. */
type Victim = { readonly name: string; readonly strike: () => Promise<void> };

describe('processes killed at random moments, under load', () => {
  const random = seededRandom();
  let database: Postgres;
  let world: World;
  let load: Load;
  let victims: readonly Victim[];

  beforeAll(async () => {
    database = await startPostgres();
    world = await openWorld(database, 400);
    victims = [
      { name: 'api and projector', strike: () => world.service.kill() },
      {
        name: 'PostgreSQL',
        strike: async () => {
          await database.kill();
          await pause(random.between(0, 1_500));
          await database.start();
        },
      },
    ];
  });

  afterAll(async () => {
    await world.stop();
    await database.stop();
  });

  const check = async (): Promise<void> => {
    await load.stop();
    await world.ready();
    expect(await actsInLog(database.url)).toEqual(expectedActs(load));
    expect(await unequalReadModels(world)).toEqual([]);
    const { found, expected } = await figuresOf(world, load);
    expect(found).toEqual(expected);
  };

  it('lose no acknowledged act, double none, and count each once', async () => {
    const struck = new Map<string, number>();
    load = startLoad(world.target, world.uais);
    for (let round = 1; round <= roundsWanted(); round += 1) {
      await load.more(random.between(1, 150));
      const fallen = random.next() < 0.2 ? victims : [random.oneOf(victims)];
      for (const { name } of fallen) struck.set(name, (struck.get(name) ?? 0) + 1);
      await Promise.all(fallen.map(({ strike }) => strike()));
      process.stdout.write(
        `${String(round)} ${fallen.map(({ name }) => name).join(' + ')} ${String(load.count())}\n`,
      );
      if (round % checkEvery === 0) {
        await load.more(20);
        await check();
        load = startLoad(world.target, world.uais, load);
      }
    }
    await check();
    const told = {
      seed: random.seed,
      struck: [...struck],
      acts: load.count(),
      failures: [...load.failures],
    };
    process.stdout.write(`${JSON.stringify(told)}\n`);
    const known =
      /^(no connection|503 SERVICE_UNAVAILABLE|503 EVENT_LOG_UNAVAILABLE|200 EVENT_LOG_UNAVAILABLE)$/;
    expect([...load.failures.keys()].filter((failure) => !known.test(failure))).toEqual([]);
  });
});
