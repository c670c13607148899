import type { Catalogue } from '#catalogue';
import { type Indicator, indicatorKey } from '#domain/indicator';
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
  /** The definitions of the figures, by id. */
  readonly indicators: readonly Indicator[];
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

/** The latest definitions that the surveys of some campaigns feed, by id. */
export const latestDefinitions = (
  { indicators }: Catalogue,
  campaigns: readonly FrozenCampaign[],
): readonly Indicator[] => {
  const surveys = new Set(campaigns.map(({ survey }) => survey));
  return inOrder(
    [...indicators.values()].filter(({ survey }) => surveys.has(survey)),
    ({ id }) => [id],
  );
};

const yearsOf = (campaigns: readonly FrozenCampaign[], survey: string): readonly SchoolYear[] => [
  ...new Set(campaigns.filter((one) => one.survey === survey).map(({ schoolYear }) => schoolYear)),
];

/** The figures of a publication, one survey and one combination of dimensions at a time. */
export const readFigures = async (
  reader: FigureReader,
  { campaigns, indicators, territories, breakdown: dimensions, moment }: Extent,
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const survey of new Set(campaigns.map((campaign) => campaign.survey))) {
    const keys = indicators.filter((one) => one.survey === survey).map(indicatorKey);
    const schoolYears = yearsOf(campaigns, survey);
    for (const breakdown of combinationsOf(dimensions)) {
      const asked = { indicators: keys, territories, schoolYears, breakdown, moment };
      for (const figure of await reader.figures(asked)) figures.push(figure);
    }
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
  'break_with',
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
  figure.break?.comparedWith ?? '',
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
