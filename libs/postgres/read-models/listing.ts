import type { TerritoryRef } from '#application';
import { type AcademicMap, academicMap, type Territories } from '#catalogue';
import { firstDayOf } from '#kernel';

import { departmentsOf, isZone, lastDay } from './map-of-day.js';
import { firstDay, schoolPlaces } from './school-places.js';
import { isAsked, parametersOf, type SumsQuery } from './sums.js';

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

// $9, $10, $11: kind and code of a territory, and one department that it has on that map
const placedThere = `territory.kind, territory.code, listed.campaign, listed.uai,
    case when $12::date is null then listed.school_type else coalesce(place.school_type, listed.school_type) end as school_type,
    case when $12::date is null then listed.sector else coalesce(place.sector, listed.sector) end as sector,
    listed.name, listed.degree, listed.pupils, listed.numerators, listed.denominators, listed.is_expected`;

const there = `
  select ${placedThere}
  from moment
  cross join asked
  join ${listed} on listed.campaign = asked.campaign
  left join school_place as place on place.day = asked.day and place.uai = listed.uai
  join (
    select kind, code, null as department from territory where kind not in ('department', 'academy', 'academic-region')
    union all
    select * from unnest($9::text[], $10::text[], $11::text[])
  ) as territory (kind, code, department)
    on case territory.kind
      when 'school' then listed.uai = territory.code
      when 'country' then territory.code = 'FR'
      when 'circonscription' then place.circonscription = territory.code
      when 'bassin' then place.bassin = territory.code
      else coalesce(place.department, listed.department) = territory.department end
  where ${isKnown}`;

// $8: the position that is asked for, or null
// $12: the day of the map; null: the first of each campaign's school year, for circonscriptions and bassins
const tablesOver = (members: string, places = ''): string => `moment as (
  select least(coalesce($8::bigint, position), position) as known, definition
  from read_model.checkpoint
  where projection = 'figures'
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status${
    places === '' ? '' : `, coalesce($12::date, ${firstDay('round.school_year')}) as day`
  }
  from read_model.round
  cross join moment
  where round.known_from <= moment.known and (round.known_to is null or round.known_to > moment.known)
    and ${isAsked}
), territory as (
  select kind, code from unnest($4::text[], $5::text[]) as territory (kind, code)
), ${places}member as (${members}
)`;

type Membership = { readonly kind: string; readonly code: string; readonly department: string };

/** The departments that make up a territory on a map. */
const membershipsOf = (territory: TerritoryRef, map: AcademicMap): readonly Membership[] =>
  [...(departmentsOf(territory, map) ?? [])].map((department) => ({ ...territory, department }));

/** The schools of a query's territories on its map: tables of `with`, and the values that they refer to. */
export type Listing = {
  /** Names its map: a statement over it is prepared once for each. */
  readonly map: 'then' | 'there';
  /** `moment`, `asked` (rounds), `territory` and `member`, a row for each school that is listed. */
  readonly tables: string;
  /** $1 to $n. Whoever reads `tables` uses $6 and $7 as well: whether types and sectors are told apart. */
  readonly values: readonly unknown[];
};

const tablesThen = tablesOver(then);
const tablesThere = `recursive ${tablesOver(there, `day as (select distinct day from asked), ${schoolPlaces}, `)}`;

export const listingOf = (wanted: SumsQuery, territories: Territories): Listing => {
  const { asOf, geography } = wanted.moment;
  const values = [...parametersOf(wanted), asOf];
  const isThen = geography === 'THEN';
  if (isThen && !wanted.territories.some(isZone))
    return { map: 'then', tables: tablesThen, values };
  const day = typeof geography === 'string' ? lastDay : firstDayOf(geography.at);
  const map = academicMap(territories, day === lastDay ? undefined : day);
  const members = wanted.territories.flatMap((territory) => membershipsOf(territory, map));
  return {
    map: 'there',
    tables: tablesThere,
    values: [
      ...values,
      members.map(({ kind }) => kind),
      members.map(({ code }) => code),
      members.map(({ department }) => department),
      isThen ? null : day,
    ],
  };
};
