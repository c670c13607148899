import { country, segmentBits, strandCount } from '#read-models/figures';

import { basisOf, isAskedBy } from './sums.js';

/**
 * A parameter that PostgreSQL does not see when it plans. A plan for each question then never looks cheaper to it than
 * one for all, and it keeps one: with many campaigns it would plan each question anew, which costs more than to answer.
 */
const given = (number: number, type: string): string => `(select $${String(number)}::${type})`;

// $1 to $3: campaign, or surveys and years · $4, $5: by type, by sector · $6: a position, or null
// $7 to $11: territories, each with the cell that it is, or is a part of it: campaign or null for all, kind,
// code, kind of the cell (school: no cell, the school itself) and its code
// $12: whether both read models have to be as far: of another map
// $13: the slots that are wanted, counted from one
const isAsked = isAskedBy({
  campaign: given(1, 'text'),
  surveys: given(2, 'text[]'),
  schoolYears: given(3, 'text[]'),
});
const [byType, bySector] = [given(4, 'boolean'), given(5, 'boolean')];
const asOf = given(6, 'bigint');
const parts = `unnest(${[7, 8, 9, 10, 11].map((number) => given(number, 'text[]')).join(', ')})
    as part (campaign, kind, code, cell_kind, cell_code)`;
const isOfBoth = given(12, 'boolean');
const slots = given(13, 'integer[]');

/** Picking slots one by one costs more than writing down all of them when there are more. */
const isPicked = `cardinality(${slots}) <= 4`;

/** The end of a segment that is nearest to the position that is known, before or after it: of ends cells are kept. */
const settledBy = (bits: bigint): string => {
  const half = String(1n << (bits - 1n));
  return `greatest((((known + 1 + ${half}) >> ${String(bits)}) << ${String(bits)}) - 1, listed_to)`;
};

const counts = [
  'expected',
  'received',
  'validated',
  'late',
  'excluded',
  'pupils_expected',
  'pupils_received',
  'synthetic',
];
const measured = ['used', 'numerators', 'denominators'];

const inCamelCase = (name: string): string =>
  name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());

type Column = readonly [name: string, type: string];

const typesOf = (names: readonly string[], type: string): readonly Column[] =>
  names.map((name) => [name, type]);

/** What every row has, be it null: the head of all and of each campaign, sums, and a journal. */
const columns: readonly Column[] = [
  ['position', 'bigint'],
  ['definition', 'text'],
  ['generation', 'integer'],
  ...typesOf(['basis', 'campaign', 'survey', 'version', 'school_year', 'status'], 'text'),
  ['touched', 'bigint'],
  ...typesOf(['kind', 'code', 'school_type', 'sector'], 'text'),
  ['picked', 'boolean'],
  ...typesOf([...counts, ...measured], 'text'),
  ['grain', 'text'],
  ['settled', 'bigint'],
  ...typesOf(['place_lines', 'segment_lines'], 'text'),
  ...typesOf(['heads', 'slots'], 'bytea'),
];

/** The select list of some columns by their expressions; the others are null. */
const only = (expressions: Readonly<Record<string, string>>): string =>
  columns
    .map(([name, type]) => `${expressions[name] ?? `null::${type}`} as "${inCamelCase(name)}"`)
    .join(', ');

const inTable = (table: string, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, `${table}.${name}`]));

const isOfSegments = `(cell.school_type <> 'ALL') = ${byType} and (cell.sector <> 'ALL') = ${bySector}`;

/** The wanted slots of a cell, where there are few of them; else all. */
const sumsOf = (column: string): string => `case when ${isPicked}
      then array(select coalesce(cell.${column}[slot], 0) from unnest(${slots}) as slot)::text
      else cell.${column}::text end`;

const asked = (condition: string): string => `asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known,
    roll.listed_to, roll.listed_to <= moment.known as is_listed, nation.touched
  from moment
  join read_model.round on ${condition} and ${isAsked}
  join read_model.roll on roll.campaign = round.campaign
  left join read_model.cell as nation on nation.campaign = round.campaign and nation.kind = 'country'
    and nation.code = '${country}' and nation.school_type = 'ALL' and nation.sector = 'ALL'
), basis as materialized (
  select case when ${isOfBoth} then ${basisOf('asked')} end as basis from moment
)`;

