/**
 * Tables of `with recursive`, after `moment` (known) and `day` (day): `school_place` says where each school
 * was on each of the days, as far as was known. A school that was not open yet, or not any more, keeps the
 * nearest place that its history tells; an absorbed one is where its absorber is.
 */
export const schoolPlaces = `version as (
  select day.day, version.uai, version.absorbed_by, version.department, version.school_type, version.sector,
    version.circonscription, version.bassin
  from moment
  cross join day
  join read_model.school_version as version on version.known_from <= moment.known
    and (version.known_to is null or version.known_to > moment.known)
    and version.valid_from <= day.day and (version.valid_to is null or version.valid_to > day.day)
), absorbed (day, uai, holder) as (
  select day, uai, absorbed_by from version where absorbed_by is not null
  union
  select absorbed.day, absorbed.uai, version.absorbed_by
  from absorbed
  join version on version.day = absorbed.day and version.uai = absorbed.holder
  where version.absorbed_by is not null
), held as (
  select absorbed.day, absorbed.uai, version.department, version.school_type, version.sector,
    version.circonscription, version.bassin
  from absorbed
  join version on version.day = absorbed.day and version.uai = absorbed.holder
  where version.absorbed_by is null
), school_place as (
  select version.day, version.uai, coalesce(held.department, version.department) as department,
    coalesce(held.school_type, version.school_type) as school_type,
    coalesce(held.sector, version.sector) as sector,
    case when held.uai is null then version.circonscription else held.circonscription end as circonscription,
    case when held.uai is null then version.bassin else held.bassin end as bassin
  from version
  left join held on held.day = version.day and held.uai = version.uai
)`;

/** The first day of a school year, of a column that has its text. */
export const firstDay = (schoolYear: string): string =>
  `(left(${schoolYear}, 4) || '-09-01')::date`;
