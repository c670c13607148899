import type {
  CauseOfChange,
  ContributionReader,
  ContributionRow,
  ContributionSummary,
  FigureName,
  LeftOutGroup,
  LeftOutRow,
  Page,
  PageRequest,
  SchoolsWithin,
} from '#application';
import type { Catalogue } from '#catalogue';
import { indicatorKey } from '#domain/indicator';
import { BrokenAssumption, position, type Position } from '#kernel';

import { type Pool, query } from '../pool/pool.js';
import { causeOfVersion } from './cause-of-version.js';
import { keyAfter, pageOf, rowsToRead } from './keyset.js';
import { prepared } from './prepared.js';
import { listingOf } from './listing.js';

/** A part of a statement that follows a listing; `of(1)` is its first own parameter. */
type Part = (of: (parameter: number) => string) => string;

const held = (column: 'numerator' | 'denominator'): string =>
  `trim_scale((coalesce(response.${column}s, member.${column}s))[gauge.slot]
      * ('1e-' || gauge.${column}_scale)::numeric) as ${column}`;

const gauge: Part = (of) => `, gauge as (
  select slot, numerator_scale, denominator_scale from read_model.measure where indicator = ${of(1)}
)`;

const isOfSegment: Part = (of) =>
  `(not $6 or member.school_type = ${of(2)}) and (not $7 or member.sector = ${of(3)})`;

/** Each listed school of the figure's segment, with what it adds: null where it does not count. */
const standing: Part = (of) => `${gauge(of)}, standing as (
  select member.campaign, member.uai, member.name, member.school_type, member.sector, member.degree,
    member.pupils, asked.survey || '@' || asked.version as questionnaire, response.status,
    coalesce(response.revision, 0) as revision, encode(response.content_hash, 'hex') as content_hash,
    coalesce(response.late, false) as late, coalesce(response.synthetic, false) as synthetic,
    response.submitted_at, response.known_from as receipt,
    case
      when not member.is_expected then 'excluded'
      when response.status is null then 'no-response'
      when response.status in ('submitted', 'validated') then 'received'
      else response.status
    end as standing,
    ${held('numerator')},
    ${held('denominator')}
  from moment
  cross join member
  join asked on asked.campaign = member.campaign
  left join gauge on true
  left join read_model.response on response.campaign = member.campaign and response.uai = member.uai
    and response.known_from <= moment.known
    and (response.known_to is null or response.known_to > moment.known)
  where ${isOfSegment(of)}
)`;

const line = `concat_ws('|', campaign, uai, revision, coalesce(content_hash, '-'), numerator,
      coalesce(denominator::text, '-'))`;

const summary: Part = (of) => `${standing(of)}, counted as (
  select count(*)::integer as used, trim_scale(sum(numerator))::text as numerator,
    trim_scale(sum(denominator))::text as denominator,
    (count(*) filter (where status = 'submitted'))::integer as "notValidated",
    encode(sha256(convert_to(coalesce(string_agg(${line}, E'\\n' order by campaign collate "C",
      uai collate "C"), ''), 'UTF8')), 'hex') as "contributionsHash"
  from standing
  where numerator is not null
), told as (
  select standing.standing, exclusion.reason as exclusion, questionnaire,
    case when ${of(4)} then school_type end as "schoolType", case when ${of(4)} then sector end as sector,
    case when ${of(4)} then degree end as degree, case when ${of(4)} then pupils end as pupils
  from standing
  left join read_model.exclusion using (campaign, uai)
  where numerator is null
), grouped as (
  select standing, exclusion, questionnaire,
    json_build_object('schoolType', "schoolType", 'sector', sector, 'degree', degree, 'pupils', pupils) as profile,
    count(*) as schools
  from told
  group by standing, exclusion, questionnaire, "schoolType", sector, degree, pupils
)
select moment.known as position, counted.used, counted.numerator, counted.denominator,
  counted."notValidated", counted."contributionsHash",
  (select coalesce(json_agg(grouped), '[]')::text from grouped) as "leftOut"
from moment
cross join counted`;

