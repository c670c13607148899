import { finished } from 'node:stream/promises';

import { from as copyFrom } from 'pg-copy-streams';

import type { AppendOutcome } from '#application';
import { BrokenAssumption, err, ok, position } from '#kernel';

import { DatabaseFault, translated } from '../pool/faults.js';
import {
  type Connection,
  inTransaction,
  type Pool,
  query,
  type Queryable,
  statement,
  withConnection,
} from '../pool/pool.js';
import { copyColumns, encodeCopy } from './copy-format.js';
import type { EncodedAppend, EncodedEvent } from './encoding.js';

type WrittenRow = {
  readonly event_id: string;
  readonly position: bigint;
  readonly recorded_at: string;
};

/** What was written of a batch, by its last event; the rest is still to be decided. */
type Written = ReadonlyMap<EncodedAppend, WrittenRow>;

// Trusts each caller's expected revision: the keys refuse a clash, the lookup leaves out a gap. The
// lookup may miss a neighbour's commit, never see what does not exist: what is left out is decided
// by event_log.append under the lock.
const insertTrusting = statement<WrittenRow>(
  'event-insert',
  `insert into event_log.event (stream, revision, event_id, type, schema_version, data, metadata)
select item.stream, item.revision::integer, item.event_id::uuid, item.type,
       item.schema_version::smallint, item.data::json, item.metadata::json
from unnest(
  string_to_array($1, E'\\n'), string_to_array($2, E'\\n'), string_to_array($3, E'\\n'),
  string_to_array($4, E'\\n'), string_to_array($5, E'\\n'), string_to_array($6, E'\\n'),
  string_to_array($7, E'\\n'), string_to_array($8, E'\\n')
) with ordinality
  as item (stream, expected, revision, event_id, type, schema_version, data, metadata, rank)
where item.expected = '0' or (
  select revision from event_log.event
  where stream = item.stream and revision = item.expected::integer) is not null
order by item.rank
returning event_id, position, recorded_at`,
);

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

const takeLock = statement('event-lock', 'select pg_advisory_xact_lock(7203, 1)');

const selectCopied = statement<WrittenRow>(
  'event-copied',
  `select event_id, position, recorded_at from event_log.event
where position > $1 order by position`,
);

type CheckedRow = {
  readonly verdict:
    'written' | 'repeated' | 'partly-repeated' | 'id-of-another-stream' | 'conflict';
  readonly actual_revision: number;
  readonly last_position: bigint;
  readonly last_recorded_at: string;
};

const appendChecked = statement<CheckedRow>(
  'event-append',
  `select verdict, actual_revision, last_position, last_recorded_at
from event_log.append($1, $2, $3, $4, $5, $6, $7, $8)`,
);

// Measured: below, one statement is faster; above, COPY is (docs/reference/performance-appends.md).
const smallestCopy = 200;

const lines = <Item>(items: readonly Item[], text: (item: Item) => string | number): string =>
  items.map(text).join('\n');

const lastOf = ({ events }: EncodedAppend): EncodedEvent => {
  const last = events.at(-1);
  if (last === undefined) throw new BrokenAssumption('an append without events');
  return last;
};

const isRefusal = (error: unknown): error is DatabaseFault =>
  error instanceof DatabaseFault && ['unique', 'check', 'data'].includes(error.fault.kind);

const written = (appends: readonly EncodedAppend[], rows: readonly WrittenRow[]): Written => {
  const byId = new Map(rows.map((row) => [row.event_id, row]));
  const found = new Map<EncodedAppend, WrittenRow>();
  for (const append of appends) {
    const row = byId.get(lastOf(append).id);
    if (row !== undefined) found.set(append, row);
  }
  return found;
};

const insert = async (on: Queryable, appends: readonly EncodedAppend[]): Promise<Written> => {
  const items = appends.flatMap(({ stream, expectedRevision, events }) =>
    events.map((event, index) => ({ stream, expectedRevision, event, index })),
  );
  const rows = await query(on, insertTrusting, [
    lines(items, ({ stream }) => stream),
    lines(items, ({ expectedRevision }) => expectedRevision),
    lines(items, ({ expectedRevision, index }) => expectedRevision + index + 1),
    lines(items, ({ event }) => event.id),
    lines(items, ({ event }) => event.type),
    lines(items, ({ event }) => event.schemaVersion),
    lines(items, ({ event }) => event.data),
    lines(items, ({ event }) => event.metadata),
  ]);
  return written(appends, rows);
};

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

