-- What the migrations make. Written by `node tools/postgres/write-schema.mjs`, never by hand.

create schema event_log;

create schema intake;

create schema migration;

create schema publication;

create schema read_model;

create schema rebuild;

create schema relay;

create table event_log.event (
  "position" bigint generated always as identity (cache 1),
  stream text not null,
  revision integer not null,
  event_id uuid not null,
  type text not null,
  schema_version smallint not null,
  recorded_at timestamp with time zone default clock_timestamp() not null,
  tx xid8 default pg_current_xact_id() not null,
  data json not null,
  metadata json not null,
  constraint event_id_once UNIQUE (event_id),
  constraint event_stream_revision UNIQUE (stream, revision),
  constraint event_position PRIMARY KEY ("position"),
  constraint event_revision_counts_from_one CHECK ((revision > 0)),
  constraint event_schema_version_counts_from_one CHECK ((schema_version > 0))
);

create table event_log.unfinished_copy (
  begun_at timestamp with time zone default clock_timestamp() not null
);

create table intake.reply (
  source text not null,
  uai text not null,
  message_id uuid not null,
  digest text not null,
  reply json not null,
  answered_at timestamp with time zone default now() not null,
  constraint reply_pk PRIMARY KEY (source, uai, message_id)
);

create table migration.applied (
  number integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null,
  constraint applied_pkey PRIMARY KEY (number)
);

create table publication.blob (
  sha256 text not null,
  bytes bytea not null,
  constraint blob_pk PRIMARY KEY (sha256),
  constraint blob_is_what_it_is_called CHECK ((sha256 = encode(sha256(bytes), 'hex'::text)))
);

create table read_model.campaign (
  campaign text not null,
  survey text not null,
  version text not null,
  school_year text not null,
  title text not null,
  opens_on date not null,
  closes_on date not null,
  status text not null,
  expected integer not null,
  excluded integer not null,
  synthetic boolean not null,
  constraint campaign_pk PRIMARY KEY (campaign)
);

create table read_model.campaign_access (
  known_from bigint not null,
  known_to bigint,
  set_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  until date,
  campaign text not null,
  effect text not null,
  kind text not null,
  code text not null,
  reason text,
  end_reason text,
  set_by_role text not null,
  set_by_id text not null,
  ended_by_role text,
  ended_by_id text,
  constraint campaign_access_pk PRIMARY KEY (campaign, effect, kind, code, known_from)
);

create table read_model.cell (
  expected bigint not null,
  received bigint not null,
  validated bigint not null,
  late bigint not null,
  excluded bigint not null,
  pupils_expected bigint not null,
  pupils_received bigint not null,
  synthetic bigint not null,
  campaign text not null,
  kind text not null,
  code text not null,
  school_type text not null,
  sector text not null,
  used bigint[] not null,
  numerators numeric[] not null,
  denominators numeric[] not null,
  touched bigint not null,
  strands smallint not null,
  constraint cell_pk PRIMARY KEY (campaign, kind, code, school_type, sector)
);

create table read_model.checkpoint (
  projection text not null,
  "position" bigint not null,
  definition text not null,
  generation integer default 0 not null,
  updated_at timestamp with time zone default now() not null,
  failure json,
  skipped bigint[] default '{}'::bigint[] not null,
  constraint checkpoint_pk PRIMARY KEY (projection)
);

create table read_model.district (
  campaign text not null,
  department text not null,
  academy text not null,
  academic_region text,
  constraint district_pk PRIMARY KEY (campaign, department, academy)
);

create table read_model.excluded_school (
  known_from bigint not null,
  campaign text not null,
  uai text not null,
  school_type text,
  sector text,
  department text,
  academy text,
  academic_region text,
  constraint excluded_school_pk PRIMARY KEY (campaign, uai)
);

create table read_model.exclusion (
  campaign text not null,
  uai text not null,
  reason text not null,
  constraint exclusion_pk PRIMARY KEY (campaign, uai)
);

create table read_model.journal_page (
  first_position bigint not null,
  strand smallint not null,
  campaign text not null,
  places text not null,
  segments text not null,
  head bytea not null,
  slots bytea[] not null,
  constraint journal_page_pk PRIMARY KEY (campaign, strand, first_position)
) with (toast_tuple_target=8160);