/** Own parameters 4 to 8: after which campaign and UAI, how many, and whose schools. */
const paged = (of: (parameter: number) => string): string => `
  (standing.campaign collate "C", standing.uai collate "C") > (${of(4)}::text, ${of(5)}::text)
  and (${of(7)} = 'all' or (${of(7)} = 'school' and standing.uai = any (${of(8)}::text[]))
    or (${of(7)} = 'academy' and school.academy = any (${of(8)}::text[]))
    or (${of(7)} = 'department' and school.department = any (${of(8)}::text[])))
  order by standing.campaign collate "C", standing.uai collate "C"
  limit ${of(6)}::integer`;

const contributions: Part = (of) => `${standing(of)}
select moment.known as position, page.*
from moment
left join (
  select standing.campaign, standing.uai, standing.name, coalesce(status, 'expected') as status, revision,
    late, synthetic, submitted_at as "submittedAt", receipt as "receiptPosition",
    content_hash as "contentHash", numerator::text, denominator::text
  from standing
  left join read_model.school using (uai)
  where standing.numerator is not null and ${paged(of)}
) as page on true
order by page.campaign collate "C", page.uai collate "C"`;

const leftOut: Part = (of) => `${standing(of)}
select moment.known as position, page.*
from moment
left join (
  select standing.campaign, standing.uai, coalesce(standing.name, school.name) as name, standing.standing,
    exclusion.reason as exclusion, questionnaire,
    json_build_object('schoolType', standing.school_type, 'sector', standing.sector,
      'degree', standing.degree, 'pupils', standing.pupils)::text as profile
  from standing
  left join read_model.exclusion using (campaign, uai)
  left join read_model.school using (uai)
  where standing.numerator is null
    and (cardinality(${of(9)}::text[]) = 0 or standing.standing = any (${of(9)}::text[]))
    and ${paged(of)}
) as page on true
order by page.campaign collate "C", page.uai collate "C"`;

const added = (column: 'numerator' | 'denominator'): string =>
  `trim_scale((coalesce(sum(is_${column}), 0) - coalesce(sum(was_${column}), 0))
    * ('1e-' || ${column}_scale)::numeric)::text as ${column}`;

/** Own parameter 4: the position after which changes count. */
const changes: Part = (of) => `${gauge(of)}, stepped as (
  select ${causeOfVersion} as cause,
    (coalesce(before.numerators, member.numerators))[gauge.slot] as was_numerator,
    (coalesce(before.denominators, member.denominators))[gauge.slot] as was_denominator,
    (coalesce(response.numerators, member.numerators))[gauge.slot] as is_numerator,
    (coalesce(response.denominators, member.denominators))[gauge.slot] as is_denominator
  from moment
  cross join gauge
  cross join member
  join read_model.response on response.campaign = member.campaign and response.uai = member.uai
    and response.known_from > ${of(4)}::bigint and response.known_from <= moment.known
  left join read_model.response as before on before.campaign = response.campaign
    and before.uai = response.uai and before.known_to = response.known_from
  where ${isOfSegment(of)}
  union all
  select opened.cause, null, null, member.numerators[gauge.slot], member.denominators[gauge.slot]
  from gauge
  cross join member
  join read_model.respondent on respondent.campaign = member.campaign and respondent.uai = member.uai
    and respondent.known_from > ${of(4)}::bigint
  join lateral (
    select round.cause from read_model.round
    where round.campaign = member.campaign order by round.known_from limit 1) as opened on true
  where ${isOfSegment(of)}
), totalled as (
  select cause, (count(is_numerator) - count(was_numerator))::integer as used, ${added('numerator')},
    ${added('denominator')}
  from stepped
  cross join gauge
  where (is_numerator, is_denominator) is distinct from (was_numerator, was_denominator)
  group by cause, numerator_scale, denominator_scale
)
select cause, used, numerator, denominator from totalled order by cause`;

type Sources = { readonly pool: Pool; readonly catalogue: Catalogue };

const surveyOf = ({ indicators }: Catalogue, id: string): string => {
  const survey = indicators.get(id)?.survey;
  if (survey !== undefined) return survey;
  throw new BrokenAssumption(`the catalogue does not have the indicator ${id}: check it first`);
};

