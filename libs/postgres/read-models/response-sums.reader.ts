import type { TerritoryRef } from '#application';
import type { Academy, Territories } from '#catalogue';
import { firstDayOf } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { type FoundRow, isAsked, parametersOf, type SumsQuery } from './sums.js';

const columns = `known_from, campaign, uai, school_type, sector, department, academy, academic_region`;

const listed = `(
    select ${columns}, name, degree, pupils, numerators, denominators, true as is_expected
    from read_model.respondent
    union all
    select ${columns}, null, null, null, null, null, false from read_model.excluded_school
  ) as listed`;

const placed = `territory.kind, territory.code, listed.campaign, listed.uai, listed.school_type,
    listed.sector, listed.name, listed.degree, listed.pupils, listed.numerators, listed.denominators, listed.is_expected`;

const isKnown = 'listed.known_from <= moment.known';

/** The schools of one kind of territory, by the column that the campaign has frozen: each has its index. */
const frozen = (kind: string, column: string): string => `
    select ${placed}
    from moment
    cross join asked
    join territory on territory.kind = '${kind}'
    join ${listed} on listed.campaign = asked.campaign and listed.${column} = territory.code
    where ${isKnown}`;

const everywhere = `
    select ${placed}
    from moment
    cross join asked
    join territory on territory.kind = 'country' and territory.code = 'FR'
    join ${listed} on listed.campaign = asked.campaign
    where ${isKnown}`;

const then = [
  frozen('school', 'uai'),
  frozen('department', 'department'),
  frozen('academy', 'academy'),
  frozen('academic-region', 'academic_region'),
  everywhere,
].join('\n    union all');

// $9, $10, $11: kind and code of a territory, and one department that it has now
const now = [
  frozen('school', 'uai'),
  `
    select ${placed}
    from moment
    cross join asked
    cross join unnest($9::text[], $10::text[], $11::text[]) as territory (kind, code, department)
    join read_model.school on school.department = territory.department
    join ${listed} on listed.campaign = asked.campaign and listed.uai = school.uai
    where ${isKnown}`,
  everywhere,
].join('\n    union all');

const groups = 'campaign, kind, code, school_type, sector';

// $8: the position that is asked for, or null
const tablesOver = (members: string): string => `moment as (
  select least(coalesce($8::bigint, position), position) as known, definition
  from read_model.checkpoint
  where projection = 'figures'
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status
  from read_model.round
  cross join moment
  where round.known_from <= moment.known and (round.known_to is null or round.known_to > moment.known)
    and ${isAsked}
), territory as (
  select kind, code from unnest($4::text[], $5::text[]) as territory (kind, code)
), member as (${members}
)`;

const sumsOver = (tables: string): string => `
with ${tables}, standing as (
  select member.kind, member.code, member.campaign, member.pupils, member.is_expected,
    case when $6 then member.school_type else 'ALL' end as school_type,
    case when $7 then member.sector else 'ALL' end as sector,
    coalesce(response.status in ('submitted', 'validated'), false) as is_received,
    coalesce(response.status = 'validated', false) as is_validated,
    coalesce(response.late, false) as is_late, coalesce(response.synthetic, false) as is_synthetic,
    coalesce(response.numerators, member.numerators) as numerators,
    coalesce(response.denominators, member.denominators) as denominators
  from moment
  cross join member
  left join read_model.response on response.campaign = member.campaign and response.uai = member.uai
    and response.known_from <= moment.known
    and (response.known_to is null or response.known_to > moment.known)
), counted as (
  select ${groups},
    count(*) filter (where is_expected) as expected,
    count(*) filter (where is_received) as received,
    count(*) filter (where is_validated) as validated,
    count(*) filter (where is_received and is_late) as late,
    count(*) filter (where not is_expected) as excluded,
    coalesce(sum(pupils), 0) as pupils_expected,
    coalesce(sum(pupils) filter (where is_received), 0) as pupils_received,
    count(*) filter (where is_received and is_synthetic) as synthetic
  from standing
  where school_type is not null and sector is not null
  group by ${groups}
), measured as (
  select ${groups}, slot, count(numerator) as used, coalesce(sum(numerator), 0) as numerator,
    coalesce(sum(denominator), 0) as denominator
  from standing
  cross join lateral unnest(numerators, denominators) with ordinality as measure (numerator, denominator, slot)
  group by ${groups}, slot
), summed as (
  select ${groups}, array_agg(used order by slot) as used, array_agg(numerator order by slot) as numerators,
    array_agg(denominator order by slot) as denominators
  from measured
  group by ${groups}
)
select moment.known as position, moment.definition, asked.survey, asked.version,
  asked.school_year as "schoolYear", asked.status, counted.kind, counted.code,
  counted.school_type as "schoolType", counted.sector, 1 as sign, counted.expected::text, counted.received::text,
  counted.validated::text, counted.late::text, counted.excluded::text,
  counted.pupils_expected::text as "pupilsExpected", counted.pupils_received::text as "pupilsReceived",
  counted.synthetic::text, coalesce(summed.used::text, '{}') as used,
  coalesce(summed.numerators::text, '{}') as numerators,
  coalesce(summed.denominators::text, '{}') as denominators
from moment
left join (counted join asked using (campaign) left join summed using (${groups})) on true`;

