import { segmentBits, strandCount } from '#read-models/figures';

import { basisOf, isAsked } from './sums.js';

/** The end of a segment that is nearest to the position that is known, before or after it: of ends cells are kept. */
const settledBy = (bits: bigint): string => {
  const half = String(1n << (bits - 1n));
  return `greatest((((known + 1 + ${half}) >> ${String(bits)}) << ${String(bits)}) - 1, listed_to)`;
};

const counts = ['expected', 'received', 'validated', 'late', 'excluded']
  .concat(['pupils_expected', 'pupils_received', 'synthetic'])
  .map((column) => [column, `coalesce(past.${column}, cell.${column})`] as const);

const noneOf = (columns: readonly string[]): string =>
  columns.map((column) => `null as ${column}`).join(', ');

/** In the place of sums, where a row is a journal. */
const noSums = noneOf([
  ...['code', 'school_type', 'sector', 'picked', ...counts.map(([name]) => name)],
  ...['used', 'numerators', 'denominators'],
]);
/** In the place of a journal, where a row has sums. */
const noPages = `null::bigint as settled, null::text[] as places, null::text as "placeLines", null::text as "segmentLines", null::bytea as heads,
    null::bytea as slots`;

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
  select case when $12 then ${basisOf('asked')} end as basis from moment
)`;

// $1 to $3: campaign, or surveys and years · $4, $5: by type, by sector · $6: a position, or null
// $7 to $11: territories, each with the cell that it is, or is a part of it: campaign or null for all, kind,
// code, kind of the cell (school: no cell, the school itself) and its code
// $12: whether both read models have to be as far: of another map
// $13: the slots that are wanted of schools and journals, counted from one
// $14 to $20: schools that a map has elsewhere: campaign, kind and code of the territory, UAI, type, sector, sign
const atPosition = `
with moment as (
  select least(coalesce($6::bigint, figures.position), figures.position,
      case when $12 then directory.position end) as known, figures.definition
  from read_model.checkpoint as figures
  left join read_model.checkpoint as directory on directory.projection = 'school-directory'
  where figures.projection = 'figures'
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known,
    roll.listed_to, roll.listed_to <= moment.known as is_listed
  from moment
  join read_model.round on round.known_from <= moment.known
    and (round.known_to is null or round.known_to > moment.known) and ${isAsked}
  join read_model.roll on roll.campaign = round.campaign
), asked_for as (
  select asked.*, territory.kind, territory.code, territory.cell_kind, territory.cell_code,
    case territory.cell_kind when 'country' then ${settledBy(segmentBits.country)}
      else ${settledBy(segmentBits.place)} end as settled
  from asked
  join unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    as territory (campaign, kind, code, cell_kind, cell_code)
    on territory.campaign is null or territory.campaign = asked.campaign
), ${basis}`;

// A territory that nobody has touched since has its present cells. Another has those that the nearest end of a
// segment has left, and the pages of the journal that say what happened between there and the position.
const cells = `place as (
  select asked_for.*, whole.touched > known as is_past, whole.strands
  from asked_for
  join read_model.cell as whole on whole.campaign = asked_for.campaign and whole.kind = cell_kind
    and whole.code = cell_code and whole.school_type = 'ALL' and whole.sector = 'ALL'
  where is_listed
), settled as (
  select place.campaign, place.kind, place.code, cell.school_type, cell.sector, false as picked,
    ${counts.map(([name, value]) => `${value} as ${name}`).join(', ')},
    coalesce(past.used, cell.used::text) as used, coalesce(past.numerators, cell.numerators::text) as numerators,
    coalesce(past.denominators, cell.denominators::text) as denominators, ${noPages}
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

// Campaigns in which a territory has cells of another position than the one that is asked for.
const turned = `turned as (
  select campaign, known, settled, array_agg(distinct concat(cell_kind, '|', cell_code)) as places,
    bit_or(strands) as strands
  from place
  where is_past
  group by campaign, known, settled
)`;

/** Pages one after the other, in one order, with the slots that are wanted: a survey may lack some of them. */
const journal = `select campaign, 'journal' as kind, ${noSums}, settled, turned.places, read.places, read.segments, read.heads, read.slots
  from turned
  cross join lateral (
    select string_agg(places, E'\\n') as places, string_agg(segments, E'\\n') as segments,
      string_agg(head, '') as heads, string_agg(packed, '') as slots
    from (
      select places, segments, head, (
          select string_agg(coalesce(slots[slot], '\\x000000'), '' order by rank)
          from unnest($13::integer[]) with ordinality as slot (slot, rank)
        ) as packed
      from generate_series(0, ${String(strandCount - 1)}) as one (strand)
      join read_model.journal_page using (strand)
      where turned.strands & (1 << one.strand) <> 0 and campaign = turned.campaign
        and first_position <= greatest(known, settled) and first_position >= coalesce((
          select max(first_position)
          from read_model.journal_page
          where campaign = turned.campaign and strand = one.strand and first_position <= least(known, settled)), 0)
    ) as page
  ) as read
  where read.heads is not null`;

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
    join unnest($14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[], $20::integer[])
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

/**
 * Schools one by one, with the answer that held. The limit keeps each to a search of its own: joined, the answers of
 * a school to every campaign would be read.
 */
const members = (sources: readonly string[]): string => `member as (
  ${sources.join('\n  union all\n  ')}
), standing as (
  select member.campaign, member.kind, member.code, member.school_type, member.sector, member.pupils,
    member.sign, member.is_expected, response.status, response.late, response.synthetic,
    coalesce(response.numerators, member.numerators) as numerators,
    coalesce(response.denominators, member.denominators) as denominators
  from member
  left join lateral (
    select status, late, synthetic, numerators, denominators
    from read_model.response
    where response.campaign = member.campaign and response.uai = member.uai
      and response.known_from <= member.known
      and (response.known_to is null or response.known_to > member.known)
    order by response.known_from desc
    limit 1
  ) as response on true
)`;

const isReceived = `status in ('submitted', 'validated')`;

const groupOfSchools = 'campaign, kind, code, school_type, sector';

/** The schools of each territory and segment, added up in the slots that are wanted, in their order. */
const schools = `school as materialized (
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
  from standing
  where (not $4 or school_type is not null) and (not $5 or sector is not null)
), measured as (
  select ${groupOfSchools}, slot.rank, count(numerators[slot]) filter (where sign = 1)
      - count(numerators[slot]) filter (where sign = -1) as used,
    coalesce(sum(sign * numerators[slot]), 0) as numerator, coalesce(sum(sign * denominators[slot]), 0) as denominator
  from school
  cross join unnest($13::integer[]) with ordinality as slot (slot, rank)
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
    coalesce(numerators, '{}') as numerators, coalesce(denominators, '{}') as denominators, ${noPages}
  from gathered
  left join measures using (${groupOfSchools})
)`;

const [settledRows, schoolRows] = ['select * from settled', 'select * from schools'];

const found = (sources: readonly string[]): string => `
select moment.known as position, moment.definition, basis.basis, asked.survey, asked.version,
  asked.school_year as "schoolYear", asked.status, sums.kind, sums.code, sums.school_type as "schoolType",
  sums.sector, sums.picked, sums.expected::text, sums.received::text, sums.validated::text, sums.late::text,
  sums.excluded::text, sums.pupils_expected::text as "pupilsExpected",
  sums.pupils_received::text as "pupilsReceived", sums.synthetic::text, sums.used, sums.numerators,
  sums.denominators, asked.campaign, sums.settled, sums.places, sums."placeLines", sums."segmentLines", sums.heads, sums.slots
from moment
cross join basis
left join (
  asked join (${sources.join(' union all ')}) as sums using (campaign)
) on true`;

const isWhole = `
where not exists (select from asked where not is_listed)`;

/**
 * Sums as they were at a position, from cells and pages of the journal. Finds nothing while the list of a campaign that
 * is asked for is not whole: schools are then added up one by one.
 */
export const pastSumsText =
  [atPosition, cells, turned].join(', ') + found([settledRows, journal]) + isWhole;

/** The same, with the schools that a map has elsewhere. */
export const placedSumsText =
  [atPosition, cells, turned, members([moved]), schools].join(', ') +
  found([settledRows, journal, schoolRows]) +
  isWhole;

/** The same of whatever territories, at whichever position: also of single schools, and while a list is made. */
export const sumsAtText =
  [atPosition, cells, turned, members([wanted, moved]), schools].join(', ') +
  found([settledRows, journal, schoolRows]);

const atPresent = `
with moment as (
  select figures.position as known, figures.definition
  from read_model.checkpoint as figures
  join read_model.checkpoint as directory
    on directory.projection = 'school-directory' and directory.position >= figures.position
  where figures.projection = 'figures' and $6::bigint is null and $12::boolean
), asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known, roll.listed_to
  from moment
  join read_model.round on round.known_to is null and ${isAsked}
  join read_model.roll on roll.campaign = round.campaign
), ${basis}`;

const presentCells = `settled as (
  select asked.campaign, part.kind, part.code, cell.school_type, cell.sector, false as picked,
    ${counts.map(([name]) => `cell.${name}`).join(', ')},
    cell.used::text, cell.numerators::text, cell.denominators::text, ${noPages}
  from asked
  join unnest($7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
    as part (campaign, kind, code, cell_kind, cell_code) on part.campaign is null or part.campaign = asked.campaign
  join read_model.cell on cell.campaign = asked.campaign and cell.kind = cell_kind and cell.code = cell_code
    and (cell.school_type <> 'ALL') = $4 and (cell.sector <> 'ALL') = $5
)`;

/**
 * Sums as of now on another map, of campaigns whose lists are whole. Finds nothing while the directory is behind the
 * figures: both are then read at its position.
 */
export const presentSumsText =
  [atPresent, presentCells, members([moved]), schools].join(', ') +
  found([settledRows, schoolRows]);
