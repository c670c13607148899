import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Postgres, startPostgres } from './database.js';
import { startLoad } from './load.js';
import { mountSmallDisk, type SmallDisk } from './small-disk.js';
import { allWell, verdictOn } from './verdict.js';
import { openWorld, type World } from './world.js';

describe('a disk of PostgreSQL that is full', () => {
  let disk: SmallDisk;
  let database: Postgres;
  let world: World;

  beforeAll(async () => {
    disk = await mountSmallDisk(400);
    database = await startPostgres(disk.folder);
    world = await openWorld(database, { schools: 80 });
  });

  afterAll(async () => {
    await world.stop();
    await database.stop();
    await disk.remove();
  });

  it('is told as such, nothing is half-written, and all goes on when there is space again', async () => {
    const load = startLoad(world.target, world.uais);
    await load.more(50);

    await disk.fill(300_000);
    while (load.failures.size === 0) await pause(50);
    await pause(3_000);
    await disk.free();
    // Without space for its journal PostgreSQL ends itself; whoever runs it starts it again.
    await database.start();
    await load.more(100);
    await load.stop();

    process.stdout.write(`disk full: ${JSON.stringify([...load.failures])}\n`);
    expect([...load.failures.keys()]).toEqual(['503 SERVICE_UNAVAILABLE']);
    const verdict = await verdictOn(world, load, database);
    expect(verdict).toEqual(allWell(verdict));
    expect(world.restarts()).toBe(0);
  });
});
