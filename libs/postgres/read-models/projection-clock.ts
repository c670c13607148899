import { setTimeout as delay } from 'node:timers/promises';

import type { ProjectionClock, ProjectionReading } from '#application';
import { beginning, position, type Position } from '#kernel';

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

// Recorded times grow with positions, which have holes: no event in (low, known] is later, none after high earlier.
const readPositionAt = statement<{ readonly position: bigint }>(
  'clock-position-at',
  `with recursive search (low, high) as (
     select 0::bigint, coalesce(max(position), 0) from event_log.event
     union all
     select case when found.position > low and found.recorded_at > $1::timestamptz then low else middle end,
       case when found.position > low and found.recorded_at > $1::timestamptz then found.position - 1 else high end
     from (select low, high, (low + high + 1) / 2 as middle from search where low < high) as halved
     cross join lateral (
       select position, recorded_at from event_log.event
       where position <= middle order by position desc limit 1) as found
   )
   select coalesce(max(event.position), 0) as position
   from event_log.event where event.position <= (select max(low) from search where low = high)`,
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

/** Reads the checkpoints: it is right whichever process projects. */
export const makeProjectionClock = (pool: Pool): ProjectionClock => {
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
      if ((await shared()) >= wanted) return true;
      const left = deadline - performance.now();
      if (left <= 0) return false;
      await delay(Math.min(pollMs, left));
    }
  };

  return {
    read,
    position: positionNow,
    waitFor: (wanted, timeoutMs) => waitFor(wanted, performance.now() + timeoutMs),
    positionAt: async (instant) => {
      const [row] = await query(pool, readPositionAt, [instant]);
      return position(row?.position ?? 0n);
    },
  };
};
