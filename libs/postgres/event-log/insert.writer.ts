import { lines } from '../pool/lines.js';
import { isoOf, type Queryable, query, statement } from '../pool/pool.js';
import type { EncodedAppend } from '#application';
import { lastOf, nothing, type Place, type Written } from './trusted.js';

/** Null when nothing was inserted. */
type Inserted = {
  readonly ids: string | null;
  readonly positions: string | null;
  readonly moments: string | null;
};

// Trusts each caller's expected revision: the keys refuse a clash, the lookup leaves out a gap. The
// lookup may miss a neighbour's commit, never see what does not exist: what is left out is decided
// by event_log.append under the lock. Three texts instead of a row for each event: a row costs the driver more.
export const insertEvents = statement<Inserted>(
  'event-insert',
  `with inserted as (
insert into event_log.event (stream, revision, event_id, type, schema_version, data, metadata)
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
returning event_id, position, recorded_at)
select string_agg(event_id::text, ',' order by position) as ids,
  string_agg(position::text, ',' order by position) as positions,
  string_agg(recorded_at::text, ',' order by position) as moments
from inserted`,
);

const placesById = ({ ids, positions, moments }: Inserted): ReadonlyMap<string, Place> => {
  const [everyId, everyPosition, everyMoment] = [ids, positions, moments].map(
    (texts) => texts?.split(',') ?? [],
  ) as [string[], string[], string[]];
  return new Map(
    everyId.map((id, at) => {
      const position = BigInt(everyPosition[at] as string);
      return [id, { position, recordedAt: isoOf(everyMoment[at] as string) }];
    }),
  );
};

const placesOf = (appends: readonly EncodedAppend[], inserted: Inserted): Written => {
  const byId = placesById(inserted);
  const places = new Map<EncodedAppend, Place>();
  for (const append of appends) {
    const place = byId.get(lastOf(append).id);
    if (place !== undefined) places.set(append, place);
  }
  return places;
};

/** Writes all appends that leave no gap by one statement, or throws and writes none. */
export const insertTrusting = async (
  on: Queryable,
  appends: readonly EncodedAppend[],
): Promise<Written> => {
  const items = appends.flatMap(({ stream, expectedRevision, events }) =>
    events.map((event, index) => ({ stream, expectedRevision, event, index })),
  );
  const [inserted] = await query(on, insertEvents, [
    lines(items, ({ stream }) => stream),
    lines(items, ({ expectedRevision }) => expectedRevision),
    lines(items, ({ expectedRevision, index }) => expectedRevision + index + 1),
    lines(items, ({ event }) => event.id),
    lines(items, ({ event }) => event.type),
    lines(items, ({ event }) => event.schemaVersion),
    lines(items, ({ event }) => event.data),
    lines(items, ({ event }) => event.metadata),
  ]);
  return inserted === undefined ? nothing : placesOf(appends, inserted);
};
