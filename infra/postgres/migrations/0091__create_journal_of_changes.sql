-- What answers have changed, column by column, so that a past position is found from the kept cell that is nearest to
-- it (ADR-0032). Figures are made anew from the log at the next start, and until then nothing is known of them.
update read_model.checkpoint set position = 0, generation = generation + 1 where projection = 'figures';
truncate read_model.measure, read_model.round, read_model.respondent, read_model.excluded_school,
  read_model.response, read_model.cell, read_model.past_cell, read_model.roll, read_model.district;

-- A campaign's changes, in strands of whole académies and in the order of positions, 32 on a page; the last page of a
-- strand grows until it is full. Columns of whole numbers are packed: their width in one byte (0, 1, 2, 4, 8), then that many bytes for each value, the highest first.
create table read_model.journal_page (
  first_position bigint   not null,
  strand         smallint not null,
  campaign       text     not null,
  places         text     not null,
  segments       text     not null,
  head           bytea    not null,
  slots          bytea[]  not null,
  constraint journal_page_pk primary key (campaign, strand, first_position)
) with (toast_tuple_target = 8160);

-- Read in the row, never compressed: who looks back reads some pages at once.
alter table read_model.journal_page alter column slots set storage external;

comment on column read_model.journal_page.places is
  'Lines of department|académie|région académique that entries name.';
comment on column read_model.journal_page.segments is 'Lines of school type|sector that entries name.';
comment on column read_model.journal_page.head is
  'One column of first position, entries, places and segments; then of each entry: position after the first, place, segment, received, validated, late, pupils received, synthetic.';
comment on column read_model.journal_page.slots is
  'Of each slot of the layout: columns of used, numerators, denominators.';

alter table read_model.cell add column strands smallint not null;

comment on column read_model.cell.strands is 'Those of the journal in which its changes are: a bit for each.';

-- Nobody looks for answers by place and position any more.
alter table read_model.response drop column department;

-- As before, and with the storage parameters of the live table, which `like` leaves out.
create or replace function rebuild.make_shadow(name text) returns void
language plpgsql as $function$
declare
  live       regclass := format('read_model.%I', name)::regclass;
  shadow     text     := format('rebuild.%I', name);
  parameters text     := (select array_to_string(reloptions, ', ') from pg_class where oid = live);
  index_of record;
  privilege record;
begin
  execute format('drop table if exists %s', shadow);
  execute format('create table %s (like %s including all)', shadow, live);
  if parameters is not null then
    execute format('alter table %s set (%s)', shadow, parameters);
  end if;

  for index_of in
    select made.indexrelid::regclass as made
    from pg_index as made
    where made.indrelid = shadow::regclass and not made.indisunique
  loop
    execute format('drop index %s', index_of.made);
  end loop;

  for index_of in
    select made.indexrelid::regclass as made, known.relname as known
    from pg_index as present
    join pg_class as known on known.oid = present.indexrelid
    join pg_index as made on made.indrelid = shadow::regclass
      and made.indisunique = present.indisunique
      and substring(pg_get_indexdef(made.indexrelid) from ' USING .*')
        = substring(pg_get_indexdef(present.indexrelid) from ' USING .*')
    join pg_class as made_class on made_class.oid = made.indexrelid
    where present.indrelid = live and made_class.relname <> known.relname
  loop
    execute format('alter index %s rename to %I', index_of.made, index_of.known);
  end loop;

  for privilege in
    select granted.privilege_type as kind,
           case granted.grantee when 0 then 'public' else granted.grantee::regrole::text end as grantee
    from pg_class as owned, aclexplode(owned.relacl) as granted
    where owned.oid = live and granted.grantee <> owned.relowner
  loop
    execute format('grant %s on %s to %s', privilege.kind, shadow, privilege.grantee);
  end loop;
end
$function$;
