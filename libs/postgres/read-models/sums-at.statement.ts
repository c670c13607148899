import { country, segmentBits, strandCount } from '#read-models/figures';

import { basisOf, countColumns, countsOf, isGiven } from './sums.js';

// $1 to $3: campaign, or surveys and years · $4, $5: by type, by sector · $6: a position, or null
// $7 to $11: territories, each with the cell that it is, or is a part of it: campaign or null for all, kind,
// code, kind of the cell (school: no cell, the school itself) and its code
// $12: the slots that are wanted, counted from one
// $13, $14: cells of places that need not be found, for who asks has kept them: the campaign and the end of a segment
// that has left them, and their strands
const parameters = [
  ['campaign', 'text'],
  ['surveys', 'text[]'],
  ['school_years', 'text[]'],
  ['by_type', 'boolean'],
  ['by_sector', 'boolean'],
  ['as_of', 'bigint'],
  ['part_campaigns', 'text[]'],
  ['part_kinds', 'text[]'],
  ['part_codes', 'text[]'],
  ['cell_kinds', 'text[]'],
  ['cell_codes', 'text[]'],
  ['slots', 'integer[]'],
  ['kept_ends', 'text[]'],
  ['strands_of_kept', 'smallint[]'],
] as const;

/**
 * PostgreSQL does not see parameters through this when it plans. A plan for each question then never looks cheaper to
 * it than one for all, and it keeps one: with many campaigns it would plan each anew, which costs more than to answer.
 */
const given = (count: number): string => `given as materialized (
  select ${parameters
    .slice(0, count)
    .map(([name, type], index) => `$${String(index + 1)}::${type} as ${name}`)
    .join(', ')}
)`;

/** How many are of cells as they are: the others are of the past. */
const presentParameters = 12;

const parts = `unnest(part_campaigns, part_kinds, part_codes, cell_kinds, cell_codes)
    as part (campaign, kind, code, cell_kind, cell_code)`;

/** The end of a segment that is nearest to the position that is known, before or after it: of ends cells are kept. */
const settledBy = (bits: bigint): string => {
  const half = String(1n << (bits - 1n));
  return `greatest((((known + 1 + ${half}) >> ${String(bits)}) << ${String(bits)}) - 1, listed_to)`;
};

const measured = ['used', 'numerators', 'denominators'];

/** What every row has, be it null: the head of a campaign, sums, and a journal. */
const columns = [
  ['head', 'json'],
  ['campaign', 'text'],
  ['kind', 'text'],
  ['code', 'text'],
  ['school_type', 'text', 'schoolType'],
  ['sector', 'text'],
  ['picked', 'boolean'],
  ['counts', 'text'],
  ['used', 'text'],
  ['numerators', 'text'],
  ['denominators', 'text'],
  ['journal', 'json'],
  ['places', 'text'],
  ['segments', 'text'],
  ['heads', 'bytea'],
  ['slots', 'bytea'],
] as const;

type Column = (typeof columns)[number][0];

/** The select list of some columns by their expressions; the others are null. */
const only = (expressions: Readonly<Partial<Record<Column, string>>>): string =>
  columns
    .map(([name, type, as = name]) => `${expressions[name] ?? `null::${type}`} as "${as}"`)
    .join(', ');

const isOfSegments = (asked: string): string =>
  `(cell.school_type <> 'ALL') = ${asked}.by_type and (cell.sector <> 'ALL') = ${asked}.by_sector`;

/** Picking slots one by one costs more than writing down all of them when there are more. */
const isPicked = `cardinality(given.slots) <= 4`;

/** The wanted slots of a cell, where there are few of them; else all. */
const sumsOf = (column: string): string => `case when ${isPicked}
      then array(select coalesce(cell.${column}[slot], 0) from unnest(given.slots) as slot)::text
      else cell.${column}::text end`;

const figures = `read_model.checkpoint as figures on figures.projection = 'figures'`;
const directory = `read_model.checkpoint as directory on directory.projection = 'school-directory'`;

const asked = (condition: string): string => `asked as (
  select round.campaign, round.survey, round.version, round.school_year, round.status, moment.known,
    roll.listed_to, roll.listed_to <= moment.known as is_listed, nation.touched
  from moment
  cross join given
  join read_model.round on ${condition} and ${isGiven}
  join read_model.roll on roll.campaign = round.campaign
  left join read_model.cell as nation on nation.campaign = round.campaign and nation.kind = 'country'
    and nation.code = '${country}' and nation.school_type = 'ALL' and nation.sector = 'ALL'
)`;

/** On the campaigns' own maps, or on another: then both read models are read at the smaller of their positions. */
type Geography = 'then' | 'other';

