import type { CopyTarget } from '#application/log-copy';
import type { Position, RecordedEvent } from '#kernel';

import { lines } from '../pool/lines.js';
import {
  createPool,
  inTransaction,
  type Pool,
  type Queryable,
  query,
  statement,
} from '../pool/pool.js';
import { takeLock } from './copy.writer.js';
import { EventReader } from './event.reader.js';
import { retrying } from './retrying.js';
import { assertSound } from './self-check.js';

// Positions are those of the source: they are written over the sequence, which then goes on behind them.
const adoptEvents = statement(
  'event-adopt',
  `insert into event_log.event
  (position, stream, revision, event_id, type, schema_version, recorded_at, data, metadata)
overriding system value
select item.position::bigint, item.stream, item.revision::integer, item.event_id::uuid, item.type,
       item.schema_version::smallint, item.recorded_at::timestamptz, item.data::json, item.metadata::json
from unnest(
  string_to_array($1, E'\\n'), string_to_array($2, E'\\n'), string_to_array($3, E'\\n'),
  string_to_array($4, E'\\n'), string_to_array($5, E'\\n'), string_to_array($6, E'\\n'),
  string_to_array($7, E'\\n'), string_to_array($8, E'\\n'), string_to_array($9, E'\\n')
) with ordinality
  as item (position, stream, revision, event_id, type, schema_version, recorded_at, data, metadata, rank)
order by item.rank`,
);

const goOnBehind = statement(
  'event-go-on-behind',
  `select setval(pg_get_serial_sequence('event_log.event', 'position'), $1)`,
);

const markUnfinished = statement(
  'event-copy-begin',
  `insert into event_log.unfinished_copy
select where not exists (select from event_log.unfinished_copy)`,
);

const markFinished = statement('event-copy-finish', 'delete from event_log.unfinished_copy');

const adopt = async (on: Queryable, events: readonly RecordedEvent[]): Promise<void> => {
  await query(on, adoptEvents, [
    lines(events, ({ position }) => String(position)),
    lines(events, ({ stream }) => stream),
    lines(events, ({ revision }) => revision),
    lines(events, ({ id }) => id),
    lines(events, ({ type }) => type),
    lines(events, ({ schemaVersion }) => schemaVersion),
    lines(events, ({ recordedAt }) => recordedAt),
    lines(events, ({ data }) => JSON.stringify(data)),
    lines(events, ({ metadata }) => JSON.stringify(metadata)),
  ]);
};

/** A PostgreSQL log that another is copied into. */
class PostgresCopyTarget implements CopyTarget {
  private readonly reader: EventReader;

  constructor(
    private readonly pool: Pool,
    private readonly retryForMs: number,
  ) {
    this.reader = new EventReader(pool);
  }

  readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    return retrying(this.retryForMs, () => this.reader.readAll(after, limit));
  }

  head(): Promise<Position> {
    return retrying(this.retryForMs, () => this.reader.head());
  }

  async begin(): Promise<void> {
    await retrying(this.retryForMs, () => query(this.pool, markUnfinished));
  }

  take(events: readonly RecordedEvent[], after: Position): Promise<boolean> {
    return retrying(this.retryForMs, () => this.takeOnce(events, after));
  }

  async finish(): Promise<void> {
    await retrying(this.retryForMs, () => query(this.pool, markFinished));
  }

  close(): Promise<void> {
    return this.pool.end();
  }

  private takeOnce(events: readonly RecordedEvent[], after: Position): Promise<boolean> {
    const last = events.at(-1);
    if (last === undefined) return Promise.resolve(true);
    return inTransaction(this.pool, async (connection) => {
      await query(connection, takeLock);
      const head = await new EventReader(connection).head();
      // A commit whose answer was lost: the events are read back at the end, whoever wrote them.
      if (head === last.position) return true;
      if (head !== after) return false;
      await adopt(connection, events);
      await query(connection, goOnBehind, [last.position]);
      return true;
    });
  }
}

/** Opens a migrated database to copy a log into it. Throws `EventLogUnsound`, `EventLogUnavailable`. */
export const openCopyTarget = async ({
  url,
  retryForMs = 10_000,
}: {
  readonly url: string;
  readonly retryForMs?: number;
}): Promise<PostgresCopyTarget> => {
  const pool = createPool({ url, max: 2, applicationName: 'observatoire copy' });
  try {
    await retrying(retryForMs, () => assertSound(pool));
    return new PostgresCopyTarget(pool, retryForMs);
  } catch (error) {
    await pool.end();
    throw error;
  }
};
