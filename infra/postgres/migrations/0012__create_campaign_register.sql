-- Campaigns as they stand now, and the schools that each has left out.
create table read_model.campaign (
  campaign    text    not null,
  survey      text    not null,
  version     text    not null,
  school_year text    not null,
  title       text    not null,
  opens_on    date    not null,
  closes_on   date    not null,
  status      text    not null,
  expected    integer not null,
  excluded    integer not null,
  synthetic   boolean not null,
  constraint campaign_pk primary key (campaign)
);

create table read_model.exclusion (
  campaign text not null,
  uai      text not null,
  reason   text not null,
  constraint exclusion_pk primary key (campaign, uai)
);
