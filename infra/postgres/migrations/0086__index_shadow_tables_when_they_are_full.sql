-- An index is made faster from a full table than entry by entry: while a table is made anew it has the indexes that
-- its keys need, and the others follow before it is switched over.
create or replace function rebuild.make_shadow(name text) returns void
language plpgsql as $function$
declare
  live   regclass := format('read_model.%I', name)::regclass;
  shadow text     := format('rebuild.%I', name);
  index_of record;
  privilege record;
begin
  execute format('drop table if exists %s', shadow);
  execute format('create table %s (like %s including all)', shadow, live);

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

-- The indexes of the live table that `make_shadow` has left out, by the same names.
create function rebuild.index_shadow(name text) returns void
language plpgsql as $function$
declare
  definition text;
begin
  for definition in
    select pg_get_indexdef(present.indexrelid)
    from pg_index as present
    where present.indrelid = format('read_model.%I', name)::regclass and not present.indisunique
    order by present.indexrelid
  loop
    execute replace(definition, format(' ON read_model.%I ', name), format(' ON rebuild.%I ', name));
  end loop;
end
$function$;
