import type {
  CoverageQuery,
  CoverageRow,
  Figure,
  FigureQuery,
  FigureReader,
  MissingReason,
  TerritoryKind,
  TerritoryRef,
} from '#application';
import { type Catalogue, type Series, seriesFinder, type SeriesFinder } from '#catalogue';
import { type Indicator, indicatorKey } from '#domain/indicator';
import { beginning, BrokenAssumption, format, type Position, type SchoolYear } from '#kernel';
import { figureValue } from '#statistics';

import { type Pool, query, statement } from '../pool/pool.js';
import { readCellSums } from './cell-sums.reader.js';
import type { Slots } from './composition.js';
import type { Definitions, Measure } from './definitions.js';
import { type Group, type Groups, groupsOf, nobody, sumsOf } from './figure-groups.js';
import { offMap } from './map-of-day.js';
import { placedSums, type PlacedSums } from './placed-sums.reader.js';
import { breakAt, marked, type Point, yearsRead } from './series-breaks.js';
import type { FoundSums, SumRow, SumsQuery } from './sums.js';
import type { SlotsQuery } from './found-sums.js';
import { sumsAtReader, type SumsAtReader } from './sums-at.reader.js';

type MeasureFound = { readonly definition: string } & (Measure | { readonly survey: null });

const readMeasures = statement<MeasureFound>(
  'figures-measures-read',
  `select checkpoint.definition, survey, slot - 1 as slot, indicator, numerator_scale as "numeratorScale",
     denominator_scale as "denominatorScale"
   from read_model.checkpoint
   left join read_model.measure on true
   where projection = 'figures'
   order by survey, slot`,
);

type Layout = ReadonlyMap<string, Measure>;

type KnownLayout = { readonly definition: string; readonly layout: Layout };

/** The slots of the rows as they are made, read again once rows of another definition than `not` are met. */
type Layouts = (not?: string) => Promise<KnownLayout | undefined>;

const isMeasure = (row: MeasureFound): row is MeasureFound & Measure => row.survey !== null;

/** Rows made with an older catalogue are read by their own slots. */
const layoutsOf = (pool: Pool): Layouts => {
  let known: KnownLayout | undefined;
  return async (not) => {
    if (known !== undefined && known.definition !== not) return known;
    const rows = await query(pool, readMeasures);
    const [first] = rows;
    const layout = new Map(rows.filter(isMeasure).map((row) => [row.indicator, row]));
    known = first && { definition: first.definition, layout };
    return known;
  };
};

type Sources = {
  readonly pool: Pool;
  readonly definitions: Definitions;
  readonly layouts: Layouts;
  readonly placed: PlacedSums;
  readonly seriesOf: SeriesFinder;
  readonly isOff: ReturnType<typeof offMap>;
  readonly sumsAt: SumsAtReader;
};

type SumsRead = {
  readonly position: Position;
  readonly layout: Layout;
  /** That sums were wanted of. */
  readonly slots: Slots;
  readonly rows: readonly SumRow[];
};

const hasKind = ({ territories }: SumsQuery, kinds: readonly TerritoryKind[]): boolean =>
  territories.some(({ kind }) => kinds.includes(kind));

/** Present cells as they are, or cells of the campaign's map at a position, or those of another map. */
const findSums = (
  { pool, placed, sumsAt }: Sources,
  asked: SlotsQuery,
): Promise<FoundSums | undefined> => {
  const { wanted } = asked;
  const { asOf, geography } = wanted.moment;
  if (geography !== 'THEN' || hasKind(wanted, ['circonscription', 'bassin'])) return placed(asked);
  return asOf === null && !hasKind(wanted, ['school'])
    ? readCellSums(pool, wanted)
    : sumsAt.asFrozen(asked);
};

/** The cells of a territory that is named twice would be added up twice. */
const eachOnce = (wanted: SumsQuery): SumsQuery => {
  const territories = new Map(wanted.territories.map((one) => [`${one.kind}:${one.code}`, one]));
  return { ...wanted, territories: [...territories.values()] };
};

const nothingProjected: SumsRead = { position: beginning, layout: new Map(), slots: [], rows: [] };

/** The slots of some indicators, and the sums in them. Rows that were made anew meanwhile are read again. */
const readSums = async (
  sources: Sources,
  wanted: SumsQuery,
  indicators: readonly string[],
): Promise<SumsRead> => {
  const { layouts } = sources;
  const once = eachOnce(wanted);
  for (let known = await layouts(); known !== undefined; known = await layouts(known.definition)) {
    const { definition, layout } = known;
    const slots = [...new Set(indicators.flatMap((key) => layout.get(key)?.slot ?? []))];
    const found = await findSums(sources, { wanted: once, slots });
    if (found === undefined) break;
    if (found.definition === definition) return { ...found, layout, slots };
  }
  return nothingProjected;
};

type Asked = Point & { readonly indicator: Indicator };

const missingReason = (
  { indicator }: Asked,
  group: Group,
  { definitions, reason }: { definitions: Definitions; reason: 'no-answer' | 'zero-denominator' },
): MissingReason => {
  const { expected, received } = group.coverage;
  const key = indicatorKey(indicator);
  const isMeasured = group.questionnaires.some((one) => definitions.isMeasured(one, key));
  if (expected === 0 || !isMeasured) return 'not-surveyed';
  return received === 0 ? 'no-response' : reason;
};

type Computed = Pick<
  Figure,
  'value' | 'numerator' | 'denominator' | 'used' | 'status' | 'missingReason'
>;

const notSurveyed: Computed = {
  value: null,
  numerator: null,
  denominator: null,
  used: 0,
  status: 'missing',
  missingReason: 'not-surveyed',
};

