-- Everything here can be rebuilt from the event log: dropping it loses nothing but time (ADR-0012).
create schema read_model;

-- Where read models are made anew, beside the live ones.
create schema rebuild;

create table read_model.checkpoint (
  projection text        not null,
  -- Every event at or before it is in the projection's rows.
  position   bigint      not null,
  -- What the rows were made with: the projection's own version, and the catalogue where it decides.
  definition text        not null,
  -- Counts the switches to rows made anew: whoever remembers rows of an earlier one must forget them.
  generation integer     not null default 0,
  updated_at timestamptz not null default now(),
  constraint checkpoint_pk primary key (projection)
);