const atPosition = `
with moment as (
  select least(coalesce(${asOf}, figures.position), figures.position,
      case when ${isOfBoth} then directory.position end) as known, figures.definition, figures.generation
  from read_model.checkpoint as figures
  left join read_model.checkpoint as directory on directory.projection = 'school-directory'
  where figures.projection = 'figures'
), ${asked(`round.known_from <= moment.known
    and (round.known_to is null or round.known_to > moment.known)`)}, asked_for as (
  select asked.*, coalesce(touched > known, false) as is_past, part.kind, part.code, part.cell_kind, part.cell_code,
    case part.cell_kind when 'country' then ${settledBy(segmentBits.country)}
      else ${settledBy(segmentBits.place)} end as settled
  from asked
  join ${parts} on part.campaign is null or part.campaign = asked.campaign
)`;

// A campaign that nothing has touched since has its present cells. Another has those that the nearest end of a segment
// has left, and the pages of the journal that say what happened between there and the position.
const cellColumns = ['school_type', 'sector', 'touched', 'strands', ...counts, ...measured];

const cells = `placed as materialized (
  select asked_for.campaign, asked_for.kind, asked_for.code, known, settled, is_past, cell_kind, cell_code,
    ${cellColumns.map((name) => `cell.${name}`).join(', ')}
  from asked_for
  join read_model.cell on cell.campaign = asked_for.campaign and cell.kind = cell_kind and cell.code = cell_code
    and ${isOfSegments}
  where is_listed
)`;

const settled = `select ${only({
  ...inTable('cell', ['campaign', 'kind', 'code', 'school_type', 'sector']),
  picked: `past.touched is null and ${isPicked}`,
  ...Object.fromEntries(counts.map((name) => [name, `coalesce(past.${name}, cell.${name})::text`])),
  ...Object.fromEntries(measured.map((name) => [name, `coalesce(past.${name}, ${sumsOf(name)})`])),
})}
  from placed as cell
  left join lateral (
    select past_cell.*
    from read_model.past_cell
    where cell.is_past and cell.touched > cell.settled and past_cell.campaign = cell.campaign
      and past_cell.kind = cell.cell_kind and past_cell.code = cell.cell_code
      and past_cell.school_type = cell.school_type and past_cell.sector = cell.sector
      and past_cell.touched <= cell.settled
    order by past_cell.touched desc
    limit 1
  ) as past on true`;

// Cells of another position than the one that is asked for: those of the country, and those of places.
const turned = `turned as (
  select campaign, known, settled, case cell_kind when 'country' then 'country' else 'place' end as grain,
    bit_or(strands) as strands
  from placed
  where is_past
  group by campaign, known, settled, grain
)`;

