import { segmentBits } from '#read-models/figures';

import { basisOf, isAsked } from './sums.js';

/** The last position before the segment of the one that is known: what was settled by then. */
const settledBefore = (bits: bigint): string =>
  `greatest((((moment.known + 1) >> ${String(bits)}) << ${String(bits)}) - 1, roll.listed_to)`;

const counts = ['expected', 'received', 'validated', 'late', 'excluded']
  .concat(['pupils_expected', 'pupils_received', 'synthetic'])
  .map((column) => [column, `coalesce(past.${column}, cell.${column})`] as const);

const standing = 'status, late, synthetic, numerators, denominators';

const listedColumns = 'known_from, campaign, uai, school_type, sector, department, academy';

/** Respondents and excluded schools alike. */
const listed = `(
    select ${listedColumns}, academic_region, pupils, numerators, denominators, true as is_expected
    from read_model.respondent
    union all
    select ${listedColumns}, academic_region, null, null, null, false
    from read_model.excluded_school
  )`;

const isIn = (school: string, asked: string): string => `case ${asked}.cell_kind
      when 'country' then true
      when 'department' then ${school}.department = ${asked}.cell_code
      when 'academy' then ${school}.academy = ${asked}.cell_code
      when 'academic-region' then ${school}.academic_region = ${asked}.cell_code
      else false end`;

const basis = `basis as materialized (
  select case when $19 then ${basisOf('asked')} end as basis from moment
)`;

// $1 to $3: campaign, or surveys and years · $4, $5: by type, by sector · $6: a position, or null
// $7 to $11: territories, each with the cell that it is, or is a part of it: campaign or null for all, kind,
// code, kind of the cell (school: no cell, the school itself) and its code
// $12 to $18: schools that a map has elsewhere: campaign, kind and code of the territory, UAI, type, sector, sign
// $19: whether both read models have to be as far: of another map
// $20: the slots that are wanted of schools, counted from one
const atPosition = `
with moment as (
  select least(coalesce($6::bigint, figures.position), figures.position,
      case when $19 then directory.position end) as known, figures.definition
  from read_model.checkpoint as figures
  left join read_model.checkpoint as directory on directory.projection = 'school-directory'
  where figures.projection = 'figures'
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known,
    roll.listed_to, roll.listed_to <= moment.known as is_listed, ${settledBefore(segmentBits.country)} as country_settled,
    ${settledBefore(segmentBits.place)} as place_settled
  from moment
  join read_model.round on round.known_from <= moment.known
    and (round.known_to is null or round.known_to > moment.known) and ${isAsked}
  join read_model.roll on roll.campaign = round.campaign
), asked_for as (
  select asked.*, territory.kind, territory.code, territory.cell_kind, territory.cell_code,
    case territory.cell_kind when 'country' then country_settled else place_settled end as settled
  from asked
  join unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    as territory (campaign, kind, code, cell_kind, cell_code)
    on territory.campaign is null or territory.campaign = asked.campaign
), ${basis}`;

// A territory that nobody has touched since has its present cells. Another has those of the segment before,
// and what the segment has changed up to the position that is asked for.
const cells = `place as (
  select asked_for.*, whole.touched > known as is_past
  from asked_for
  join read_model.cell as whole on whole.campaign = asked_for.campaign and whole.kind = cell_kind
    and whole.code = cell_code and whole.school_type = 'ALL' and whole.sector = 'ALL'
  where is_listed
), settled as (
  select place.campaign, place.kind, place.code, cell.school_type, cell.sector, false as picked,
    ${counts.map(([name, value]) => `${value} as ${name}`).join(', ')},
    coalesce(past.used, cell.used::text) as used, coalesce(past.numerators, cell.numerators::text) as numerators,
    coalesce(past.denominators, cell.denominators::text) as denominators
  from place
  join read_model.cell on cell.campaign = place.campaign and cell.kind = cell_kind and cell.code = cell_code
    and (cell.school_type <> 'ALL') = $4 and (cell.sector <> 'ALL') = $5
  left join lateral (
    select past_cell.*
    from read_model.past_cell
    where place.is_past and cell.touched > place.settled and past_cell.campaign = cell.campaign
      and past_cell.kind = cell.kind and past_cell.code = cell.code
      and past_cell.school_type = cell.school_type and past_cell.sector = cell.sector
      and past_cell.touched <= place.settled
    order by past_cell.touched desc
    limit 1
  ) as past on true
)`;

const spots = ['kind', 'code', 'cell_kind', 'cell_code'];

