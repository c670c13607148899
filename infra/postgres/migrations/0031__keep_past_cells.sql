-- Figures of any position without replaying the log (ADR-0018): cells as each segment of positions has left
-- them, and responses found by the position that made them. Made anew from the log at the next start.
delete from read_model.checkpoint where projection = 'figures';
truncate read_model.measure, read_model.round, read_model.respondent, read_model.excluded_school,
  read_model.response, read_model.cell;

-- The list of a campaign: it is whole from this position on.
create table read_model.roll (
  listed_to bigint not null,
  campaign  text   not null,
  constraint roll_pk primary key (campaign)
);

-- The departments in which a campaign expects schools, and what they count in on the campaign's own map.
create table read_model.district (
  campaign        text not null,
  department      text not null,
  academy         text not null,
  academic_region text,
  constraint district_pk primary key (campaign, department, academy)
);

alter table read_model.response add column department text not null;
create index response_by_position on read_model.response (known_from);
create index response_by_department on read_model.response (department, known_from);

comment on column read_model.response.department is 'As the campaign froze it.';

alter table read_model.cell add column touched bigint not null;

comment on column read_model.cell.touched is 'The last event that is in the sums.';

-- What a cell was from the position touched, until its segment ended. Sums are written as arrays are: `{1,2}`.
create table read_model.past_cell (
  touched         bigint not null,
  expected        bigint not null,
  received        bigint not null,
  validated       bigint not null,
  late            bigint not null,
  excluded        bigint not null,
  pupils_expected bigint not null,
  pupils_received bigint not null,
  synthetic       bigint not null,
  campaign        text   not null,
  kind            text   not null,
  code            text   not null,
  school_type     text   not null,
  sector          text   not null,
  used            text   not null,
  numerators      text   not null,
  denominators    text   not null,
  constraint past_cell_pk primary key (campaign, kind, code, school_type, sector, touched)
);
