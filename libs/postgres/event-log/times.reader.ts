import type { LogTimes } from '#application';
import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';

// Recorded times grow with positions, which have holes: no event in (low, known] is later, none after high earlier.
const readPositionAt = statement<{ readonly position: bigint }>(
  'event-position-at',
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

const readRecordedAt = statement<{ readonly position: bigint; readonly recordedAt: string }>(
  'event-recorded-at',
  `select position, recorded_at as "recordedAt" from event_log.event
   where position = any ($1::bigint[]) order by position`,
);

/** When the events of the log that shares the database of the read models were recorded. */
export const makeLogTimes = (pool: Pool): LogTimes => ({
  positionAt: async (instant) => {
    const [row] = await query(pool, readPositionAt, [instant]);
    return position(row?.position ?? 0n);
  },
  recordedAt: async (positions) => {
    if (positions.length === 0) return new Map();
    const rows = await query(pool, readRecordedAt, [positions]);
    return new Map(rows.map((row) => [position(row.position), row.recordedAt]));
  },
});
