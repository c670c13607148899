import { add, type Decimal, decimal, divide, format, schoolYearOfCampaign, zero } from '#kernel';
import type { Indicator } from '#domain/indicator';
import { figureValue, sumsOfTexts } from '#statistics';

import type { Figure, FigureReader, TerritoryRef } from '../figures.port.js';

/**
 * Why a figure of an académie is a ratio of sums and not the mean of its departments: both, side by side, rounded
 * to whole percents.
 */
export type Contrast = {
  readonly indicator: string;
  readonly academy: string;
  readonly schoolYear: string;
  readonly ratioOfSums: string | null;
  readonly meanOfDepartments: string | null;
};

export type ContrastSources = {
  readonly figures: Pick<FigureReader, 'figures'>;
  readonly indicator: Indicator;
  readonly academy: { readonly code: string; readonly departments: readonly string[] };
};

const schoolYear = schoolYearOfCampaign(2018);
const manyPlaces = 12;

const exactly = (indicator: Indicator, figure: Figure, decimals: number): Decimal | undefined => {
  if (figure.numerator === null) return undefined;
  const sums = sumsOfTexts(figure.used, figure.numerator, figure.denominator);
  const found = figureValue({ ...indicator, decimals }, sums);
  return found.kind === 'value' ? decimal(found.value) : undefined;
};

const meanOf = (values: readonly Decimal[]): string | null =>
  values.length === 0 ? null : format(divide(values.reduce(add, zero), decimal(values.length), 0));

/** The mobile classes of Toulouse's collèges: 44 % by the sums, 58 % by the mean. */
export const contrastOf = async (sources: ContrastSources): Promise<Contrast> => {
  const { indicator, academy } = sources;
  const territories: readonly TerritoryRef[] = [
    { kind: 'academy', code: academy.code },
    ...academy.departments.map((code) => ({ kind: 'department' as const, code })),
  ];
  const figures = await sources.figures.figures({
    indicators: [indicator.id],
    territories,
    schoolYears: [schoolYear],
    breakdown: [],
    moment: { asOf: null, geography: 'THEN' },
  });
  const whole = figures.find(({ territory }) => territory.kind === 'academy');
  const ratio = whole === undefined ? undefined : exactly(indicator, whole, 0);
  const parts = figures.filter(({ territory }) => territory.kind === 'department');
  return {
    indicator: indicator.id,
    academy: academy.code,
    schoolYear,
    ratioOfSums: ratio === undefined ? null : format(ratio),
    meanOfDepartments: meanOf(parts.flatMap((part) => exactly(indicator, part, manyPlaces) ?? [])),
  };
};