const copy = async (pool: Pool, appends: readonly EncodedAppend[]): Promise<Written> => {
  const content = encodeCopy(appends);
  const continued = appends.filter(({ expectedRevision }) => expectedRevision > 0);
  return inTransaction(pool, async (connection) => {
    await query(connection, takeLock);
    const [opened] = await query(connection, openCopy, [
      lines(continued, ({ stream }) => stream),
      lines(continued, ({ expectedRevision }) => expectedRevision),
    ]);
    const gaps = new Set(opened?.gaps.map((rank) => continued[rank - 1]));
    const sound = appends.filter((append) => !gaps.has(append));
    await sendCopy(connection, gaps.size === 0 ? content : encodeCopy(sound));
    return written(sound, await query(connection, selectCopied, [opened?.head ?? 0n]));
  });
};

const writtenOutcome = (append: EncodedAppend, row: WrittenRow): AppendOutcome =>
  ok({
    revision: append.expectedRevision + append.events.length,
    position: position(row.position),
    recordedAt: row.recorded_at,
    repeated: false,
  });

const checkedOutcome = (append: EncodedAppend, row: CheckedRow): AppendOutcome => {
  const { stream, expectedRevision: expected } = append;
  const { verdict, actual_revision: actual } = row;
  switch (verdict) {
    case 'written':
    case 'repeated':
      return ok({
        revision: actual,
        position: position(row.last_position),
        recordedAt: row.last_recorded_at,
        repeated: verdict === 'repeated',
      });
    case 'conflict':
      return err({ kind: 'RevisionConflict', stream, expected, actual });
    case 'partly-repeated':
      return err({
        kind: 'EventRefused',
        stream,
        reason: 'some of its events are in the stream already',
      });
    case 'id-of-another-stream':
      return err({
        kind: 'EventRefused',
        stream,
        reason: 'the id of an event is used by another stream',
      });
  }
};

const append = async (
  on: Queryable,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  const events = appends.flatMap((item) => item.events);
  const rows = await query(on, appendChecked, [
    lines(appends, ({ stream }) => stream),
    lines(appends, ({ expectedRevision }) => expectedRevision),
    lines(appends, (item) => item.events.length),
    lines(events, ({ id }) => id),
    lines(events, ({ type }) => type),
    lines(events, ({ schemaVersion }) => schemaVersion),
    lines(events, ({ data }) => data),
    lines(events, ({ metadata }) => metadata),
  ]);
  return appends.map((item, index) => {
    const row = rows[index];
    if (row === undefined) throw new BrokenAssumption('event_log.append left an append unanswered');
    return checkedOutcome(item, row);
  });
};

const refused = ({ stream }: EncodedAppend, fault: DatabaseFault): AppendOutcome =>
  err({ kind: 'EventRefused', stream, reason: fault.message });

/** Halves a batch that PostgreSQL refuses, until the append that it refuses stands alone. */
const appendBisecting = async (
  on: Queryable,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  try {
    return await append(on, appends);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = appends;
    if (only !== undefined && appends.length === 1) return [refused(only, error)];
    const middle = appends.length >> 1;
    const before = await appendBisecting(on, appends.slice(0, middle));
    return [...before, ...(await appendBisecting(on, appends.slice(middle)))];
  }
};

const repeatsAnId = (appends: readonly EncodedAppend[]): boolean => {
  const ids = appends.flatMap(({ events }) => events.map(({ id }) => id));
  return new Set(ids).size < ids.length;
};

const trusting = async (pool: Pool, appends: readonly EncodedAppend[]): Promise<Written> => {
  if (repeatsAnId(appends)) return new Map();
  const events = appends.reduce((sum, item) => sum + item.events.length, 0);
  try {
    if (events >= smallestCopy) return await copy(pool, appends);
    return await withConnection(pool, (connection) => insert(connection, appends));
  } catch (error) {
    if (isRefusal(error)) return new Map();
    throw error;
  }
};

/**
 * Commits many appends at once; the outcomes are in their order. Throws `DatabaseUnavailable` when
 * it cannot know what happened: the same appends can then be written again.
 */
export const writeAppends = async (
  pool: Pool,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  const trusted = await trusting(pool, appends);
  const left = appends.filter((item) => !trusted.has(item));
  const decided =
    left.length === 0
      ? []
      : await withConnection(pool, (connection) => appendBisecting(connection, left));
  const decisions = new Map(left.map((item, index) => [item, decided[index]]));
  return appends.map((item) => {
    const row = trusted.get(item);
    const outcome = row === undefined ? decisions.get(item) : writtenOutcome(item, row);
    if (outcome === undefined) throw new BrokenAssumption('an append without an outcome');
    return outcome;
  });
};
