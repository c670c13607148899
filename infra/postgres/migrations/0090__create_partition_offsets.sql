-- How far a read model is in each partition of the topics that it is projected from (ADR-0028). Without a row
-- it follows the log.
create table read_model.partition_offset (
  next_offset bigint  not null,
  position    bigint  not null,
  partition   integer not null,
  projection  text    not null,
  topic       text    not null,
  constraint partition_offset_pk primary key (projection, topic, partition)
);

comment on column read_model.partition_offset.next_offset is 'Of the first message that is not applied.';
comment on column read_model.partition_offset.position is 'Everything of the partition at or before it is in the rows.';
