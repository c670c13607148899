-- The truth: every fact, in the order in which it was committed (ADR-0008, ADR-0009).
create schema event_log;

create table event_log.event (
  -- CACHE 1: a cached sequence would hand out positions before their turn.
  position       bigint      generated always as identity (cache 1),
  stream         text        not null,
  revision       integer     not null,
  event_id       uuid        not null,
  type           text        not null,
  schema_version smallint    not null,
  recorded_at    timestamptz not null default clock_timestamp(),
  -- For audits of the order only: never a cursor, transaction ids start again in another cluster.
  tx             xid8        not null default pg_current_xact_id(),
  data           json        not null,
  metadata       json        not null,
  constraint event_position primary key (position),
  constraint event_stream_revision unique (stream, revision),
  constraint event_id_once unique (event_id),
  constraint event_revision_counts_from_one check (revision > 0),
  constraint event_schema_version_counts_from_one check (schema_version > 0)
);

comment on table event_log.event is 'Facts, append only. A reader that has seen a position has seen everything at or before it.';

-- Every writer, COPY included, queues here before its first position is drawn and until it commits.
create function event_log.queue_for_append() returns trigger
  language plpgsql
  as $$
begin
  perform pg_advisory_xact_lock(7203, 1);
  return null;
end
$$;

create trigger queue_for_append before insert on event_log.event
  for each statement execute function event_log.queue_for_append();

create function event_log.refuse_change() returns trigger
  language plpgsql
  as $$
begin
  raise exception 'the event log is append only: % is refused', lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Append an event that corrects the fact.';
end
$$;

create trigger refuse_change before update or delete on event_log.event
  for each statement execute function event_log.refuse_change();

create trigger refuse_truncate before truncate on event_log.event
  for each statement execute function event_log.refuse_change();
