-- Locks and exceptions of campaigns. A row holds from the position known_from, up to but without known_to.
create table read_model.campaign_access (
  known_from    bigint      not null,
  known_to      bigint,
  set_at        timestamptz not null,
  ended_at      timestamptz,
  -- Null: until it is lifted.
  until         date,
  campaign      text        not null,
  effect        text        not null,
  kind          text        not null,
  code          text        not null,
  reason        text,
  end_reason    text,
  set_by_role   text        not null,
  set_by_id     text        not null,
  ended_by_role text,
  ended_by_id   text,
  constraint campaign_access_pk primary key (campaign, effect, kind, code, known_from)
);

comment on column read_model.campaign_access.effect is 'lock or exception.';
