-- Questions that were given back to schools. A row holds from the position known_from, up to but without known_to.
create table read_model.question_return (
  known_from       bigint      not null,
  known_to         bigint,
  returned_at      timestamptz not null,
  settled_at       timestamptz,
  until            date        not null,
  campaign         text        not null,
  uai              text        not null,
  question         text        not null,
  status           text        not null,
  message          text        not null,
  -- What was said to settle it.
  text             text,
  returned_by_role text        not null,
  returned_by_id   text        not null,
  settled_by_role  text,
  settled_by_id    text,
  constraint question_return_pk primary key (campaign, uai, question, known_from)
);

create index question_return_open on read_model.question_return (uai, until) where known_to is null;

comment on column read_model.question_return.status is
  'open, corrected, confirmed, cancelled or replaced. Whether an open one is expired is a matter of the day.';
