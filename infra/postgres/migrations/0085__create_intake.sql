-- The replies that messages of the intake were given: the same message is given the same one, for ever (ADR-0027).
create schema intake;

create table intake.reply (
  source      text        not null,
  uai         text        not null,
  message_id  uuid        not null,
  digest      text        not null,
  reply       json        not null,
  answered_at timestamptz not null default now(),
  constraint reply_pk primary key (source, uai, message_id)
);

comment on table intake.reply is 'Written before the reply is sent, and never changed: what came of a message, also where it recorded nothing.';