const atMoment = (geography: Geography, count: number): string => `
with ${given(count)}, moment as materialized (
  select least(coalesce(as_of, figures.position), figures.position${
    geography === 'then' ? '' : ', directory.position'
  }) as known, figures.position as projected, figures.definition, figures.generation
  from given
  join ${figures}${geography === 'then' ? '' : `\n  join ${directory}`}
), ${asked(`round.known_from <= moment.known
    and (round.known_to is null or round.known_to > moment.known)`)}`;

const atPosition = (geography: Geography): string => `${atMoment(geography, parameters.length)}
, asked_for as materialized (
  select part.*, case when is_past and cell_kind <> 'country'
      then strands_of_kept[array_position(kept_ends, concat(part.campaign, '|', settled))] end as kept_strands
  from given
  cross join lateral (
    select asked.campaign, asked.known, asked.is_listed, coalesce(touched > known, false) as is_past, part.kind,
      part.code, part.cell_kind, part.cell_code, case part.cell_kind when 'country' then ${settledBy(segmentBits.country)}
        else ${settledBy(segmentBits.place)} end as settled, by_type, by_sector
    from asked
    join ${parts} on part.campaign is null or part.campaign = asked.campaign
  ) as part
)`;

const cellColumns = ['school_type', 'sector', 'touched', 'strands', ...countColumns, ...measured];

// A campaign that nothing has touched since has its present cells. Another has those that the nearest end of a segment
// has left, and the pages of the journal that say what happened between there and the position.
const cells = `placed as materialized (
  select asked_for.campaign, asked_for.kind, asked_for.code, known, settled, is_past, cell_kind, cell_code,
    kept_strands, ${cellColumns.map((name) => `cell.${name}`).join(', ')}
  from asked_for
  left join read_model.cell on kept_strands is null and cell.campaign = asked_for.campaign and cell.kind = cell_kind
    and cell.code = cell_code and ${isOfSegments('asked_for')}
  where is_listed
)`;

const settled = `select ${only({
  ...{ campaign: 'cell.campaign', kind: 'cell.kind', code: 'cell.code' },
  ...{ school_type: 'cell.school_type', sector: 'cell.sector' },
  picked: `past.touched is null and ${isPicked}`,
  counts: countsOf((name) => `coalesce(past.${name}, cell.${name})`),
  used: `coalesce(past.used, ${sumsOf('used')})`,
  numerators: `coalesce(past.numerators, ${sumsOf('numerators')})`,
  denominators: `coalesce(past.denominators, ${sumsOf('denominators')})`,
})}
  from placed as cell
  cross join given
  left join lateral (
    select past_cell.*
    from read_model.past_cell
    where cell.is_past and cell.touched > cell.settled and past_cell.campaign = cell.campaign
      and past_cell.kind = cell.cell_kind and past_cell.code = cell.cell_code
      and past_cell.school_type = cell.school_type and past_cell.sector = cell.sector
      and past_cell.touched <= cell.settled
    order by past_cell.touched desc
    limit 1
  ) as past on true
  where cell.touched is not null`;

// Cells of another position than the one that is asked for: those of the country, and those of places. They are final
// when nothing that is still to come can be before the end that has left them.
const turned = `turned as (
  select campaign, known, settled, case cell_kind when 'country' then 'country' else 'place' end as grain,
    coalesce(bit_or(coalesce(kept_strands, strands)), 0) as strands, bool_or(kept_strands is not null) as kept
  from placed
  where is_past
  group by campaign, known, settled, grain
)`;

/** Pages one after the other, in one order, with the slots that are wanted: a survey may lack some of them. */
const journal = `select ${only({
  campaign: 'turned.campaign',
  journal: `json_build_object('grain', turned.grain, 'settled', turned.settled::text, 'strands', turned.strands,
    'kept', turned.kept, 'final', turned.settled <= moment.projected)`,
  ...{ places: 'read.places', segments: 'read.segments', heads: 'read.heads', slots: 'read.slots' },
})}
  from turned
  cross join moment
  cross join given
  cross join lateral (
    select string_agg(places, E'\\n') as places, string_agg(segments, E'\\n') as segments,
      string_agg(head, '') as heads, string_agg(packed, '') as slots
    from (
      select places, segments, head, (
          select string_agg(coalesce(journal_page.slots[slot], '\\x000000'), '' order by rank)
          from unnest(given.slots) with ordinality as slot (slot, rank)
        ) as packed
      from generate_series(0, ${String(strandCount - 1)}) as one (strand)
      join read_model.journal_page using (strand)
      where turned.strands & (1 << one.strand) <> 0 and journal_page.campaign = turned.campaign
        and first_position <= greatest(turned.known, settled) and first_position >= coalesce((
          select max(first_position)
          from read_model.journal_page
          where campaign = turned.campaign and strand = one.strand
            and first_position <= least(turned.known, settled)), 0)
    ) as page
  ) as read`;

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