create table read_model.measure (
  survey text not null,
  slot integer not null,
  indicator text not null,
  numerator_scale integer not null,
  denominator_scale integer not null,
  constraint measure_indicator_once UNIQUE (indicator),
  constraint measure_pk PRIMARY KEY (survey, slot)
);

create table read_model.partition_offset (
  next_offset bigint not null,
  "position" bigint not null,
  partition integer not null,
  projection text not null,
  topic text not null,
  constraint partition_offset_pk PRIMARY KEY (projection, topic, partition)
);

create table read_model.past_cell (
  touched bigint not null,
  expected bigint not null,
  received bigint not null,
  validated bigint not null,
  late bigint not null,
  excluded bigint not null,
  pupils_expected bigint not null,
  pupils_received bigint not null,
  synthetic bigint not null,
  campaign text not null,
  kind text not null,
  code text not null,
  school_type text not null,
  sector text not null,
  used text not null,
  numerators text not null,
  denominators text not null,
  constraint past_cell_pk PRIMARY KEY (campaign, kind, code, school_type, sector, touched)
);

create table read_model.publication (
  publication text not null,
  series text not null,
  version integer not null,
  title_fr text not null,
  title_en text not null,
  state text not null,
  "position" bigint not null,
  manifest_sha256 text not null,
  contents_sha256 text not null,
  signature text not null,
  key_id text not null,
  public_key text not null,
  previous text,
  replaces text,
  synthetic boolean not null,
  frozen_at timestamp with time zone not null,
  withdrawn_at timestamp with time zone,
  withdrawal_reason text,
  constraint publication_version UNIQUE (series, version),
  constraint publication_pk PRIMARY KEY (publication)
);

create table read_model.question_return (
  known_from bigint not null,
  known_to bigint,
  returned_at timestamp with time zone not null,
  settled_at timestamp with time zone,
  until date not null,
  campaign text not null,
  uai text not null,
  question text not null,
  status text not null,
  message text not null,
  text text,
  returned_by_role text not null,
  returned_by_id text not null,
  settled_by_role text,
  settled_by_id text,
  constraint question_return_pk PRIMARY KEY (campaign, uai, question, known_from)
);

create table read_model.respondent (
  known_from bigint not null,
  pupils integer,
  campaign text not null,
  uai text not null,
  name text not null,
  school_type text not null,
  sector text not null,
  degree text not null,
  department text not null,
  academy text not null,
  academic_region text,
  numerators bigint[] not null,
  denominators bigint[] not null,
  constraint respondent_pk PRIMARY KEY (campaign, uai)
);

create table read_model.response (
  known_from bigint not null,
  known_to bigint,
  submitted_at timestamp with time zone,
  revision integer not null,
  late boolean not null,
  synthetic boolean not null,
  campaign text not null,
  uai text not null,
  status text not null,
  content_hash bytea,
  numerators bigint[],
  denominators bigint[],
  cause text not null,
  constraint response_pk PRIMARY KEY (campaign, uai, known_from)
);

create table read_model.roll (
  listed_to bigint not null,
  campaign text not null,
  constraint roll_pk PRIMARY KEY (campaign)
);

create table read_model.round (
  known_from bigint not null,
  known_to bigint,
  campaign text not null,
  survey text not null,
  version text not null,
  school_year text not null,
  status text not null,
  cause text not null,
  constraint round_pk PRIMARY KEY (campaign, known_from)
);

create table read_model.school (
  uai text not null,
  name text not null,
  school_type text not null,
  degree text not null,
  sector text not null,
  commune_code text not null,
  commune text not null,
  department text not null,
  academy text not null,
  pupils integer,
  pupils_year text,
  opened_on date,
  closed_on date,
  constraint school_pk PRIMARY KEY (uai)
);

create table read_model.school_fact (
  "position" bigint not null,
  recorded_at timestamp with time zone not null,
  revision integer not null,
  synthetic boolean not null,
  uai text not null,
  type text not null,
  import_id text not null,
  cause text not null,
  data jsonb not null,
  constraint school_fact_pk PRIMARY KEY (uai, revision)
);

