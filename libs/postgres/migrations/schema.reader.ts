import { type Queryable, query, statement } from '../pool/pool.js';

type Part = { readonly sql: string };

// PostgreSQL's catalogue writes every definition; nothing here needs pg_dump, which npm does not have.
const ownSchemas = `
  select oid, nspname from pg_namespace
  where nspname not in ('information_schema', 'public') and nspname !~ '^pg_'`;

const schemas = statement<Part>(
  'schema-schemas',
  `with own as (${ownSchemas})
select format('create schema %I;', nspname) as sql from own order by nspname`,
);

const types = statement<Part>(
  'schema-types',
  `with own as (${ownSchemas})
select format('create type %I.%I as enum (%s);', own.nspname, type.typname,
  (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder)
   from pg_enum where enumtypid = type.oid)) as sql
from pg_type as type join own on own.oid = type.typnamespace
where type.typtype = 'e' order by own.nspname, type.typname`,
);

const functions = statement<Part>(
  'schema-functions',
  `with own as (${ownSchemas})
select rtrim(pg_get_functiondef(routine.oid)) || ';' as sql
from pg_proc as routine join own on own.oid = routine.pronamespace
where routine.prokind in ('f', 'p')
order by own.nspname, routine.proname, pg_get_function_identity_arguments(routine.oid)`,
);

const tables = statement<Part>(
  'schema-tables',
  `with own as (${ownSchemas}),
line as (
  select attribute.attrelid as relation, attribute.attnum as rank,
    format('  %I %s%s%s%s', attribute.attname, format_type(attribute.atttypid, attribute.atttypmod),
      case when attribute.attidentity <> '' then format(' generated %s as identity (cache %s)',
        case attribute.attidentity when 'a' then 'always' else 'by default' end,
        (select seqcache from pg_sequence where seqrelid =
          pg_get_serial_sequence(format('%I.%I', own.nspname, relation.relname), attribute.attname)::regclass)) end,
      case when attribute.attgenerated = 's' then format(' generated always as (%s) stored', pg_get_expr(preset.adbin, preset.adrelid))
           when attribute.attgenerated = 'v' then format(' generated always as (%s) virtual', pg_get_expr(preset.adbin, preset.adrelid))
           when preset.adbin is not null then format(' default %s', pg_get_expr(preset.adbin, preset.adrelid)) end,
      case when attribute.attnotnull and attribute.attidentity = '' then ' not null' end) as text
  from pg_attribute as attribute
  join pg_class as relation on relation.oid = attribute.attrelid and relation.relkind in ('r', 'p')
  join own on own.oid = relation.relnamespace
  left join pg_attrdef as preset on preset.adrelid = attribute.attrelid and preset.adnum = attribute.attnum
  where attribute.attnum > 0 and not attribute.attisdropped
  union all
  select conrelid, 10000 + row_number() over (order by contype desc, conname),
    format('  constraint %I %s', conname, pg_get_constraintdef(oid))
  from pg_constraint where conrelid <> 0 and contype <> 'n' and conislocal
)
select format(E'create %stable %I.%I (\\n%s\\n)%s%s;',
  case relation.relpersistence when 'u' then 'unlogged ' else '' end, own.nspname, relation.relname,
  (select string_agg(text, E',\\n' order by rank) from line where line.relation = relation.oid),
  case when relation.relkind = 'p' then ' partition by ' || pg_get_partkeydef(relation.oid) end,
  ' with (' || array_to_string(relation.reloptions, ', ') || ')') as sql
from pg_class as relation join own on own.oid = relation.relnamespace
where relation.relkind in ('r', 'p') and not relation.relispartition
order by own.nspname, relation.relname`,
);

const views = statement<Part>(
  'schema-views',
  `with own as (${ownSchemas})
select format(E'create %sview %I.%I as\\n%s', case view.relkind when 'm' then 'materialized ' else '' end,
  own.nspname, view.relname, pg_get_viewdef(view.oid)) as sql
from pg_class as view join own on own.oid = view.relnamespace
where view.relkind in ('v', 'm') order by own.nspname, view.relname`,
);

const indexes = statement<Part>(
  'schema-indexes',
  `with own as (${ownSchemas})
select pg_get_indexdef(found.indexrelid) || ';' as sql
from pg_index as found
join pg_class as relation on relation.oid = found.indexrelid
join own on own.oid = relation.relnamespace
where not exists (select from pg_constraint where conindid = found.indexrelid and contype <> 'f')
  and not relation.relispartition
order by own.nspname, relation.relname`,
);

const triggers = statement<Part>(
  'schema-triggers',
  `with own as (${ownSchemas})
select pg_get_triggerdef(found.oid) || ';' as sql
from pg_trigger as found
join pg_class as relation on relation.oid = found.tgrelid
join own on own.oid = relation.relnamespace
where not found.tgisinternal
order by own.nspname, relation.relname, found.tgname`,
);

const comments = statement<Part>(
  'schema-comments',
  `with own as (${ownSchemas})
select format('comment on %s %I.%I%s is %L;',
  case relation.relkind when 'v' then 'view' when 'm' then 'materialized view' else case when found.objsubid > 0 then 'column' else 'table' end end,
  own.nspname, relation.relname, '.' || quote_ident(attribute.attname), found.description) as sql
from pg_description as found
join pg_class as relation on relation.oid = found.objoid and found.classoid = 'pg_class'::regclass
join own on own.oid = relation.relnamespace
left join pg_attribute as attribute on attribute.attrelid = relation.oid and attribute.attnum = found.objsubid and found.objsubid > 0
where relation.relkind in ('r', 'p', 'v', 'm')
order by own.nspname, relation.relname, found.objsubid`,
);

const heading =
  '-- What the migrations make. Written by `node tools/postgres/write-schema.mjs`, never by hand.';

/** Every definition of a migrated database, in an order that does not depend on its history. */
export const readSchema = async (on: Queryable): Promise<string> => {
  const parts: string[] = [heading];
  for (const kind of [schemas, types, tables, views, indexes, functions, triggers, comments])
    parts.push(...(await query(on, kind)).map(({ sql }) => sql));
  return `${parts.join('\n\n')}\n`;
};