/** Pages one after the other, in one order, with the slots that are wanted: a survey may lack some of them. */
const journal = `select ${only({
  ...inTable('turned', ['campaign', 'grain', 'settled']),
  ...inTable('read', ['place_lines', 'segment_lines', 'heads', 'slots']),
})}
  from turned
  cross join lateral (
    select string_agg(places, E'\\n') as place_lines, string_agg(segments, E'\\n') as segment_lines,
      string_agg(head, '') as heads, string_agg(packed, '') as slots
    from (
      select places, segments, head, (
          select string_agg(coalesce(slots[slot], '\\x000000'), '' order by rank)
          from unnest(${slots}) with ordinality as slot (slot, rank)
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

const listedColumns = 'known_from, campaign, uai, school_type, sector, department, academy';

/** Respondents and excluded schools alike. */
const listed = `(
    select ${listedColumns}, academic_region, pupils, numerators, denominators, true as is_expected
    from read_model.respondent
    union all
    select ${listedColumns}, academic_region, null, null, null, false
    from read_model.excluded_school
  )`;

const isIn = `case cell_kind
      when 'country' then true
      when 'department' then school.department = cell_code
      when 'academy' then school.academy = cell_code
      when 'academic-region' then school.academic_region = cell_code
      else false end`;

const wantedSchool = `asked_for.campaign, kind, code, known, school.uai, school.school_type, school.sector,
    school.pupils, school.numerators, school.denominators, school.is_expected`;

/**
 * Schools one by one, with the answer that held: one that is asked for, and everybody while a list is still being made.
 * The limit keeps each to a search of its own: joined, the answers of a school to every campaign would be read.
 */
const standing = `member as (
  select ${wantedSchool}
  from asked_for
  join ${listed} as school on school.campaign = asked_for.campaign and school.uai = cell_code
  where cell_kind = 'school' and school.known_from <= known
  union all
  select ${wantedSchool}
  from asked_for
  join ${listed} as school on school.campaign = asked_for.campaign and ${isIn}
  where not is_listed and school.known_from <= known
), standing as (
  select member.campaign, member.kind, member.code, member.school_type, member.sector, member.pupils,
    member.is_expected, response.status, response.late, response.synthetic,
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
  select campaign, kind, code, case when ${byType} then school_type else 'ALL' end as school_type,
    case when ${bySector} then sector else 'ALL' end as sector,
    is_expected::integer as expected,
    case when ${isReceived} then 1 else 0 end as received,
    case when status = 'validated' then 1 else 0 end as validated,
    case when ${isReceived} and late then 1 else 0 end as late,
    (not is_expected)::integer as excluded,
    case when is_expected then coalesce(pupils, 0) else 0 end as pupils_expected,
    case when ${isReceived} then coalesce(pupils, 0) else 0 end as pupils_received,
    case when ${isReceived} and synthetic then 1 else 0 end as synthetic, numerators, denominators
  from standing
  where (not ${byType} or school_type is not null) and (not ${bySector} or sector is not null)
), measured as (
  select ${groupOfSchools}, slot.rank, count(numerators[slot]) as used,
    coalesce(sum(numerators[slot]), 0) as numerator, coalesce(sum(denominators[slot]), 0) as denominator
  from school
  cross join unnest(${slots}) with ordinality as slot (slot, rank)
  group by ${groupOfSchools}, slot.rank
), measures as (
  select ${groupOfSchools}, array_agg(used order by rank)::text as used,
    array_agg(numerator order by rank)::text as numerators, array_agg(denominator order by rank)::text as denominators
  from measured
  group by ${groupOfSchools}
), gathered as (
  select ${groupOfSchools}, ${counts.map((name) => `sum(${name})::text as ${name}`).join(', ')}
  from school
  group by ${groupOfSchools}
)`;

const gathered = `select ${only({
  ...inTable('gathered', [...groupOfSchools.split(', '), ...counts]),
  picked: 'true',
  ...Object.fromEntries(measured.map((name) => [name, `coalesce(${name}, '{}')`])),
})}
  from gathered
  left join measures using (${groupOfSchools})`;

/** One row for each campaign that is asked for, or one without any; then those of the sources. */
const found = (sources: readonly string[], condition = ''): string => `
select ${only({
  position: 'moment.known',
  ...inTable('moment', ['definition', 'generation']),
  basis: 'basis.basis',
  ...inTable('asked', ['campaign', 'survey', 'version', 'school_year', 'status', 'touched']),
})}
from moment
cross join basis
left join asked on true
${condition}
union all
${sources.join('\nunion all\n')}`;

/**
 * Sums as they were at a position, from cells and pages of the journal. Finds no head while the list of a campaign that
 * is asked for is not whole: schools are then added up one by one.
 */
export const pastSumsText =
  [atPosition, cells, turned].join(', ') +
  found([settled, journal], 'where not exists (select from asked where not is_listed)');

/** The same of whatever territories, at whichever position: also of single schools, and while a list is made. */
export const sumsAtText =
  [atPosition, cells, turned, standing, schools].join(', ') + found([settled, journal, gathered]);

const atPresent = `
with moment as (
  select figures.position as known, figures.definition, figures.generation
  from read_model.checkpoint as figures
  join read_model.checkpoint as directory
    on directory.projection = 'school-directory' and directory.position >= figures.position
  where figures.projection = 'figures' and ${asOf} is null and ${isOfBoth}
), ${asked('round.known_to is null')}`;

const present = `select ${only({
  campaign: 'asked.campaign',
  ...inTable('part', ['kind', 'code']),
  ...inTable('cell', ['school_type', 'sector']),
  picked: isPicked,
  ...Object.fromEntries(counts.map((name) => [name, `cell.${name}::text`])),
  ...Object.fromEntries(measured.map((name) => [name, sumsOf(name)])),
})}
  from asked
  join ${parts} on part.campaign is null or part.campaign = asked.campaign
  join read_model.cell on cell.campaign = asked.campaign and cell.kind = cell_kind and cell.code = cell_code
    and ${isOfSegments}`;

/**
 * Sums as of now on another map, of campaigns whose lists are whole. Finds nothing while the directory is behind the
 * figures: both are then read at its position.
 */
export const presentSumsText = atPresent + found([present]);
