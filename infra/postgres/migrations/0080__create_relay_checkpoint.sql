-- Where the relay stands (ADR-0026). It cannot be made anew from the log: without it everything is published again.
create schema relay;

create table relay.checkpoint (
  name       text        not null,
  -- Every event at or before it has been published.
  position   bigint      not null,
  updated_at timestamptz not null default now(),
  constraint checkpoint_pk primary key (name)
);
