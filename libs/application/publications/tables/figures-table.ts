import type { Catalogue } from '#catalogue';
import type { SchoolYear } from '#kernel';

import type {
  Breakdown,
  Figure,
  FigureReader,
  Moment,
  Segment,
  TerritoryRef,
} from '../../figures.port.js';
import type { FrozenCampaign } from '../frozen-campaigns.js';
import { csvTable, inOrder, type Table } from './table.js';

/** What the tables of one publication are read for. */
export type Extent = {
  readonly campaigns: readonly FrozenCampaign[];
  readonly territories: readonly TerritoryRef[];
  readonly breakdown: readonly Breakdown[];
  readonly moment: Moment;
};

/** Every combination of some of the dimensions, the empty one first. */
export const combinationsOf = (
  breakdown: readonly Breakdown[],
): readonly (readonly Breakdown[])[] =>
  breakdown.reduce<readonly (readonly Breakdown[])[]>(
    (before, dimension) => [...before, ...before.map((some) => [...some, dimension])],
    [[]],
  );

/** Indicators that the surveys of a publication feed, by id. */
export const indicatorsOf = (
  { indicators }: Catalogue,
  { campaigns }: Pick<Extent, 'campaigns'>,
) => {
  const surveys = new Set(campaigns.map(({ survey }) => survey));
  return inOrder(
    [...indicators.values()].filter(({ survey }) => surveys.has(survey)),
    ({ id }) => [id],
  );
};

type Round = { readonly survey: string; readonly schoolYear: SchoolYear };

/** Surveys and years of the campaigns, each once. */
const roundsOf = (campaigns: readonly FrozenCampaign[]): readonly Round[] => [
  ...new Map(
    campaigns.map(({ survey, schoolYear }) => [`${survey} ${schoolYear}`, { survey, schoolYear }]),
  ).values(),
];

/** The figures of a publication, one round and one combination of dimensions at a time. */
export const readFigures = async (
  reader: FigureReader,
  catalogue: Catalogue,
  extent: Extent,
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  const indicators = indicatorsOf(catalogue, extent);
  for (const { survey, schoolYear } of roundsOf(extent.campaigns))
    for (const breakdown of combinationsOf(extent.breakdown)) {
      const found = await reader.figures({
        indicators: indicators.filter((one) => one.survey === survey).map(({ id }) => id),
        territories: extent.territories,
        schoolYears: [schoolYear],
        breakdown,
        moment: extent.moment,
      });
      for (const figure of found) figures.push(figure);
    }
  return figures;
};

const header = [
  'indicator',
  'definition_version',
  'territory_kind',
  'territory_code',
  'school_year',
  'school_type',
  'sector',
  'value',
  'numerator',
  'denominator',
  'used',
  'expected',
  'received',
  'response_rate',
  'status',
  'missing_reason',
  'confidentiality',
  'synthetic',
] as const;

/** An empty cell means all schools. */
export const segmentCells = ({ schoolType, sector }: Segment): readonly string[] => [
  schoolType ?? '',
  sector ?? '',
];

const placeOf = (figure: Figure): readonly string[] => [
  figure.indicator,
  String(figure.definitionVersion),
  figure.territory.kind,
  figure.territory.code,
  figure.schoolYear,
  ...segmentCells(figure.segment),
];

const recordOf = (figure: Figure): readonly string[] => [
  ...placeOf(figure),
  figure.value ?? '',
  figure.numerator ?? '',
  figure.denominator ?? '',
  String(figure.used),
  String(figure.coverage.expected),
  String(figure.coverage.received),
  figure.responseRate ?? '',
  figure.status,
  figure.missingReason ?? '',
  figure.confidentiality,
  String(figure.synthetic),
];

export const figuresTable = (figures: readonly Figure[]): Table =>
  csvTable({
    name: 'figures.csv',
    cells: true,
    header,
    records: inOrder(figures, placeOf).map(recordOf),
  });
