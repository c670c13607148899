import type { CauseOfChange, LogTimes, MeasureChange, Revision, RevisionRows } from '#application';
import type { Catalogue } from '#catalogue';
import { position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { causeOfVersion } from './cause-of-version.js';
import { placesIn, touched } from './touched-territories.js';
import { changesOfFigure, placesWithin } from './contributions.reader.js';

// $4 causes, $5 indicators, $6 and $7 kind and code of a territory, $8 and $9 whose schools, $10 the académies of $7
const isMeant = `(cardinality($5::text[]) = 0 or split_part(measure.indicator, '@', 1) = any ($5::text[]))`;
const isCaused = (cause: string): string =>
  `(cardinality($4::text[]) = 0 or ${cause} = any ($4::text[]))`;

const isPlaced = `($6::text is null or case $6::text
    when 'country' then true
    when 'school' then respondent.uai = $7::text
    when 'department' then respondent.department = $7::text
    when 'academy' then respondent.academy = $7::text
    when 'academic-region' then respondent.academic_region = $7::text
    else exists (
      select from read_model.school_version as zone
      where zone.uai = respondent.uai and zone.known_to is null and zone.valid_to is null
        and case $6::text when 'bassin' then zone.bassin else zone.circonscription end = $7::text)
  end)`;

const isWithin = (
  uai: string,
): string => `($8::text = 'all' or ($8::text = 'school' and ${uai} = any ($9::text[]))
    or exists (
      select from read_model.school
      where school.uai = ${uai}
        and case $8::text when 'academy' then school.academy else school.department end = any ($9::text[])))`;

const text = (value: string, scale: string): string =>
  `trim_scale(${value} * ('1e-' || measure.${scale})::numeric)::text`;

const measured = (used: string, numerator: string, denominator: string): string =>
  `json_build_object('used', ${used}, 'numerator', ${text(numerator, 'numerator_scale')},
        'denominator', ${text(denominator, 'denominator_scale')})`;

/** Departments, académies and régions académiques, each triple once. */
const placesOf = (row: string): string =>
  `jsonb_build_array(${row}.department, ${row}.academy, ${row}.academic_region)`;

const ofSlot = (version: 'was' | 'is'): string =>
  measured(
    `(${version}_n[measure.slot] is not null)::integer`,
    `${version}_n[measure.slot]`,
    `${version}_d[measure.slot]`,
  );

const responses = `
  select version.known_from as position, 'response' as kind, version.cause, version.campaign, version.uai,
    version.status_from, version.status_to, 1 as schools, null::text as detail, told.changes, version.places
  from (
    select response.known_from, response.campaign, response.uai, round.survey,
      coalesce(before.status, 'expected') as status_from, response.status as status_to,
      ${causeOfVersion} as cause,
      coalesce(before.numerators, respondent.numerators) as was_n,
      coalesce(before.denominators, respondent.denominators) as was_d,
      coalesce(response.numerators, respondent.numerators) as is_n,
      coalesce(response.denominators, respondent.denominators) as is_d,
      jsonb_build_array(${placesOf('respondent')}) as places
    from reach
    join read_model.response on response.known_from > $1 and response.known_from <= reach.known
    join read_model.respondent on respondent.campaign = response.campaign and respondent.uai = response.uai
    join read_model.round on round.campaign = response.campaign and round.known_to is null
    left join read_model.response as before on before.campaign = response.campaign
      and before.uai = response.uai and before.known_to = response.known_from
    where response.status <> 'draft' and ($3::text is null or response.campaign = $3)
      and ${isPlaced} and ${isWithin('response.uai')}
  ) as version
  cross join lateral (
    select json_agg(json_build_object('indicator', measure.indicator, 'from', ${ofSlot('was')},
      'to', ${ofSlot('is')}) order by measure.indicator) as changes
    from read_model.measure
    where measure.survey = version.survey and ${isMeant}
      and (was_n[measure.slot], was_d[measure.slot]) is distinct from (is_n[measure.slot], is_d[measure.slot])
  ) as told
  where ${isCaused('version.cause')} and (cardinality($5::text[]) = 0 or told.changes is not null)
  order by version.known_from
  limit $2`;

const summed = measured(
  'count(respondent.numerators[measure.slot])',
  'sum(respondent.numerators[measure.slot])',
  'sum(respondent.denominators[measure.slot])',
);

const lists = `
  select list.known_from as position, 'list' as kind, list.cause, list.campaign, null as uai, null as status_from,
    null as status_to, list.schools, null::text as detail, told.changes, list.places
  from (
    select respondent.known_from, respondent.campaign, round.survey, round.cause, count(*)::integer as schools,
      jsonb_agg(distinct ${placesOf('respondent')}) as places
    from reach
    join read_model.respondent on respondent.known_from > $1 and respondent.known_from <= reach.known
    join lateral (
      select survey, cause from read_model.round
      where round.campaign = respondent.campaign order by round.known_from limit 1) as round on true
    where ($3::text is null or respondent.campaign = $3) and ${isPlaced}
    group by respondent.known_from, respondent.campaign, round.survey, round.cause
    order by respondent.known_from
    limit $2
  ) as list
  cross join lateral (
    select json_agg(json_build_object('indicator', sums.indicator, 'from',
      json_build_object('used', 0, 'numerator', null, 'denominator', null), 'to', sums.total)
      order by sums.indicator) as changes
    from (
      select measure.indicator, ${summed} as total
      from read_model.measure
      join read_model.respondent on respondent.campaign = list.campaign
        and respondent.known_from = list.known_from
      where measure.survey = list.survey and ${isMeant} and ${isPlaced}
        and respondent.numerators[measure.slot] is not null
      group by measure.indicator, measure.numerator_scale, measure.denominator_scale
    ) as sums
  ) as told
  where ${isCaused('list.cause')} and (cardinality($5::text[]) = 0 or told.changes is not null)`;

const campaigns = `
  select round.known_from as position, 'campaign' as kind, round.cause, round.campaign, null as uai,
    before.status as status_from, round.status as status_to, 0 as schools, null::text as detail, null::json, null::jsonb
  from reach
  join read_model.round on round.known_from > $1 and round.known_from <= reach.known
  left join read_model.round as before on before.campaign = round.campaign
    and before.known_to = round.known_from
  where ($3::text is null or round.campaign = $3) and ${isCaused('round.cause')}
    and (cardinality($5::text[]) = 0
      or exists (select from read_model.measure where measure.survey = round.survey and ${isMeant}))
  order by round.known_from
  limit $2`;

const schools = `
  select fact.position, 'school' as kind, fact.cause, null as campaign, fact.uai, null as status_from,
    null as status_to, 1 as schools, fact.type as detail, null::json, place.places
  from reach
  join read_model.school_fact as fact on fact.position > $1 and fact.position <= reach.known
  left join read_model.school on school.uai = fact.uai
  left join lateral (
    select jsonb_agg(distinct jsonb_build_array(version.department, version.academy, null)) as places
    from read_model.school_version as version
    where version.uai = fact.uai and version.known_from <= fact.position
      and (version.known_to is null or version.known_to >= fact.position)) as place on true
  where $3::text is null and ${isCaused('fact.cause')} and ${isWithin('fact.uai')}
    and ($6::text is null or case $6::text
      when 'country' then true
      when 'school' then fact.uai = $7::text
      when 'department' then school.department = $7::text
      when 'academy' then school.academy = $7::text
      when 'academic-region' then school.academy = any ($10::text[])
      else false
    end)
  order by fact.position
  limit $2`;

type StoredRevision = Omit<Revision, 'position' | 'recordedAt' | 'changes' | 'territories'> & {
  readonly position: bigint;
  readonly changes: string | null;
  readonly places: string | null;
};

type Found = { readonly known: bigint } & (StoredRevision | { readonly position: null });

const readRevisions = statement<Found>(
  'revisions-after',
  `with reach as (
  select min(position) as known from read_model.checkpoint
  where projection in ('figures', 'school-directory')
), revision as (
  (${responses})
  union all
  (${lists})
  union all
  (${campaigns})
  union all
  (${schools})
  order by position
  limit $2
)
select coalesce(reach.known, 0) as known, revision.position, revision.kind, revision.cause, revision.campaign,
  revision.uai, revision.status_from as "statusFrom", revision.status_to as "statusTo", revision.schools,
  revision.detail, revision.changes::text as changes, revision.places::text as places
from reach
left join revision on true
order by revision.position`,
);

const isFound = (row: Found): row is StoredRevision & { readonly known: bigint } =>
  row.position !== null;

const revisionOf = (
  row: StoredRevision,
  recordedAt: string | undefined,
  catalogue: Catalogue,
): Revision => ({
  position: position(row.position),
  recordedAt: recordedAt ?? '',
  kind: row.kind,
  cause: row.cause,
  campaign: row.campaign,
  uai: row.uai,
  statusFrom: row.statusFrom,
  statusTo: row.statusTo,
  schools: row.schools,
  detail: row.detail,
  changes: row.changes === null ? [] : (JSON.parse(row.changes) as readonly MeasureChange[]),
  territories: touched(row.uai, placesIn(row.places), catalogue),
});

const academiesOf = ({ territories }: Catalogue, region: string | undefined): readonly string[] =>
  territories.academies
    .filter(({ academicRegion }) => academicRegion === region)
    .map(({ code }) => code);

/** The feed of revisions, from the versions that read models keep: complete up to the one that is furthest behind. */
export const makeRevisionRows = (
  pool: Pool,
  catalogue: Catalogue,
  times: LogTimes,
): RevisionRows => ({
  after: async (start, filter, limit) => {
    const { territory, campaign, indicators, causes, within } = filter;
    const rows = await query(pool, readRevisions, [
      start,
      limit,
      campaign,
      causes,
      indicators,
      territory?.kind ?? null,
      territory?.code ?? null,
      within.kind,
      placesWithin(within),
      academiesOf(catalogue, territory?.code),
    ]);
    const known = position(rows[0]?.known ?? 0n);
    const found = rows.filter(isFound);
    const recordedAt = await times.recordedAt(found.map((row) => position(row.position)));
    const timed = found.map((row) =>
      revisionOf(row, recordedAt.get(position(row.position)), catalogue),
    );
    return { known, rows: timed };
  },

  causes: (figure, from): Promise<readonly CauseOfChange[]> =>
    changesOfFigure({ pool, catalogue }, figure, from),
});
