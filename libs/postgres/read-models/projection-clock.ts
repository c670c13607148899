import type { LogTimes, ProjectionClock, ProjectionReading } from '#application';
import { beginning, position, type Position } from '#kernel';

import type { Tide } from '../event-log/tide.js';
import { type Pool, query, statement } from '../pool/pool.js';
import { projectionNames } from './projection.js';

type Row = {
  readonly projection: string;
  readonly position: bigint;
  readonly generation: number;
};

const readPositions = statement<Row>(
  'clock-read',
  `select projection, position, generation from read_model.checkpoint
   where projection = any ($1::text[])
   order by projection`,
);

const leastOf = (rows: readonly Row[]): Position => {
  if (rows.length < projectionNames.length) return beginning;
  return position(
    rows.reduce(
      (least, row) => (row.position < least ? row.position : least),
      rows[0]?.position ?? 0n,
    ),
  );
};

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
  let reading: Promise<Position> | undefined;

  const read = async (): Promise<ProjectionReading> => {
    const rows = await query(pool, readPositions, [projectionNames]);
    return {
      position: leastOf(rows),
      edition: textOf(rows, ({ generation }) => String(generation)),
      state: textOf(rows, ({ generation, position: at }) => `${generation}.${at}`),
    };
  };

  const positionNow = async (): Promise<Position> => (await read()).position;

  /** However many wait, one question is on its way at a time. */
  const shared = (): Promise<Position> =>
    (reading ??= positionNow().finally(() => {
      reading = undefined;
    }));

  const waitFor = async (wanted: Position, deadline: number): Promise<boolean> => {
    for (;;) {
      const { level } = committed;
      if ((await shared()) >= wanted) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await committed.turn(level, Math.min(pollMs, left));
    }
  };

  return {
    read,
    position: positionNow,
    waitFor: (wanted, timeoutMs) => waitFor(wanted, performance.now() + timeoutMs),
    positionAt: (instant) => times.positionAt(instant),
  };
};