// Of each department, once, what a segment has changed, and which territories may count it. `offset 0` keeps each
// department to a search of its own: joined, all of a segment would be read for each territory.
const changes = `changing as (
  select campaign, department, settled, known, ${spots.map((spot) => `array_agg(${spot}) as ${spot}s`).join(', ')}
  from (
    select distinct place.campaign, district.department, place.settled, place.known, ${spots.join(', ')}
    from place
    join read_model.district on district.campaign = place.campaign and ${isIn('district', 'place')}
    where place.is_past and place.cell_kind <> 'country'
  ) as touching
  group by campaign, department, settled, known
), made as (
  select changing.campaign, ${spots.map((spot) => `${spot}s`).join(', ')}, response.*
  from changing
  cross join lateral (
    select uai, known_from, ${standing}
    from read_model.response
    where response.department = changing.department and response.known_from > changing.settled
      and response.known_from <= changing.known and response.campaign = changing.campaign
    offset 0
  ) as response
  union all
  select place.campaign, ${spots.map((spot) => `array[place.${spot}]`).join(', ')}, response.*
  from place
  cross join lateral (
    select uai, known_from, ${standing}
    from read_model.response
    where response.known_from > place.settled and response.known_from <= place.known
      and response.campaign = place.campaign
    offset 0
  ) as response
  where place.is_past and place.cell_kind = 'country'
), changed as (
  select made.campaign, spot.kind, spot.code, respondent.school_type, respondent.sector, respondent.pupils, step.sign,
    null::boolean as is_expected, step.status, step.late, step.synthetic,
    coalesce(step.numerators, respondent.numerators) as numerators,
    coalesce(step.denominators, respondent.denominators) as denominators
  from made
  join read_model.respondent on respondent.campaign = made.campaign and respondent.uai = made.uai
  left join lateral (
    select ${standing}
    from read_model.response
    where response.campaign = made.campaign and response.uai = made.uai and response.known_from < made.known_from
    order by response.known_from desc
    limit 1
  ) as before on true
  cross join lateral (values
    (1, made.status, made.late, made.synthetic, made.numerators, made.denominators),
    (-1, before.status, before.late, before.synthetic, before.numerators, before.denominators)
  ) as step (sign, ${standing})
  cross join lateral unnest(${spots.map((spot) => `made.${spot}s`).join(', ')}) as spot (${spots.join(', ')})
  where (made.numerators is not null or before.numerators is not null) and ${isIn('respondent', 'spot')}
)`;

const school = (
  by: string,
): string => `${by}.campaign, ${by}.kind, ${by}.code, ${by}.known, school.uai,
    coalesce(${by}.school_type, school.school_type) as school_type, coalesce(${by}.sector, school.sector) as sector,
    school.pupils, school.numerators, school.denominators, school.is_expected, ${by}.sign`;

/** Those that a map has elsewhere. */
const moved = `select ${school('moved')}
  from (
    select asked.campaign, asked.known, moved.kind, moved.code, moved.uai, moved.school_type, moved.sector, moved.sign
    from asked
    join unnest($12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::integer[])
      as moved (campaign, kind, code, uai, school_type, sector, sign) on moved.campaign = asked.campaign
  ) as moved
  join ${listed} as school on school.campaign = moved.campaign and school.uai = moved.uai
  where school.known_from <= moved.known`;

/** One that is asked for, and everybody while a list is still being made. */
const wanted = `select ${school('wanted')}
  from (
    select asked_for.*, null::text as school_type, null::text as sector, 1 as sign
    from asked_for
    where cell_kind = 'school'
  ) as wanted
  join ${listed} as school on school.campaign = wanted.campaign and school.uai = wanted.cell_code
  where school.known_from <= wanted.known
  union all
  select ${school('wanted')}
  from (
    select asked_for.*, null::text as school_type, null::text as sector, 1 as sign
    from asked_for
    where not is_listed
  ) as wanted
  join ${listed} as school on school.campaign = wanted.campaign and ${isIn('school', 'wanted')}
  where school.known_from <= wanted.known`;

/** Schools one by one, with the answer that held. */
const members = (sources: readonly string[]): string => `member as (
  ${sources.join('\n  union all\n  ')}
), standing as (
  select member.campaign, member.kind, member.code, member.school_type, member.sector, member.pupils,
    member.sign, member.is_expected, response.status, response.late, response.synthetic,
    coalesce(response.numerators, member.numerators) as numerators,
    coalesce(response.denominators, member.denominators) as denominators
  from member
  left join read_model.response on response.campaign = member.campaign and response.uai = member.uai
    and response.known_from <= member.known
    and (response.known_to is null or response.known_to > member.known)
)`;

