import { setTimeout as delay } from 'node:timers/promises';

import { type Connection, createPool, query, withConnection } from '../pool/pool.js';
import { type LeaseHolder, readHolder, tryLock, unlock } from './lease.js';

export type Turn = {
  readonly databaseUrl: string;
  readonly name: string;
  /** Called once when somebody else is at work; null when they have just left. */
  readonly onWait: (holder: LeaseHolder | null) => void;
  /** Default 500 ms. */
  readonly lookAgainMs?: number;
};

const taken = async (connection: Connection, turn: Turn): Promise<void> => {
  for (let isTold = false; ; isTold = true) {
    const [lock] = await query(connection, tryLock, [turn.name]);
    if (lock?.isMine === true) return;
    if (!isTold) turn.onWait((await query(connection, readHolder, [turn.name]))[0] ?? null);
    await delay(turn.lookAgainMs ?? 500);
  }
};

/**
 * Does `work` once nobody else in whatever process is at work under that name. A turn ends with its connection: like a
 * lease it spares work and confusion, and guards nothing. Throws `DatabaseUnavailable`, and what `work` throws.
 */
export const inTurn = async <Value>(turn: Turn, work: () => Promise<Value>): Promise<Value> => {
  const pool = createPool({ url: turn.databaseUrl, max: 1 });
  try {
    return await withConnection(pool, async (connection) => {
      await taken(connection, turn);
      const done = await work();
      await query(connection, unlock, [turn.name]);
      return done;
    });
  } finally {
    await pool.end();
  }
};
