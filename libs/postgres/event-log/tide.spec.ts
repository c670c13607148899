import { describe, expect, it } from '@jest/globals';

import { Tide } from './tide.js';

const never = 2_000_000_000;

describe('a tide', () => {
  it('wakes who waits when it rises, and who comes too late at once', async () => {
    const tide = new Tide();
    const { level } = tide;
    const waiting = tide.turn(level, never);
    tide.rise();
    await waiting;
    await tide.turn(level, never);
    expect(tide.level).toBe(level + 1);
  });

  it('lets nobody rest while somebody waits', async () => {
    const tide = new Tide();
    const order: string[] = [];
    const resting = tide.rest(never).then(() => order.push('rested'));
    const waiting = tide.turn(tide.level, never).then(() => order.push('waited'));
    await resting;
    await tide.rest(never);
    tide.rise();
    await waiting;
    expect(order).toEqual(['rested', 'waited']);
  });

  it('ends every wait and every rest when it is told to stop', async () => {
    const tide = new Tide();
    const stopping = new AbortController();
    const resting = tide.rest(never, stopping.signal);
    const waiting = tide.turn(tide.level, never, stopping.signal);
    stopping.abort();
    await Promise.all([resting, waiting, tide.rest(never, stopping.signal)]);
    expect(stopping.signal.aborted).toBe(true);
  });
});
