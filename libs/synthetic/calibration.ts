import { endYearOf, parseSchoolYear } from '#kernel';

import { type DemoCampaign, demoCampaigns } from './demo-campaigns.js';
import type { Printed } from './printed.js';
import { type Series, seriesOf } from './series.js';

/** Where a figure holds. */
export type Place = { readonly kind: string; readonly code: string };

/** A figure that somebody published, of whatever survey. */
export type PublishedFigure = {
  readonly indicator: string;
  readonly territory: Place;
  readonly schoolYear: string | null;
  readonly value: string | null;
  readonly schoolType: string | null;
  readonly degree: string | null;
};

/** What synthetic answers must give back when their figure is computed. */
export type Constraint = Printed & {
  readonly indicator: string;
  readonly survey: string;
  readonly year: number;
  readonly place: Place;
  /** Null: every type that the indicator is about. */
  readonly schoolType: string | null;
  /** `assumed`: nobody published it; the demonstration takes the nearest published figure for it. */
  readonly origin: 'published' | 'assumed';
};

export type Calibration = readonly Constraint[];

const yearOf = (schoolYear: string | null): number | undefined => {
  const parsed = parseSchoolYear(schoolYear ?? '');
  return parsed.ok ? endYearOf(parsed.value) : undefined;
};

const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const schoolTypeOf = (figure: PublishedFigure, series: Series): string | null => {
  const { schoolType } = figure;
  if (schoolType === null || schoolType === 'TOUS') return null;
  return series.schoolTypes?.length === 1 && series.schoolTypes[0] === schoolType
    ? null
    : schoolType;
};

const isInField = (place: Place, { academies }: DemoCampaign): boolean =>
  place.kind !== 'academy' || academies.includes(place.code);

/** The constraint that a published figure puts on the demonstration; undefined when ETIC does not explain it. */
export const constraintOf = (figure: PublishedFigure): Constraint | undefined => {
  const series = seriesOf(figure);
  if (series === undefined || figure.value === null) return undefined;
  const year = yearOf(figure.schoolYear);
  const campaign = demoCampaigns.find(
    (each) =>
      each.survey === series.survey && each.year === year && isInField(figure.territory, each),
  );
  if (campaign === undefined) return undefined;
  return {
    indicator: series.indicator,
    survey: campaign.survey,
    year: campaign.year,
    place: figure.territory,
    schoolType: schoolTypeOf(figure, series),
    value: figure.value,
    decimals: series.decimals ?? placesOf(figure.value),
    origin: 'published',
  };
};

const key = ({ indicator, year, place, schoolType }: Constraint): string =>
  [indicator, String(year), place.kind, place.code, schoolType ?? '*'].join(' ');

const isResponseRate = ({ indicator }: Constraint): boolean =>
  indicator.startsWith('taux_reponse_');

/** The published response rate, taken for every campaign and académie that borrows it. */
const assumedRates = (published: Calibration): Calibration =>
  demoCampaigns.flatMap((campaign) => {
    const rate = published.find((each) => isResponseRate(each) && each.survey === campaign.survey);
    if (rate === undefined || campaign.participation !== 'as-published') return [];
    return campaign.academies.map((code) => ({
      ...rate,
      year: campaign.year,
      place: { kind: 'academy', code },
      origin: 'assumed' as const,
    }));
  });

/** Every published figure that ETIC explains, and the response rates that the demonstration assumes. */
export const calibrationFrom = (figures: readonly PublishedFigure[]): Calibration => {
  const published = figures.flatMap((figure) => constraintOf(figure) ?? []);
  const known = new Set(published.map(key));
  return [...published, ...assumedRates(published).filter((rate) => !known.has(key(rate)))];
};
