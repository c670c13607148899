import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Postgres, startPostgres } from './database.js';
import { startLoad } from './load.js';
import { allWell, verdictOn } from './verdict.js';
import { openWorld, type World } from './world.js';

describe('a PostgreSQL that is away', () => {
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

  const asked = async (query: string) => {
    const { address, token } = world.target();
    const answer = await fetch(`${address}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await answer.json()) as {
      readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    const code = errors?.[0]?.extensions.code;
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') !== null, code };
  };

  it('is told as such, with when to ask again, and the service goes on without a restart', async () => {
    const load = startLoad(world.target, world.uais);
    await load.more(50);

    await database.kill();
    while ([...load.failures.keys()].length === 0) await pause(50);
    const read = await asked('{ observatory { position } }');
    const during = await world.health('api');
    await database.start();
    await load.more(100);
    await load.stop();

    expect([...load.failures.keys()]).toEqual(['503 SERVICE_UNAVAILABLE']);
    expect(read).toEqual({ status: 503, retryAfter: true, code: 'SERVICE_UNAVAILABLE' });
    expect(during?.status).toBe('not-ready');
    const verdict = await verdictOn(world, load, database);
    expect(verdict).toEqual(allWell(verdict));
    expect(world.restarts()).toBe(0);
  });
});
