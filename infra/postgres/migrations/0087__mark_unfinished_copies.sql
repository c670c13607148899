-- One row while a copy of another log into this one is not finished: no process opens it then (ADR-0029).
create table event_log.unfinished_copy (
  begun_at timestamptz not null default clock_timestamp()
);
