-- Measures of every version of every response, and their sums (ADR-0012, ADR-0013). Never a ratio.
-- A version holds from the position known_from, up to but without known_to; null: it holds now.

-- Which indicator has which slot in the arrays below. Sums are integers in units of 10^-scale.
create table read_model.measure (
  survey            text    not null,
  slot              integer not null,
  indicator         text    not null,
  numerator_scale   integer not null,
  denominator_scale integer not null,
  constraint measure_pk primary key (survey, slot),
  constraint measure_indicator_once unique (indicator)
);

comment on column read_model.measure.slot is 'Counts from one, as arrays do.';
comment on column read_model.measure.indicator is 'Id and version: eleves_par_ordinateur_1d@1.';

-- Which survey and year a campaign adds to, and whether it is open.
create table read_model.round (
  known_from  bigint not null,
  known_to    bigint,
  campaign    text   not null,
  survey      text   not null,
  version     text   not null,
  school_year text   not null,
  status      text   not null,
  constraint round_pk primary key (campaign, known_from)
);

create index round_by_year on read_model.round (survey, school_year, campaign);

-- The frozen list of a campaign. The arrays are what a school contributes before it answers: to coverage
-- alone, whose slots come first.
create table read_model.respondent (
  known_from      bigint   not null,
  pupils          integer,
  campaign        text     not null,
  uai             text     not null,
  name            text     not null,
  school_type     text     not null,
  sector          text     not null,
  degree          text     not null,
  department      text     not null,
  academy         text     not null,
  academic_region text,
  numerators      bigint[] not null,
  denominators    bigint[] not null,
  constraint respondent_pk primary key (campaign, uai)
);

create index respondent_by_place on read_model.respondent (campaign, academy, department, uai);

-- The schools that a campaign has left out, where they count as such. Null: the directory did not know.
create table read_model.excluded_school (
  known_from      bigint not null,
  campaign        text   not null,
  uai             text   not null,
  school_type     text,
  sector          text,
  department      text,
  academy         text,
  academic_region text,
  constraint excluded_school_pk primary key (campaign, uai)
);

-- Null arrays: nothing is received, the respondent's own count. A null slot: does not count there.
create table read_model.response (
  known_from   bigint  not null,
  known_to     bigint,
  submitted_at timestamptz,
  revision     integer not null,
  late         boolean not null,
  synthetic    boolean not null,
  campaign     text    not null,
  uai          text    not null,
  status       text    not null,
  content_hash bytea,
  numerators   bigint[],
  denominators bigint[],
  constraint response_pk primary key (campaign, uai, known_from)
);

-- Sums over the current versions, for every place and segment that a figure is asked by.
create table read_model.cell (
  expected        bigint    not null,
  received        bigint    not null,
  validated       bigint    not null,
  late            bigint    not null,
  excluded        bigint    not null,
  pupils_expected bigint    not null,
  pupils_received bigint    not null,
  synthetic       bigint    not null,
  campaign        text      not null,
  kind            text      not null,
  code            text      not null,
  school_type     text      not null,
  sector          text      not null,
  used            bigint[]  not null,
  numerators      numeric[] not null,
  denominators    numeric[] not null,
  constraint cell_pk primary key (campaign, kind, code, school_type, sector)
);

comment on column read_model.cell.synthetic is 'How many of the received are made up.';
comment on column read_model.cell.school_type is 'ALL: of every type. Likewise sector.';
