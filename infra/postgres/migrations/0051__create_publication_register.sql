-- The ledger of publications: every one, withdrawn ones included.
create table read_model.publication (
  publication       text        not null,
  series            text        not null,
  version           integer     not null,
  title_fr          text        not null,
  title_en          text        not null,
  state             text        not null,
  position          bigint      not null,
  manifest_sha256   text        not null,
  contents_sha256   text        not null,
  signature         text        not null,
  key_id            text        not null,
  public_key        text        not null,
  previous          text        null,
  replaces          text        null,
  synthetic         boolean     not null,
  frozen_at         timestamptz not null,
  withdrawn_at      timestamptz null,
  withdrawal_reason text        null,
  constraint publication_pk primary key (publication),
  constraint publication_version unique (series, version)
);
