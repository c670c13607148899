import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Postgres, startPostgres } from './database.js';
import { startLoad } from './load.js';
import { allWell, verdictOn } from './verdict.js';
import { openWorld, type ProcessName, type World } from './world.js';

const both: readonly ProcessName[] = ['projector', 'second projector'];

describe('two projectors on one database, by mistake', () => {
  let database: Postgres;
  let world: World;

  beforeAll(async () => {
    database = await startPostgres();
    world = await openWorld(database, { schools: 80 });
  });

  afterAll(async () => {
    await world.stop();
    await database.stop();
  });

  const leaseOf = async (name: ProcessName) =>
    (await world.health(name))?.parts.find((part) => part.name === 'lease');

  const working = async (): Promise<ProcessName> => {
    for (;;) {
      for (const name of both) if ((await leaseOf(name))?.status === 'up') return name;
      await pause(50);
    }
  };

  it('one works, one says why it waits, and takes over when the first is killed', async () => {
    const load = startLoad(world.target, world.uais);
    const first = await working();
    const second = both.find((name) => name !== first) ?? first;
    const waiting = await leaseOf(second);
    await load.more(50);

    await world.processes.get(first)?.kill();
    while ((await leaseOf(second))?.status !== 'up') await pause(50);
    await load.more(50);
    await load.stop();

    expect(waiting?.status).toBe('standby');
    expect(waiting?.why?.fr).toContain('un autre processus projette sur cette base');
    const verdict = await verdictOn(world, load, database);
    expect(verdict).toEqual(allWell(verdict));
    expect(load.failures).toEqual(new Map());
  });
});
