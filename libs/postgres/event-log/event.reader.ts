import pg from 'pg';

import { isStreamName } from '#application';
import { type EventMetadata, position, type Position, type RecordedEvent } from '#kernel';

import { translated } from '../pool/faults.js';
import { isoOf, type Queryable, query, statement } from '../pool/pool.js';

// Texts as PostgreSQL sends them, by position in the row: the driver has nothing to convert but JSON, row by row, so
// that the text of an event is garbage before the next one comes.
type EventRow = readonly [
  position: string,
  stream: string,
  revision: string,
  id: string,
  type: string,
  schemaVersion: string,
  recordedAt: string,
  data: unknown,
  metadata: EventMetadata,
];

export type StreamAfter = { readonly stream: string; readonly after: number };

const columns = (event: string): string =>
  ['position', 'stream', 'revision', 'event_id', 'type', 'schema_version']
    .concat(['recorded_at', 'data', 'metadata'])
    .map((column) => `${event}.${column}`)
    .join(', ');

export const selectAll = {
  name: 'event-all',
  text: `select ${columns('event')} from event_log.event
where position > $1 order by position limit $2`,
};

export const selectStreams = {
  name: 'event-streams',
  text: `select ${columns('found')}
from unnest(string_to_array($1, E'\\n'), string_to_array($2, E'\\n')::integer[]) with ordinality
  as wanted (stream, after, rank)
cross join lateral (
  select ${columns('event')} from event_log.event
  where event.stream = wanted.stream and event.revision > wanted.after
  order by event.revision) as found
order by wanted.rank, found.revision`,
};

const selectHead = statement<{ readonly head: bigint }>(
  'event-head',
  'select coalesce(max(position), 0) as head from event_log.event',
);

/** Events that were recorded together have the same metadata, letter by letter: it is parsed once. */
const jsonParser = (): ((text: string) => unknown) => {
  let last: { readonly text: string; readonly value: unknown } | undefined;
  return (text) => {
    if (last?.text !== text) last = { text, value: JSON.parse(text) };
    return last.value;
  };
};

const jsonOid: number = pg.types.builtins.JSON;

/** Columns of JSON come in one order: each has a parser of its own. */
const eventTypes = (): { getTypeParser: (oid: number) => (text: string) => unknown } => ({
  getTypeParser: (oid) => (oid === jsonOid ? jsonParser() : (text) => text),
});

const select = async (
  pool: Queryable,
  { name, text }: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<readonly EventRow[]> => {
  try {
    const result = await pool.query({
      name,
      text,
      values: [...values],
      rowMode: 'array',
      types: eventTypes(),
    });
    return result.rows as readonly unknown[] as readonly EventRow[];
  } catch (error) {
    throw translated(error);
  }
};

const eventOf = (row: EventRow): RecordedEvent => ({
  position: position(BigInt(row[0])),
  stream: row[1],
  revision: Number(row[2]),
  id: row[3],
  type: row[4],
  schemaVersion: Number(row[5]),
  recordedAt: isoOf(row[6]),
  data: row[7],
  metadata: row[8],
});

type ByStream = ReadonlyMap<string, readonly RecordedEvent[]>;

export class EventReader {
  constructor(private readonly pool: Queryable) {}

  async readAll(after: Position, limit: number): Promise<readonly RecordedEvent[]> {
    const rows = await select(this.pool, selectAll, [after, limit]);
    return rows.map(eventOf);
  }

  /** One list for each question, in their order. */
  async readStreams(
    wanted: readonly StreamAfter[],
  ): Promise<readonly (readonly RecordedEvent[])[]> {
    const firstAfter = new Map<string, number>();
    for (const { stream, after } of wanted)
      firstAfter.set(stream, Math.min(after, firstAfter.get(stream) ?? after));
    const byStream = await this.read(firstAfter);
    return wanted.map(({ stream, after }) => {
      const events = byStream.get(stream) ?? [];
      return events.filter(({ revision }) => revision > after);
    });
  }

  /** The whole of distinct streams; unknown ones are absent. */
  readWhole(streams: readonly string[]): Promise<ByStream> {
    return this.read(new Map(streams.map((stream) => [stream, 0])));
  }

  private async read(firstAfter: ReadonlyMap<string, number>): Promise<ByStream> {
    // Another name would cut the list of names, or end the question of others.
    const wanted = [...firstAfter].filter(([stream]) => isStreamName(stream));
    const streams = wanted.map(([stream]) => stream).join('\n');
    const after = wanted.map(([, revision]) => revision).join('\n');
    const rows = await select(this.pool, selectStreams, [streams, after]);
    const byStream = new Map<string, RecordedEvent[]>();
    for (const row of rows) {
      const events = byStream.get(row[1]);
      if (events === undefined) byStream.set(row[1], [eventOf(row)]);
      else events.push(eventOf(row));
    }
    return byStream;
  }

  async head(): Promise<Position> {
    const [row] = await query(this.pool, selectHead);
    return position(row?.head ?? 0n);
  }
}