const read = <Row>(
  { pool, catalogue }: Sources,
  figure: FigureName,
  { part, values }: { readonly part: Part; readonly values: readonly unknown[] },
): Promise<readonly Row[]> => {
  const { indicator, definitionVersion, territory, schoolYear, segment, moment } = figure;
  const { schoolType, sector } = segment;
  const listing = listingOf(
    {
      campaign: null,
      surveys: [surveyOf(catalogue, indicator)],
      schoolYears: [schoolYear],
      territories: [territory],
      breakdown: [
        ...(schoolType === null ? [] : (['schoolType'] as const)),
        ...(sector === null ? [] : (['sector'] as const)),
      ],
      moment,
    },
    catalogue.territories,
  );
  const text = `with ${listing.tables}${part((number) => `$${String(listing.values.length + number)}`)}`;
  const key = indicatorKey({ id: indicator, version: definitionVersion });
  return query(pool, prepared<Row>('contributions', text), [
    ...listing.values,
    key,
    schoolType,
    sector,
    ...values,
  ]);
};

type SummaryRow = Omit<ContributionSummary, 'leftOut' | 'position'> & {
  readonly position: bigint;
  readonly leftOut: string;
};

type Empty = { readonly campaign: null };
type Placed<Row> = { readonly position: bigint } & (Row | Empty);

const isFound = <Row extends { readonly campaign: string }>(row: Row | Empty): row is Row =>
  row.campaign !== null;

const keyOf = ({ campaign, uai }: { readonly campaign: string; readonly uai: string }): string =>
  `${campaign}|${uai}`;

/** The codes, or the UAI, that a caller is bound to; none: to nothing. */
export const placesWithin = (within: SchoolsWithin): readonly string[] => {
  if (within.kind === 'all') return [];
  return within.kind === 'school' ? [within.uai] : within.codes;
};

const pageValues = (page: PageRequest, within: SchoolsWithin): readonly unknown[] => {
  const [campaign = '', uai = ''] = keyAfter(page).split('|');
  return [campaign, uai, rowsToRead(page), within.kind, placesWithin(within)];
};

const placedPage = <Row extends { readonly campaign: string; readonly uai: string }>(
  rows: readonly Placed<Row>[],
  page: PageRequest,
): { readonly position: Position; readonly page: Page<Row> } => ({
  position: position(rows[0]?.position ?? 0n),
  page: pageOf(
    rows.filter((row): row is { readonly position: bigint } & Row => isFound(row)),
    page,
    keyOf,
  ),
});

type StoredLeftOut = Omit<LeftOutRow, 'profile'> & { readonly profile: string };

const summaryOf = (row: SummaryRow | undefined): ContributionSummary => {
  if (row === undefined) return nothing;
  const groups = JSON.parse(row.leftOut) as readonly LeftOutGroup[];
  return { ...row, position: position(row.position), leftOut: groups };
};

/** Before anything is projected: no contribution, whose hash is that of the empty text. */
const nothing: ContributionSummary = {
  position: position(0n),
  used: 0,
  numerator: null,
  denominator: null,
  contributionsHash: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  notValidated: 0,
  leftOut: [],
};

/**
 * What figures are the sums of, school by school: the schools that the sums run over, by the same membership,
 * at the same position.
 */
export const makeContributionReader = (pool: Pool, catalogue: Catalogue): ContributionReader => {
  const sources = { pool, catalogue };
  return {
    summary: async (figure, byProfile) => {
      const [row] = await read<SummaryRow>(sources, figure, { part: summary, values: [byProfile] });
      return summaryOf(row);
    },

    contributions: async (figure, within, page) => {
      const values = pageValues(page, within);
      const rows = await read<Placed<ContributionRow>>(sources, figure, {
        part: contributions,
        values,
      });
      return placedPage<ContributionRow>(rows, page);
    },

    leftOut: async (figure, { within, standings }, page) => {
      const values = [...pageValues(page, within), standings];
      const rows = await read<Placed<StoredLeftOut>>(sources, figure, { part: leftOut, values });
      const { position: at, page: found } = placedPage<StoredLeftOut>(rows, page);
      const told = found.rows.map((row) => ({
        ...row,
        profile: JSON.parse(row.profile) as LeftOutRow['profile'],
      }));
      return { position: at, page: { ...found, rows: told } };
    },
  };
};

/** What has been added to a figure after a position, by cause: see `RevisionRows`. */
export const changesOfFigure = (
  sources: Sources,
  figure: FigureName,
  from: Position,
): Promise<readonly CauseOfChange[]> =>
  read<CauseOfChange>(sources, figure, { part: changes, values: [from] });
