import type { Breakdown, FigureQuery, Geography, TerritoryRef } from '#application';
import { type Position, schoolYearOfCampaign } from '#kernel';

import { smallIndicators } from './small-survey.js';
import { someSchools } from './small-year.js';

/** Those that cells are kept of. */
const ofCells: readonly TerritoryRef[] = [
  { kind: 'country', code: 'FR' },
  ...['93', '76'].map((code) => ({ kind: 'academic-region' as const, code })),
  ...['02', '23', '16'].map((code) => ({ kind: 'academy' as const, code })),
  ...['013', '004', '006', '031'].map((code) => ({ kind: 'department' as const, code })),
];

const ofAll: readonly TerritoryRef[] = [
  ...ofCells,
  ...(['circonscription', 'bassin'] as const).flatMap((kind) =>
    ['Z1', 'Z2'].map((code) => ({ kind, code })),
  ),
  ...someSchools.slice(0, 3).map(({ uai }) => ({ kind: 'school' as const, code: uai })),
];

const breakdowns: readonly (readonly Breakdown[])[] = [[], ['sector'], ['schoolType', 'sector']];

const geographies: readonly Geography[] = [
  'THEN',
  'CURRENT',
  { at: schoolYearOfCampaign(2014) },
  { at: schoolYearOfCampaign(2017) },
];

const all = smallIndicators.map(({ id }) => id);

/** What has schools is found by another way than what has none, and few slots otherwise than many. */
const abouts = [
  { territories: ofAll, indicators: all },
  { territories: ofCells, indicators: all.slice(0, 2) },
];

/** Every question that the small survey can be asked, at a position or now: on each map, by each dimension. */
export const everyQuestion = (asOf: Position | null): readonly FigureQuery[] =>
  abouts.flatMap((about) =>
    geographies.flatMap((geography) =>
      breakdowns.map((breakdown) => ({
        ...about,
        schoolYears: [schoolYearOfCampaign(2014), schoolYearOfCampaign(2018)],
        moment: { asOf, geography },
        breakdown,
      })),
    ),
  );