const computed = (
  asked: Asked,
  group: Group,
  { layout, slots, definitions }: Pick<Ground, 'layout' | 'slots' | 'definitions'>,
): Computed => {
  const measure = layout.get(indicatorKey(asked.indicator));
  if (measure === undefined) return notSurveyed;
  const sums = sumsOf(group, measure, slots);
  const outcome = figureValue(asked.indicator, sums);
  if (outcome.kind === 'missing') {
    const reason = missingReason(asked, group, { definitions, reason: outcome.reason });
    if (sums.used === 0) return { ...notSurveyed, missingReason: reason };
  }
  const isTotal = asked.indicator.aggregation === 'total';
  const parts = {
    numerator: format(sums.numerator),
    denominator: isTotal ? null : format(sums.denominator),
    used: sums.used,
  };
  return outcome.kind === 'missing'
    ? { value: null, ...parts, status: 'missing', missingReason: outcome.reason }
    : {
        value: outcome.value,
        ...parts,
        status: group.isOpen ? 'provisional' : 'normal',
        missingReason: null,
      };
};

type Ground = SumsRead & {
  readonly groups: Groups;
  readonly definitions: Definitions;
  /** Whether a territory is not on the map that is asked for. */
  readonly isOff: (territory: TerritoryRef, schoolYear: SchoolYear) => boolean;
};

/** Nobody is surveyed in a territory that is not there: the map is the reason. */
const onMap = (found: Computed, { territory, schoolYear }: Asked, { isOff }: Ground): Computed =>
  found.missingReason === 'not-surveyed' && isOff(territory, schoolYear)
    ? { ...found, missingReason: 'not-in-geography' }
    : found;

const figureOf = (asked: Asked, group: Group, ground: Ground): Figure => {
  const { indicator, territory, schoolYear } = asked;
  const { segment, coverage, isSynthetic: synthetic } = group;
  return {
    indicator: indicator.id,
    definitionVersion: indicator.version,
    territory,
    schoolYear,
    segment,
    ...marked(onMap(computed(asked, group, ground), asked, ground), breakAt(asked, group, ground)),
    coverage,
    responseRate: group.responseRate,
    confidentiality: 'N',
    synthetic,
    position: ground.position,
  };
};

/** Without a breakdown there is one group, be it empty; with one, those that a school is expected or left out in. */
const groupsAsked = (
  groups: Groups,
  key: Parameters<Groups['of']>[0],
  breakdown: FigureQuery['breakdown'],
): readonly Group[] => {
  const found = groups.of(key);
  if (breakdown.length > 0)
    return found.filter(({ coverage }) => coverage.expected + coverage.excluded > 0);
  return found.length === 0 ? [nobody] : found;
};

const seriesAsked = (
  { seriesOf }: Sources,
  { indicators, definitions = 'LATEST' }: FigureQuery,
): readonly Series[] =>
  indicators.map((reference) => {
    const series = seriesOf(reference, definitions);
    if (series !== undefined) return series;
    throw new BrokenAssumption(`the catalogue does not have the indicator ${reference}: check it`);
  });

const readFigures = async (sources: Sources, wanted: FigureQuery): Promise<readonly Figure[]> => {
  const { territories, schoolYears, breakdown, moment } = wanted;
  const asked = seriesAsked(sources, wanted);
  const surveys = [...new Set(asked.map(({ survey }) => survey))];
  const about = { campaign: null, surveys, schoolYears: yearsRead(asked, schoolYears) };
  const keys = asked.flatMap(({ at }) => schoolYears.map((year) => indicatorKey(at(year))));
  const sums = await readSums(sources, { ...about, territories, breakdown, moment }, keys);
  const groups = groupsOf(sums.rows, sums.slots);
  const { geography } = moment;
  const isOff: Ground['isOff'] = (territory, schoolYear) =>
    sources.isOff(territory, { geography, schoolYear });
  const ground = { ...sums, groups, definitions: sources.definitions, isOff };
  return asked.flatMap((series) =>
    territories.flatMap((territory) =>
      schoolYears.flatMap((schoolYear) => {
        const key = { survey: series.survey, schoolYear, ...territory };
        const point = { series, indicator: series.at(schoolYear), territory, schoolYear };
        return groupsAsked(groups, key, breakdown).map((group) => figureOf(point, group, ground));
      }),
    ),
  );
};

const readCoverage = async (
  sources: Sources,
  { campaign, territories, breakdown, moment }: CoverageQuery,
): Promise<readonly CoverageRow[]> => {
  const wanted = { campaign, territories, breakdown, moment, surveys: [], schoolYears: [] };
  const { rows: read } = await readSums(sources, wanted, []);
  const { survey = '', schoolYear = '' } = read[0]?.round ?? {};
  const about = { survey, schoolYear };
  const groups = groupsOf(read, []);
  return territories.flatMap((territory) =>
    groupsAsked(groups, { ...about, ...territory }, breakdown).map(
      ({ segment, coverage, responseRate }) => ({ territory, segment, ...coverage, responseRate }),
    ),
  );
};

/**
 * Figures from sums, divided at the last moment. One statement reads all the sums of a query, at one state of
 * the read models. Throws `BrokenAssumption` for an indicator that the catalogue does not have.
 */
export const makeFigureReader = (
  pool: Pool,
  catalogue: Catalogue,
  definitions: Definitions,
): FigureReader => {
  const seriesOf = seriesFinder(catalogue);
  const { territories } = catalogue;
  const sumsAt = sumsAtReader(pool);
  const sources: Sources = {
    ...{ pool, definitions, seriesOf, sumsAt },
    layouts: layoutsOf(pool),
    placed: placedSums(pool, { territories, sumsAt }),
    isOff: offMap(territories),
  };
  return {
    figures: (wanted) => readFigures(sources, wanted),
    coverage: (wanted) => readCoverage(sources, wanted),
  };
};