create table read_model.school_version (
  known_from bigint not null,
  known_to bigint,
  valid_from date not null,
  valid_to date,
  is_open boolean not null,
  varies boolean not null,
  uai text not null,
  name text not null,
  school_type text not null,
  degree text not null,
  sector text not null,
  commune_code text not null,
  commune text not null,
  department text not null,
  academy text not null,
  circonscription text,
  circonscription_name text,
  bassin text,
  bassin_name text,
  absorbed_by text,
  cause text not null,
  constraint school_version_pk PRIMARY KEY (uai, known_from, valid_from)
);

create table rebuild.checkpoint (
  projection text not null,
  "position" bigint not null,
  definition text not null,
  generation integer default 0 not null,
  updated_at timestamp with time zone default now() not null,
  failure json,
  skipped bigint[] default '{}'::bigint[] not null,
  constraint checkpoint_pk PRIMARY KEY (projection)
);

create table relay.checkpoint (
  name text not null,
  "position" bigint not null,
  updated_at timestamp with time zone default now() not null,
  constraint checkpoint_pk PRIMARY KEY (name)
);

create table relay.topic (
  topic text not null,
  partitions integer not null,
  constraint topic_pk PRIMARY KEY (topic)
);

CREATE INDEX question_return_open ON read_model.question_return USING btree (uai, until) WHERE (known_to IS NULL);

CREATE INDEX respondent_by_place ON read_model.respondent USING btree (campaign, academy, department, uai);

CREATE INDEX respondent_by_position ON read_model.respondent USING btree (known_from, campaign);

CREATE INDEX response_by_position ON read_model.response USING btree (known_from);

CREATE INDEX round_by_position ON read_model.round USING btree (known_from);

CREATE INDEX round_by_year ON read_model.round USING btree (survey, school_year, campaign);

CREATE INDEX school_by_academy ON read_model.school USING btree (academy, uai);

CREATE INDEX school_by_department ON read_model.school USING btree (department, uai);

CREATE INDEX school_fact_by_import ON read_model.school_fact USING btree (import_id, uai, revision);

CREATE INDEX school_fact_by_position ON read_model.school_fact USING btree ("position");

CREATE INDEX school_version_by_department ON read_model.school_version USING btree (department, uai) WHERE (known_to IS NULL);

CREATE INDEX school_version_varying ON read_model.school_version USING btree (uai, known_from) WHERE varies;

CREATE OR REPLACE FUNCTION event_log.append(streams text, expected_revisions text, sizes text, event_ids text, types text, schema_versions text, contents text, metadatas text)
 RETURNS TABLE(verdict text, actual_revision integer, last_position bigint, last_recorded_at timestamp with time zone)
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
declare
  stream_of   text[]     := string_to_array(streams, E'\n');
  expected_of integer[]  := string_to_array(expected_revisions, E'\n');
  size_of     integer[]  := string_to_array(sizes, E'\n');
  id_of       uuid[]     := string_to_array(event_ids, E'\n');
  type_of     text[]     := string_to_array(types, E'\n');
  version_of  smallint[] := string_to_array(schema_versions, E'\n');
  content_of  text[]     := string_to_array(contents, E'\n');
  metadata_of text[]     := string_to_array(metadatas, E'\n');
  first_event integer    := 1;
  last_event  integer;
  known_here  integer;
  known_elsewhere integer;
