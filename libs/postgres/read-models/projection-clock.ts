import { setTimeout as delay } from 'node:timers/promises';

import type { ProjectionClock } from '#application';
import { beginning, position, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { projectionNames } from './projection.js';

const readPositions = statement<{ readonly position: bigint }>(
  'clock-read',
  'select position from read_model.checkpoint where projection = any ($1::text[])',
);

const pollMs = 10;

/** Reads the checkpoints: it is right whichever process projects. */
export const makeProjectionClock = (pool: Pool): ProjectionClock => {
  let reading: Promise<Position> | undefined;

  const read = async (): Promise<Position> => {
    const rows = await query(pool, readPositions, [projectionNames]);
    if (rows.length < projectionNames.length) return beginning;
    return position(
      rows.reduce(
        (least, row) => (row.position < least ? row.position : least),
        rows[0]?.position ?? 0n,
      ),
    );
  };

  /** However many wait, one question is on its way at a time. */
  const shared = (): Promise<Position> =>
    (reading ??= read().finally(() => {
      reading = undefined;
    }));

  const waitFor = async (wanted: Position, deadline: number): Promise<boolean> => {
    for (;;) {
      if ((await shared()) >= wanted) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await delay(Math.min(pollMs, left));
    }
  };

  return {
    position: read,
    waitFor: (wanted, timeoutMs) => waitFor(wanted, performance.now() + timeoutMs),
  };
};
