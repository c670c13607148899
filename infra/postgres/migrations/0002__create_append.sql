-- The exact append: takes the lock first and decides afterwards, so that what it sees cannot change.
-- Appends are tried in their order, each on its own, in one transaction. Lists are texts joined by
-- line feeds, which JSON never contains: the cheapest form for both sides (ADR-0009).
create function event_log.append(
  streams text, expected_revisions text, sizes text,
  event_ids text, types text, schema_versions text, contents text, metadatas text
) returns table (verdict text, actual_revision integer, last_position bigint, last_recorded_at timestamptz)
  language plpgsql
  -- A plan made while the table was small must not scan it when it is large.
  set enable_seqscan = off
  as $$
declare
  stream_of   text[]     := string_to_array(streams, E'\n');
  expected_of integer[]  := string_to_array(expected_revisions, E'\n');
  size_of     integer[]  := string_to_array(sizes, E'\n');
  id_of       uuid[]     := string_to_array(event_ids, E'\n');
  type_of     text[]     := string_to_array(types, E'\n');
  version_of  smallint[] := string_to_array(schema_versions, E'\n');
  content_of  text[]     := string_to_array(contents, E'\n');
  metadata_of text[]     := string_to_array(metadatas, E'\n');
  first_event integer    := 1;
  last_event  integer;
  known_here  integer;
  known_elsewhere integer;
begin
  perform pg_advisory_xact_lock(7203, 1);
  for item in 1 .. cardinality(stream_of) loop
    last_event := first_event + size_of[item] - 1;

    select count(*) filter (where known.stream = stream_of[item]),
           count(*) filter (where known.stream <> stream_of[item]),
           max(known.revision), max(known.position), max(known.recorded_at)
      into known_here, known_elsewhere, actual_revision, last_position, last_recorded_at
      from event_log.event as known
      where known.event_id = any (id_of[first_event:last_event]);

    verdict := case
      when known_elsewhere > 0 then 'id-of-another-stream'
      when known_here = size_of[item] then 'repeated'
      when known_here > 0 then 'partly-repeated'
      else 'new'
    end;

    if verdict = 'new' then
      select coalesce(max(present.revision), 0) into actual_revision
        from event_log.event as present where present.stream = stream_of[item];
      verdict := case when actual_revision = expected_of[item] then 'written' else 'conflict' end;
    end if;

    if verdict = 'written' then
      insert into event_log.event (stream, revision, event_id, type, schema_version, data, metadata)
      select stream_of[item], expected_of[item] + n - first_event + 1, id_of[n], type_of[n],
             version_of[n], content_of[n]::json, metadata_of[n]::json
        from generate_series(first_event, last_event) as n
        order by n;
      select written.revision, written.position, written.recorded_at
        into actual_revision, last_position, last_recorded_at
        from event_log.event as written where written.event_id = id_of[last_event];
    end if;

    return next;
    first_event := last_event + 1;
  end loop;
end
$$;