begin
  perform pg_advisory_xact_lock(7203, 1);
  for item in 1 .. cardinality(stream_of) loop
    last_event := first_event + size_of[item] - 1;

    select count(*) filter (where known.stream = stream_of[item]),
           count(*) filter (where known.stream <> stream_of[item]),
           max(known.revision), max(known.position), max(known.recorded_at)
      into known_here, known_elsewhere, actual_revision, last_position, last_recorded_at
      from event_log.event as known
      where known.event_id = any (id_of[first_event:last_event]);

    verdict := case
      when known_elsewhere > 0 then 'id-of-another-stream'
      when known_here = size_of[item] then 'repeated'
      when known_here > 0 then 'partly-repeated'
      else 'new'
    end;

    if verdict = 'new' then
      select coalesce(max(present.revision), 0) into actual_revision
        from event_log.event as present where present.stream = stream_of[item];
      verdict := case when actual_revision = expected_of[item] then 'written' else 'conflict' end;
    end if;

    if verdict = 'written' then
      insert into event_log.event (stream, revision, event_id, type, schema_version, data, metadata)
      select stream_of[item], expected_of[item] + n - first_event + 1, id_of[n], type_of[n],
             version_of[n], content_of[n]::json, metadata_of[n]::json
        from generate_series(first_event, last_event) as n
        order by n;
      select written.revision, written.position, written.recorded_at
        into actual_revision, last_position, last_recorded_at
        from event_log.event as written where written.event_id = id_of[last_event];
    end if;

    return next;
    first_event := last_event + 1;
  end loop;
end
$function$
;

CREATE OR REPLACE FUNCTION event_log.queue_for_append()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7203, 1);
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION event_log.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'the event log is append only: % is refused', lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Append an event that corrects the fact.';
end
$function$
;

CREATE OR REPLACE FUNCTION publication.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'what was published does not change: % is refused', lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Withdraw the publication and freeze another one.';
end
$function$
;

CREATE OR REPLACE FUNCTION rebuild.index_shadow(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION rebuild.make_shadow(name text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE TRIGGER queue_for_append BEFORE INSERT ON event_log.event FOR EACH STATEMENT EXECUTE FUNCTION event_log.queue_for_append();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON event_log.event FOR EACH STATEMENT EXECUTE FUNCTION event_log.refuse_change();

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON event_log.event FOR EACH STATEMENT EXECUTE FUNCTION event_log.refuse_change();

CREATE TRIGGER refuse_change BEFORE DELETE OR UPDATE ON publication.blob FOR EACH STATEMENT EXECUTE FUNCTION publication.refuse_change();

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON publication.blob FOR EACH STATEMENT EXECUTE FUNCTION publication.refuse_change();

comment on table event_log.event is 'Facts, append only. A reader that has seen a position has seen everything at or before it.';

comment on table intake.reply is 'Written before the reply is sent, and never changed: what came of a message, also where it recorded nothing.';

comment on table publication.blob is 'Content-addressed, append only. A blob that no manifest names is left from a publication that was not finished.';

comment on column read_model.campaign_access.effect is 'lock or exception.';

comment on column read_model.cell.synthetic is 'How many of the received are made up.';

comment on column read_model.cell.school_type is 'ALL: of every type. Likewise sector.';

comment on column read_model.cell.touched is 'The last event that is in the sums.';

comment on column read_model.cell.strands is 'Those of the journal in which its changes are: a bit for each.';

comment on column read_model.journal_page.places is 'Lines of department|académie|région académique that entries name.';

comment on column read_model.journal_page.segments is 'Lines of school type|sector that entries name.';

comment on column read_model.journal_page.head is 'One column of first position, entries, places and segments; then of each entry: position after the first, place, segment, received, validated, late, pupils received, synthetic.';

comment on column read_model.journal_page.slots is 'Of each slot of the layout: columns of used, numerators, denominators.';

comment on column read_model.measure.slot is 'Counts from one, as arrays do.';

comment on column read_model.measure.indicator is 'Id and version: eleves_par_ordinateur_1d@1.';

comment on column read_model.partition_offset.next_offset is 'Of the first message that is not applied.';

comment on column read_model.partition_offset."position" is 'Everything of the partition at or before it is in the rows.';

comment on column read_model.question_return.status is 'open, corrected, confirmed, cancelled or replaced. Whether an open one is expired is a matter of the day.';

comment on column read_model.response.cause is 'submission, correction, rule-change, definition-change, territory-change, erasure or import.';

comment on column read_model.school_fact.revision is 'Its place in the stream of the school, from one.';

comment on column read_model.school_fact.import_id is 'Everything that one file or one order recorded.';

comment on column read_model.school_version.valid_from is '-infinity: since ever, as far as is known.';

comment on column read_model.school_version.academy is 'As its source names it; the académie of another day follows from the department and the map of that day.';
