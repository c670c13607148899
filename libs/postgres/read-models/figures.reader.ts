import type {
  CoverageQuery,
  CoverageRow,
  Figure,
  FigureQuery,
  FigureReader,
  MissingReason,
  TerritoryRef,
} from '#application';
import type { Catalogue } from '#catalogue';
import { type Indicator, indicatorKey } from '#domain/indicator';
import {
  beginning,
  BrokenAssumption,
  format,
  position,
  type Position,
  type SchoolYear,
} from '#kernel';
import { figureValue } from '#statistics';

import { type Pool, query, statement } from '../pool/pool.js';
import { readCellSums } from './cell-sums.reader.js';
import type { Definitions, Measure } from './definitions.js';
import { type Group, type Groups, groupsOf, nobody, sumsOf } from './figure-groups.js';
import { readResponseSums } from './response-sums.reader.js';
import type { FoundRow, SumRow, SumsQuery } from './sums.js';

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

/** The slots of rows made with a definition; undefined when the rows have been made anew meanwhile. */
type Layouts = (definition: string) => Promise<Layout | undefined>;

const isMeasure = (row: MeasureFound): row is MeasureFound & Measure => row.survey !== null;

/** Rows made with an older catalogue are read by their own slots: they are remembered by their definition. */
const layoutsOf = (pool: Pool): Layouts => {
  const known = new Map<string, Layout>();
  return async (definition) => {
    const found = known.get(definition);
    if (found !== undefined) return found;
    const rows = await query(pool, readMeasures);
    const layout = new Map(rows.filter(isMeasure).map((row) => [row.indicator, row]));
    const [first] = rows;
    known.clear();
    if (first !== undefined) known.set(first.definition, layout);
    return known.get(definition);
  };
};

type Sources = {
  readonly pool: Pool;
  readonly catalogue: Catalogue;
  readonly definitions: Definitions;
  readonly layouts: Layouts;
};

const isFound = (row: FoundRow): row is FoundRow & SumRow => row.kind !== null;

type SumsRead = {
  readonly position: Position;
  readonly layout: Layout;
  readonly rows: readonly SumRow[];
};

/** What cells do not keep ready is summed from responses. */
const isReady = ({ moment, territories }: SumsQuery): boolean =>
  moment.asOf === null &&
  moment.geography === 'THEN' &&
  !territories.some(({ kind }) => kind === 'school');

const nothingProjected: SumsRead = { position: beginning, layout: new Map(), rows: [] };

const readSums = async (sources: Sources, wanted: SumsQuery): Promise<SumsRead> => {
  const { pool, catalogue, layouts } = sources;
  const rows = isReady(wanted)
    ? await readCellSums(pool, wanted)
    : await readResponseSums(pool, wanted, catalogue.territories);
  const [first] = rows;
  if (first === undefined) return nothingProjected;
  const layout = await layouts(first.definition);
  if (layout === undefined) return readSums(sources, wanted);
  return { position: position(first.position), layout, rows: rows.filter(isFound) };
};

type Asked = {
  readonly indicator: Indicator;
  readonly territory: TerritoryRef;
  readonly schoolYear: SchoolYear;
};

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
  { layout, definitions }: { readonly layout: Layout; readonly definitions: Definitions },
): Computed => {
  const measure = layout.get(indicatorKey(asked.indicator));
  if (measure === undefined) return notSurveyed;
  const sums = sumsOf(group, measure);
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

const figureOf = (asked: Asked, group: Group, sums: SumsRead, definitions: Definitions): Figure => {
  const { indicator, territory, schoolYear } = asked;
  const { segment, coverage, isSynthetic: synthetic } = group;
  return {
    indicator: indicator.id,
    definitionVersion: indicator.version,
    territory,
    schoolYear,
    segment,
    ...computed(asked, group, { layout: sums.layout, definitions }),
    coverage,
    responseRate: group.responseRate,
    confidentiality: 'N',
    synthetic,
    position: sums.position,
  };
};

/** Without a breakdown there is one group, be it empty; with one, those that exist. */
const groupsAsked = (
  groups: Groups,
  key: Parameters<Groups['of']>[0],
  breakdown: FigureQuery['breakdown'],
): readonly Group[] => {
  const found = groups.of(key);
  return found.length === 0 && breakdown.length === 0 ? [nobody] : found;
};

const indicatorsOf = ({ indicators }: Catalogue, ids: readonly string[]): readonly Indicator[] =>
  ids.map((id) => {
    const indicator = indicators.get(id);
    if (indicator !== undefined) return indicator;
    throw new BrokenAssumption(`the catalogue does not have the indicator ${id}: check it first`);
  });

const readFigures = async (sources: Sources, wanted: FigureQuery): Promise<readonly Figure[]> => {
  const { territories, schoolYears, breakdown, moment } = wanted;
  const indicators = indicatorsOf(sources.catalogue, wanted.indicators);
  const surveys = [...new Set(indicators.map(({ survey }) => survey))];
  const sums = await readSums(sources, {
    campaign: null,
    surveys,
    schoolYears,
    territories,
    breakdown,
    moment,
  });
  const groups = groupsOf(sums.rows);
  return indicators.flatMap((indicator) =>
    territories.flatMap((territory) =>
      schoolYears.flatMap((schoolYear) => {
        const key = { survey: indicator.survey, schoolYear, ...territory };
        const asked = { indicator, territory, schoolYear };
        return groupsAsked(groups, key, breakdown).map((group) =>
          figureOf(asked, group, sums, sources.definitions),
        );
      }),
    ),
  );
};

const readCoverage = async (
  sources: Sources,
  { campaign, territories, breakdown, moment }: CoverageQuery,
): Promise<readonly CoverageRow[]> => {
  const wanted = { campaign, territories, breakdown, moment, surveys: [], schoolYears: [] };
  const { rows: read } = await readSums(sources, wanted);
  const about = { survey: read[0]?.survey ?? '', schoolYear: read[0]?.schoolYear ?? '' };
  const groups = groupsOf(read);
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
  const sources = { pool, catalogue, definitions, layouts: layoutsOf(pool) };
  return {
    figures: (wanted) => readFigures(sources, wanted),
    coverage: (wanted) => readCoverage(sources, wanted),
  };
};
