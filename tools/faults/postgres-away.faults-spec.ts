import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Postgres, startPostgres } from './database.js';
import { startLoad } from './load.js';
import {
  actsInLog,
  expectedActs,
  figuresOf,
  isReady,
  openWorld,
  unequalReadModels,
  type World,
} from './world.js';

describe('a PostgreSQL that is away', () => {
  let database: Postgres;
  let world: World;

  beforeAll(async () => {
    database = await startPostgres();
    world = await openWorld(database, 80);
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
    const wasReady = await isReady(world.target().address);
    await database.start();
    await load.more(100);
    await load.stop();
    await world.ready();

    expect([...load.failures.keys()]).toEqual(['503 SERVICE_UNAVAILABLE']);
    expect(read).toEqual({ status: 503, retryAfter: true, code: 'SERVICE_UNAVAILABLE' });
    expect([wasReady, world.service.starts()]).toEqual([false, 1]);
    expect(await actsInLog(database.url)).toEqual(expectedActs(load));
    expect(await unequalReadModels(world)).toEqual([]);
    const { found, expected } = await figuresOf(world, load);
    expect(found).toEqual(expected);
  });
});
