import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createPool, Lease, type Pool } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';

/** A member that wants to work, and its way to stop. */
const member = (pool: Pool) => {
  const lease = new Lease(pool, 'figures', { lookAgainMs: 10 });
  const stopping = new AbortController();
  const turns: string[] = [];
  const listeners: (() => void)[] = [];
  const changed = (what: string): void => {
    turns.push(what);
    for (const listener of listeners.splice(0)) listener();
  };
  const running = lease.whileHeld(stopping.signal, async (until) => {
    changed('began');
    await new Promise<void>((resolve) => {
      if (until.aborted) resolve();
      until.addEventListener('abort', () => resolve(), { once: true });
    });
    changed('ended');
  });
  const reached = async (what: string, times = 1): Promise<void> => {
    while (turns.filter((turn) => turn === what).length < times)
      await new Promise<void>((resolve) => listeners.push(resolve));
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await running;
  };
  return { lease, turns, reached, stop };
};

const isOnStandby = async ({ lease }: ReturnType<typeof member>): Promise<unknown> => {
  for (;;) {
    const state = lease.state();
    if (state.status === 'standby') return state.holder;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

describe('a lease', () => {
  let database: TestDatabase;
  const pools: Pool[] = [];

  const poolNamed = (applicationName: string): Pool => {
    const pool = createPool({ url: database.url, max: 2, applicationName });
    pools.push(pool);
    return pool;
  };

  beforeAll(async () => {
    database = await databaseForTest();
  });

  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await database.drop();
  });

  it('lets one work, tells the other who does, and passes on when that one stops', async () => {
    const first = member(poolNamed('first'));
    await first.reached('began');
    const second = member(poolNamed('second'));
    const holder = await isOnStandby(second);
    await first.stop();
    await second.reached('began');

    expect(holder).toMatchObject({ name: 'first' });
    expect([first.turns, second.turns]).toEqual([['began', 'ended'], ['began']]);
    await second.stop();
  });

  it('is lost with its connection, and taken again when the database is back', async () => {
    const one = member(poolNamed('one'));
    await one.reached('began');
    await database.shut();
    await one.reached('ended');
    await database.reopen();
    await one.reached('began', 2);

    expect(one.turns).toEqual(['began', 'ended', 'began']);
    await one.stop();
  });
});