const isReceived = `status in ('submitted', 'validated')`;

const groupOfSchools = 'campaign, kind, code, school_type, sector';

/** The schools of each territory and segment, added up in the slots that are wanted, in their order. */
const schools = (sources: readonly string[]): string => `school as materialized (
  select campaign, kind, code, case when $4 then school_type else 'ALL' end as school_type,
    case when $5 then sector else 'ALL' end as sector, sign,
    case when is_expected then sign else 0 end as expected,
    case when ${isReceived} then sign else 0 end as received,
    case when status = 'validated' then sign else 0 end as validated,
    case when ${isReceived} and late then sign else 0 end as late,
    case when not is_expected then sign else 0 end as excluded,
    case when is_expected then sign * coalesce(pupils, 0) else 0 end as pupils_expected,
    case when ${isReceived} then sign * coalesce(pupils, 0) else 0 end as pupils_received,
    case when ${isReceived} and synthetic then sign else 0 end as synthetic, numerators, denominators
  from (${sources.map((one) => `select * from ${one}`).join(' union all ')}) as one
  where (not $4 or school_type is not null) and (not $5 or sector is not null)
), measured as (
  select ${groupOfSchools}, slot.rank, count(numerators[slot]) filter (where sign = 1)
      - count(numerators[slot]) filter (where sign = -1) as used,
    coalesce(sum(sign * numerators[slot]), 0) as numerator, coalesce(sum(sign * denominators[slot]), 0) as denominator
  from school
  cross join unnest($20::integer[]) with ordinality as slot (slot, rank)
  group by ${groupOfSchools}, slot.rank
), measures as (
  select ${groupOfSchools}, array_agg(used order by rank)::text as used,
    array_agg(numerator order by rank)::text as numerators, array_agg(denominator order by rank)::text as denominators
  from measured
  group by ${groupOfSchools}
), gathered as (
  select ${groupOfSchools}, true as picked, ${counts.map(([name]) => `sum(${name}) as ${name}`).join(', ')}
  from school
  group by ${groupOfSchools}
), schools as (
  select ${groupOfSchools}, picked, ${counts.map(([name]) => name).join(', ')}, coalesce(used, '{}') as used,
    coalesce(numerators, '{}') as numerators, coalesce(denominators, '{}') as denominators
  from gathered
  left join measures using (${groupOfSchools})
)`;

const found = `
select moment.known as position, moment.definition, basis.basis, asked.survey, asked.version,
  asked.school_year as "schoolYear", asked.status, sums.kind, sums.code, sums.school_type as "schoolType",
  sums.sector, sums.picked, sums.expected::text, sums.received::text, sums.validated::text, sums.late::text,
  sums.excluded::text, sums.pupils_expected::text as "pupilsExpected",
  sums.pupils_received::text as "pupilsReceived", sums.synthetic::text, sums.used, sums.numerators,
  sums.denominators
from moment
cross join basis
left join (
  asked join (select * from settled union all select * from schools) as sums using (campaign)
) on true`;

/** Sums as they were at a position, whichever: from cells and what a segment has changed, never from the log. */
export const sumsAtText =
  [atPosition, cells, changes, members([wanted, moved]), schools(['changed', 'standing'])].join(
    ', ',
  ) + found;

const atPresent = `
with moment as (
  select figures.position as known, figures.definition
  from read_model.checkpoint as figures
  join read_model.checkpoint as directory
    on directory.projection = 'school-directory' and directory.position >= figures.position
  where figures.projection = 'figures' and $6::bigint is null and $19::boolean
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known, roll.listed_to
  from moment
  join read_model.round on round.known_to is null and ${isAsked}
  join read_model.roll on roll.campaign = round.campaign
), ${basis}`;

const presentCells = `settled as (
  select asked.campaign, part.kind, part.code, cell.school_type, cell.sector, false as picked,
    ${counts.map(([name]) => `cell.${name}`).join(', ')},
    cell.used::text, cell.numerators::text, cell.denominators::text
  from asked
  join unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    as part (campaign, kind, code, cell_kind, cell_code) on part.campaign is null or part.campaign = asked.campaign
  join read_model.cell on cell.campaign = asked.campaign and cell.kind = cell_kind and cell.code = cell_code
    and (cell.school_type <> 'ALL') = $4 and (cell.sector <> 'ALL') = $5
)`;

/**
 * The same with the same parameters, as of now on another map, of campaigns whose lists are whole. Finds nothing while
 * the directory is behind the figures: both are then read at its position.
 */
export const presentSumsText =
  [atPresent, presentCells, members([moved]), schools(['standing'])].join(', ') + found;