type Membership = { readonly kind: string; readonly code: string; readonly department: string };

const academiesOf = ({ kind, code }: TerritoryRef, academies: readonly Academy[]) =>
  academies.filter(
    (academy) => (kind === 'academy' ? academy.code : academy.academicRegion) === code,
  );

const holdsOn = ({ from, until }: Academy, day: string): boolean =>
  (from ?? '') <= day && day <= (until ?? '9999');

/** The departments that a territory has on a map. */
const departmentsOf = (
  territory: TerritoryRef,
  academies: readonly Academy[],
): readonly Membership[] => {
  const { kind, code } = territory;
  if (kind === 'department') return [{ kind, code, department: code }];
  if (kind !== 'academy' && kind !== 'academic-region') return [];
  const departments = academiesOf(territory, academies).flatMap((academy) => academy.departments);
  return departments.map((department) => ({ kind, code, department }));
};

/** The schools of a query's territories on its map: tables of `with`, and the values that they refer to. */
export type Listing = {
  /** Names its map: a statement over it is prepared once for each. */
  readonly map: 'then' | 'now';
  /** `moment`, `asked` (rounds), `territory` and `member`, a row for each school that is listed. */
  readonly tables: string;
  /** $1 to $n. Whoever reads `tables` uses $6 and $7 as well: whether types and sectors are told apart. */
  readonly values: readonly unknown[];
};

const tablesThen = tablesOver(then);
const tablesNow = tablesOver(now);

export const listingOf = (wanted: SumsQuery, map: Territories): Listing => {
  const { asOf, geography } = wanted.moment;
  const values = [...parametersOf(wanted), asOf];
  if (geography === 'THEN') return { map: 'then', tables: tablesThen, values };
  const day = geography === 'CURRENT' ? null : firstDayOf(geography.at);
  const academies = map.academies.filter((academy) =>
    day === null ? academy.until === null : holdsOn(academy, day),
  );
  const members = wanted.territories.flatMap((territory) => departmentsOf(territory, academies));
  return {
    map: 'now',
    tables: tablesNow,
    values: [
      ...values,
      members.map(({ kind }) => kind),
      members.map(({ code }) => code),
      members.map(({ department }) => department),
    ],
  };
};

const sums = {
  then: statement<FoundRow>('sums-of-responses-then', sumsOver(tablesThen)),
  now: statement<FoundRow>('sums-of-responses-now', sumsOver(tablesNow)),
};

/**
 * Sums over the versions of responses that held at a moment, school by school: for what no cell keeps ready,
 * a past position, the map of today, a single school.
 */
export const readResponseSums = (
  pool: Pool,
  wanted: SumsQuery,
  map: Territories,
): Promise<readonly FoundRow[]> => {
  const listing = listingOf(wanted, map);
  return query(pool, sums[listing.map], listing.values);
};