const wantedSchool = `asked_for.campaign, kind, code, known, by_type, by_sector, school.uai, school.school_type, school.sector,
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
    member.by_type, member.by_sector, member.is_expected, response.status, response.late, response.synthetic,
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
  select campaign, kind, code, case when by_type then school_type else 'ALL' end as school_type,
    case when by_sector then sector else 'ALL' end as sector,
    is_expected::integer as expected,
    case when ${isReceived} then 1 else 0 end as received,
    case when status = 'validated' then 1 else 0 end as validated,
    case when ${isReceived} and late then 1 else 0 end as late,
    (not is_expected)::integer as excluded,
    case when is_expected then coalesce(pupils, 0) else 0 end as pupils_expected,
    case when ${isReceived} then coalesce(pupils, 0) else 0 end as pupils_received,
    case when ${isReceived} and synthetic then 1 else 0 end as synthetic, numerators, denominators
  from standing
  where (not by_type or school_type is not null) and (not by_sector or sector is not null)
), measured as (
  select ${groupOfSchools}, slot.rank, count(numerators[slot]) as used,
    coalesce(sum(numerators[slot]), 0) as numerator, coalesce(sum(denominators[slot]), 0) as denominator
  from school
  cross join (select slots from given) as given
  cross join unnest(given.slots) with ordinality as slot (slot, rank)
  group by ${groupOfSchools}, slot.rank
), measures as (
  select ${groupOfSchools}, array_agg(used order by rank)::text as used,
    array_agg(numerator order by rank)::text as numerators, array_agg(denominator order by rank)::text as denominators
  from measured
  group by ${groupOfSchools}
), gathered as (
  select ${groupOfSchools}, ${countColumns.map((name) => `sum(${name}) as ${name}`).join(', ')}
  from school
  group by ${groupOfSchools}
)`;

const gathered = `select ${only({
  ...{
    campaign: 'campaign',
    kind: 'kind',
    code: 'code',
    school_type: 'school_type',
    sector: 'sector',
  },
  picked: 'true',
  counts: countsOf((name) => name),
  used: `coalesce(used, '{}')`,
  numerators: `coalesce(numerators, '{}')`,
  denominators: `coalesce(denominators, '{}')`,
})}
  from gathered
  left join measures using (${groupOfSchools})`;

/** One row for each campaign that is asked for, or one without any; then those of the sources. */
const found = (geography: Geography, sources: readonly string[]): string => `${
  geography === 'then'
    ? ''
    : `, basis as materialized (select ${basisOf('asked')} as basis from moment)`
}
select ${only({
  head: `json_build_object('position', moment.known::text, 'definition', moment.definition, 'generation', moment.generation,
    'basis', ${geography === 'then' ? 'null' : '(select basis from basis)'}, 'survey', asked.survey,
    'version', asked.version, 'schoolYear', asked.school_year, 'status', asked.status, 'touched', asked.touched::text,
    'isListed', asked.is_listed)`,
  campaign: 'asked.campaign',
})}
from moment
left join asked on true
union all
${sources.join('\nunion all\n')}`;

/** Sums as they were at a position, from cells and pages of the journal: of campaigns whose lists are whole by then. */
export const pastSumsText = (geography: Geography): string =>
  [atPosition(geography), cells, turned].join(', ') + found(geography, [settled, journal]);

/** The same of whatever territories, at whichever position: also of single schools, and while a list is made. */
export const sumsAtText = (geography: Geography): string =>
  [atPosition(geography), cells, turned, standing, schools].join(', ') +
  found(geography, [settled, journal, gathered]);

const present = `select ${only({
  ...{ campaign: 'asked.campaign', kind: 'part.kind', code: 'part.code' },
  ...{ school_type: 'cell.school_type', sector: 'cell.sector' },
  picked: isPicked,
  counts: countsOf((name) => `cell.${name}`),
  used: sumsOf('used'),
  numerators: sumsOf('numerators'),
  denominators: sumsOf('denominators'),
})}
  from asked
  cross join given
  join ${parts} on part.campaign is null or part.campaign = asked.campaign
  join read_model.cell on cell.campaign = asked.campaign and cell.kind = cell_kind and cell.code = cell_code
    and ${isOfSegments('given')}`;

/** Cells as they are, and whether that is what they were at a position: see `touched` and `isListed` of its heads. */
export const presentSumsText = (geography: Geography): string =>
  atMoment(geography, presentParameters) + found(geography, [present]);
