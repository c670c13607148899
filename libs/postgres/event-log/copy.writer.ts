import { finished } from 'node:stream/promises';

import { from as copyFrom } from 'pg-copy-streams';

import { BrokenAssumption } from '#kernel';

import { translated } from '../pool/faults.js';
import { lines } from '../pool/lines.js';
import {
  type Connection,
  inTransaction,
  isoOf,
  type Pool,
  query,
  statement,
} from '../pool/pool.js';
import { copyColumns, encodeCopy } from './copy-format.js';
import type { EncodedAppend } from '#application';
import { countEvents, type Place, type Written } from './trusted.js';

/** Every writer waits until this transaction has ended. */
export const takeLock = statement('event-lock', 'select pg_advisory_xact_lock(7203, 1)');

// A statement of its own: its snapshot is taken when the lock is held, and nothing moves any more.
const openCopy = statement<{ readonly head: bigint; readonly gaps: readonly number[] }>(
  'event-copy-open',
  `select coalesce((select max(position) from event_log.event), 0) as head,
  array(
    select item.rank::integer
    from unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n')::integer[]) with ordinality
      as item (stream, expected, rank)
    where (select revision from event_log.event
           where stream = item.stream and revision = item.expected) is null) as gaps`,
);

// Two texts instead of thousands of rows: a row costs the driver more than its event costs COPY.
const selectCopied = statement<{ readonly positions: string; readonly moments: string }>(
  'event-copied',
  `select string_agg(position::text, ',' order by position) as positions,
  string_agg(recorded_at::text, ',' order by position) as moments
from event_log.event where position > $1`,
);

const sendCopy = async (on: Connection, content: Buffer): Promise<void> => {
  const stream = on.query(
    copyFrom(`copy event_log.event (${copyColumns}) from stdin (format binary)`),
  );
  stream.end(content);
  try {
    await finished(stream);
  } catch (error) {
    throw translated(error);
  }
};

const placesOf = async (
  on: Connection,
  appends: readonly EncodedAppend[],
  head: bigint,
): Promise<Written> => {
  const [copied] = await query(on, selectCopied, [head]);
  const positions = copied?.positions.split(',') ?? [];
  const moments = copied?.moments.split(',') ?? [];
  if (positions.length !== countEvents(appends))
    throw new BrokenAssumption('another writer appended while this one held the lock');
  const places = new Map<EncodedAppend, Place>();
  let end = 0;
  for (const append of appends) {
    end += append.events.length;
    const position = BigInt(positions[end - 1] as string);
    places.set(append, { position, recordedAt: isoOf(moments[end - 1] as string) });
  }
  return places;
};

/** Writes all appends that leave no gap by COPY, or throws and writes none. */
export const copyTrusting = async (
  pool: Pool,
  appends: readonly EncodedAppend[],
): Promise<Written> => {
  const content = encodeCopy(appends);
  const continued = appends.filter(({ expectedRevision }) => expectedRevision > 0);
  return inTransaction(pool, async (connection) => {
    await query(connection, takeLock);
    const [opened] = await query(connection, openCopy, [
      lines(continued, ({ stream }) => stream),
      lines(continued, ({ expectedRevision }) => expectedRevision),
    ]);
    const gaps = new Set(opened?.gaps.map((rank) => continued[rank - 1]));
    const sound = gaps.size === 0 ? appends : appends.filter((append) => !gaps.has(append));
    if (sound.length === 0) return new Map();
    await sendCopy(connection, gaps.size === 0 ? content : encodeCopy(sound));
    return placesOf(connection, sound, opened?.head ?? 0n);
  });
};
