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

const isIn = (school: string): string => `case asked_for.cell_kind
      when 'country' then true
      when 'department' then ${school}.department = asked_for.cell_code
      when 'academy' then ${school}.academy = asked_for.cell_code
      when 'academic-region' then ${school}.academic_region = asked_for.cell_code
      else false end`;

// $1 to $3: campaign, or surveys and years · $4, $5: by type, by sector · $6: a position, or null
// $7 to $11: territories, each with the cell that it is, or is a part of it: campaign or null for all, kind,
// code, kind of the cell (school: no cell, the school itself) and its code
// $12 to $18: schools that a map has elsewhere: campaign, kind and code of the territory, UAI, type, sector, sign
// $19: whether both read models have to be as far: of another map
const asked = `
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
)`;

// A territory that nobody has touched since has its present cells. Another has those of the segment before,
// and what the segment has changed up to the position that is asked for.
const cells = `place as (
  select asked_for.*, whole.touched > known as is_past
  from asked_for
  join read_model.cell as whole on whole.campaign = asked_for.campaign and whole.kind = cell_kind
    and whole.code = cell_code and whole.school_type = 'ALL' and whole.sector = 'ALL'
  where is_listed
), settled as (
  select place.campaign, place.kind, place.code, cell.school_type, cell.sector, 1 as sign,
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

const changes = `made as (
  select asked_for.campaign, asked_for.kind, asked_for.code, response.uai, response.known_from,
    response.status, response.late, response.synthetic, response.numerators, response.denominators,
    asked_for.cell_kind, asked_for.cell_code
  from place as asked_for
  cross join lateral (
    select response.*
    from read_model.response
    where asked_for.cell_kind = 'country' and response.known_from > asked_for.settled
      and response.known_from <= asked_for.known
    union all
    select response.*
    from (
      select distinct department
      from read_model.district
      where asked_for.cell_kind <> 'country' and district.campaign = asked_for.campaign and ${isIn('district')}
    ) as district
    join read_model.response on response.department = district.department
      and response.known_from > asked_for.settled and response.known_from <= asked_for.known
  ) as response
  where asked_for.is_past and response.campaign = asked_for.campaign
), changed as (
  select asked_for.campaign, asked_for.kind, asked_for.code, respondent.school_type, respondent.sector,
    respondent.pupils, step.sign, null::boolean as is_expected, step.status, step.late, step.synthetic,
    coalesce(step.numerators, respondent.numerators) as numerators,
    coalesce(step.denominators, respondent.denominators) as denominators
  from made as asked_for
  join read_model.respondent on respondent.campaign = asked_for.campaign and respondent.uai = asked_for.uai
    and ${isIn('respondent')}
  left join lateral (
    select response.*
    from read_model.response
    where response.campaign = asked_for.campaign and response.uai = asked_for.uai
      and response.known_from < asked_for.known_from
    order by response.known_from desc
    limit 1
  ) as before on true
  cross join lateral (values
    (1, asked_for.status, asked_for.late, asked_for.synthetic, asked_for.numerators, asked_for.denominators),
    (-1, before.status, before.late, before.synthetic, before.numerators, before.denominators)
  ) as step (sign, ${standing})
  where asked_for.numerators is not null or before.numerators is not null
)`;

// Schools one by one: one that is asked for, everybody while a list is still being made, those that a map moves.
const members = `member as (
  select asked_for.campaign, asked_for.kind, asked_for.code, asked_for.known, school.uai, school.school_type,
    school.sector, school.pupils, school.numerators, school.denominators, school.is_expected, 1 as sign
  from asked_for
  join ${listed} as school on school.campaign = asked_for.campaign and school.uai = asked_for.cell_code
  where asked_for.cell_kind = 'school' and school.known_from <= asked_for.known
  union all
  select asked_for.campaign, asked_for.kind, asked_for.code, asked_for.known, school.uai, school.school_type,
    school.sector, school.pupils, school.numerators, school.denominators, school.is_expected, 1
  from asked_for
  join ${listed} as school on school.campaign = asked_for.campaign and ${isIn('school')}
  where not asked_for.is_listed and school.known_from <= asked_for.known
  union all
  select asked.campaign, moved.kind, moved.code, asked.known, school.uai,
    coalesce(moved.school_type, school.school_type), coalesce(moved.sector, school.sector), school.pupils,
    school.numerators, school.denominators, school.is_expected, moved.sign
  from asked
  join unnest($12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::integer[])
    as moved (campaign, kind, code, uai, school_type, sector, sign) on moved.campaign = asked.campaign
  join ${listed} as school on school.campaign = asked.campaign and school.uai = moved.uai
  where school.known_from <= asked.known
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

/** One row for each school, as rows of cells are: null `used` says that a numerator that is null does not count. */
const schools = `school as (
  select campaign, kind, code, case when $4 then school_type else 'ALL' end as school_type,
    case when $5 then sector else 'ALL' end as sector, sign,
    case when is_expected then 1 else 0 end as expected,
    case when ${isReceived} then 1 else 0 end as received,
    case when status = 'validated' then 1 else 0 end as validated,
    case when ${isReceived} and late then 1 else 0 end as late,
    case when not is_expected then 1 else 0 end as excluded,
    case when is_expected then coalesce(pupils, 0) else 0 end as pupils_expected,
    case when ${isReceived} then coalesce(pupils, 0) else 0 end as pupils_received,
    case when ${isReceived} and synthetic then 1 else 0 end as synthetic,
    null as used, coalesce(numerators::text, '{}') as numerators, coalesce(denominators::text, '{}') as denominators
  from (select * from changed union all select * from standing) as one
  where (not $4 or school_type is not null) and (not $5 or sector is not null)
)`;

const found = `
select moment.known as position, moment.definition,
  case when $19 then ${basisOf('asked')} end as basis, asked.survey, asked.version,
  asked.school_year as "schoolYear", asked.status, sums.kind, sums.code, sums.school_type as "schoolType",
  sums.sector, sums.sign, sums.expected::text, sums.received::text, sums.validated::text, sums.late::text,
  sums.excluded::text, sums.pupils_expected::text as "pupilsExpected",
  sums.pupils_received::text as "pupilsReceived", sums.synthetic::text, sums.used, sums.numerators,
  sums.denominators
from moment
left join (
  asked join (select * from settled union all select * from school) as sums using (campaign)
) on true`;

/** Sums as they were at a position, whichever: from cells and what a segment has changed, never from the log. */
export const sumsAtText = [asked, cells, changes, members, schools].join(', ') + found;
