-- An empty twin of a read model's table in the schema rebuild: same columns, constraints, names of indexes and
-- privileges, so that nothing can tell after the switch that the table is another.
create function rebuild.make_shadow(name text) returns void
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
