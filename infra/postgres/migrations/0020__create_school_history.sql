-- What every event of every school said, and what follows from it: the school as it was between two days, as
-- it was known between two positions of the log (ADR-0017).

-- The events of schools, decoded: what histories are made from, and what an import can be undone by.
create table read_model.school_fact (
  position    bigint      not null,
  recorded_at timestamptz not null,
  revision    integer     not null,
  synthetic   boolean     not null,
  uai         text        not null,
  type        text        not null,
  import_id   text        not null,
  cause       text        not null,
  data        jsonb       not null,
  constraint school_fact_pk primary key (uai, revision)
);

create index school_fact_by_import on read_model.school_fact (import_id, uai, revision);
create index school_fact_by_position on read_model.school_fact (position);

comment on column read_model.school_fact.revision is 'Its place in the stream of the school, from one.';
comment on column read_model.school_fact.import_id is 'Everything that one file or one order recorded.';

-- A row holds from day valid_from up to but without valid_to, as far as was known from position known_from up
-- to but without known_to. All rows of a school that have the same known_from are its whole history.
create table read_model.school_version (
  known_from           bigint  not null,
  known_to             bigint,
  valid_from           date    not null,
  valid_to             date,
  is_open              boolean not null,
  varies               boolean not null,
  uai                  text    not null,
  name                 text    not null,
  school_type          text    not null,
  degree               text    not null,
  sector               text    not null,
  commune_code         text    not null,
  commune              text    not null,
  department           text    not null,
  academy              text    not null,
  circonscription      text,
  circonscription_name text,
  bassin               text,
  bassin_name          text,
  absorbed_by          text,
  cause                text    not null,
  constraint school_version_pk primary key (uai, known_from, valid_from)
);

-- Schools whose type, sector, department or zones are not the same in all versions of one history: the only
-- ones that the map of another year places elsewhere.
create index school_version_varying on read_model.school_version (uai, known_from) where varies;
create index school_version_by_department on read_model.school_version (department, uai)
  where known_to is null;

comment on column read_model.school_version.valid_from is '-infinity: since ever, as far as is known.';
comment on column read_model.school_version.academy is
  'As its source names it; the académie of another day follows from the department and the map of that day.';
