-- Schools as the directory knows them now.
create table read_model.school (
  uai          text    not null,
  name         text    not null,
  school_type  text    not null,
  degree       text    not null,
  sector       text    not null,
  commune_code text    not null,
  commune      text    not null,
  department   text    not null,
  academy      text    not null,
  pupils       integer,
  pupils_year  text,
  opened_on    date,
  closed_on    date,
  constraint school_pk primary key (uai)
);

create index school_by_academy on read_model.school (academy, uai);
create index school_by_department on read_model.school (department, uai);
