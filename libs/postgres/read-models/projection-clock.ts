import {
  type LogTimes,
  type ProjectionClock,
  type ProjectionName,
  projectionNames,
  type ProjectionReading,
  reachedBy,
} from '#application';
import { position, type Position } from '#kernel';

import type { Tide } from '../event-log/tide.js';
import { type Pool, query, statement } from '../pool/pool.js';

type Row = {
  readonly projection: ProjectionName;
  readonly position: bigint;
  readonly generation: number;
};

const readPositions = statement<Row>(
  'clock-read',
  `select projection, position, generation from read_model.checkpoint
   where projection = any ($1::text[])
   order by projection`,
);

const textOf = (rows: readonly Row[], about: (row: Row) => string): string =>
  rows.map((row) => `${row.projection}:${about(row)}`).join(' ');

const pollMs = 10;

/**
 * Reads the checkpoints: it is right whichever process projects. Who waits looks again as soon as `committed` says
 * that this process has, and every few milliseconds for what others have.
 */
export const makeProjectionClock = (
  pool: Pool,
  times: LogTimes,
  committed: Tide,
): ProjectionClock => {
  let reading: Promise<ProjectionReading> | undefined;

  const read = async (): Promise<ProjectionReading> => {
    const rows = await query(pool, readPositions, [projectionNames]);
    return {
      positions: new Map(rows.map((row) => [row.projection, position(row.position)])),
      edition: textOf(rows, ({ generation }) => String(generation)),
      state: textOf(rows, ({ generation, position: at }) => `${generation}.${at}`),
    };
  };

  /** However many wait, one question is on its way at a time. */
  const shared = (): Promise<ProjectionReading> =>
    (reading ??= read().finally(() => {
      reading = undefined;
    }));

  const waitFor = async (
    wanted: Position,
    deadline: number,
    models?: readonly ProjectionName[],
  ): Promise<boolean> => {
    for (;;) {
      const { level } = committed;
      if (reachedBy(await shared(), models) >= wanted) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await committed.turn(level, Math.min(pollMs, left));
    }
  };

  return {
    read,
    position: async () => reachedBy(await read()),
    waitFor: (wanted, timeoutMs, models) => waitFor(wanted, performance.now() + timeoutMs, models),
    positionAt: (instant) => times.positionAt(instant),
  };
};
