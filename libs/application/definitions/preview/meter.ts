import type { Catalogue } from '#catalogue';
import type { Environment, School } from '#domain/expression';
import type { Indicator } from '#domain/indicator';
import type { Declaration } from '#kernel';
import {
  compileCoverageMeasures,
  compileMeasures,
  coverageEnvironment,
  type Measures,
  slotsPerMeasure,
} from '#statistics';

import type { Standing } from '../../standings.port.js';

/** What one school adds to a definition's figures, in units of its scales; null when it does not count. */
export type Reading = { readonly numerator: bigint; readonly denominator: bigint } | null;

type Scales = { readonly numerator: number; readonly denominator: number };

/** One definition, ready to measure schools. */
export type Meter = {
  readonly indicator: Indicator;
  /** The finest over all versions of the questionnaire. */
  readonly scales: Scales;
  readonly read: (questionnaire: string, school: Standing, declared: Declaration | null) => Reading;
};

const bit = (flag: boolean): number => (flag ? 1 : 0);

const schoolOf = ({ schoolType: type, sector, degree, pupils }: Standing): School => ({
  type,
  sector,
  degree,
  pupils,
});

export const isReceived = ({ response }: Standing): boolean =>
  response !== null && (response.status === 'submitted' || response.status === 'validated');

const coverageOf = (standing: Standing): Environment => {
  const received = isReceived(standing);
  return coverageEnvironment({
    expected: 1,
    received: bit(received),
    validated: bit(standing.response?.status === 'validated'),
    late: bit(received && standing.response?.late === true),
    school: schoolOf(standing),
  });
};

const measuresOf = (
  { questionnaires }: Catalogue,
  indicator: Indicator,
): ReadonlyMap<string, Measures> =>
  new Map(
    [...questionnaires]
      .filter(([, { survey }]) => survey === indicator.survey)
      .map(([key, questionnaire]) => [
        key,
        indicator.source === 'coverage'
          ? compileCoverageMeasures(indicator.survey, [indicator])
          : compileMeasures(questionnaire, [indicator]),
      ]),
  );

const raised = (units: number, by: number): bigint => BigInt(units) * 10n ** BigInt(by);

type Found = { readonly measures: Measures; readonly layout: Measures['layout'][number] };

/** The questionnaires that measure a definition, each with its one layout. */
const foundOf = (catalogue: Catalogue, indicator: Indicator): ReadonlyMap<string, Found> =>
  new Map(
    [...measuresOf(catalogue, indicator)].flatMap(([questionnaire, measures]) =>
      measures.layout.map((layout) => [questionnaire, { measures, layout }] as const),
    ),
  );

const environmentOf = (
  { source }: Indicator,
  school: Standing,
  declared: Declaration | null,
): Environment | null => {
  if (source === 'coverage') return coverageOf(school);
  return declared === null
    ? null
    : { answers: declared.answers, previous: null, school: schoolOf(school) };
};

/** Measures one definition alone, as the figures of an adopted one would. */
export const meterOf = (catalogue: Catalogue, indicator: Indicator): Meter => {
  const found = foundOf(catalogue, indicator);
  const layouts = Array.from(found.values(), ({ layout }) => layout);
  const scales = {
    numerator: Math.max(0, ...layouts.map(({ numeratorScale }) => numeratorScale)),
    denominator: Math.max(0, ...layouts.map(({ denominatorScale }) => denominatorScale)),
  };
  const buffer = new Array<number>(slotsPerMeasure).fill(0);
  return {
    indicator,
    scales,
    read: (questionnaire, school, declared) => {
      const measured = found.get(questionnaire);
      const environment = environmentOf(indicator, school, declared);
      if (measured === undefined || environment === null) return null;
      measured.measures.contribute(environment, buffer);
      const [counts, numerator = 0, denominator = 0] = buffer;
      if (counts !== 1) return null;
      const { layout } = measured;
      return {
        numerator: raised(numerator, scales.numerator - layout.numeratorScale),
        denominator: raised(denominator, scales.denominator - layout.denominatorScale),
      };
    },
  };
};
