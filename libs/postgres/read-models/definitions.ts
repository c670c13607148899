import { academyThen, type Catalogue } from '#catalogue';
import type { Questionnaire } from '#domain/survey';
import { BrokenAssumption } from '#kernel';
import type { FiguresContext, Gauge } from '#read-models/figures';
import { compileCoverageMeasures, compileMeasures, type Measures } from '#statistics';

import { gaugeOver } from './gauge.js';

/** The slot of an indicator in the arrays of its survey; sums count units of 10^-scale. */
export type Measure = {
  readonly survey: string;
  /** Counts from 0; columns count from 1, as arrays of PostgreSQL do. */
  readonly slot: number;
  /** `eleves_par_ordinateur_1d@1` */
  readonly indicator: string;
  readonly numeratorScale: number;
  readonly denominatorScale: number;
};

/** Everything of the catalogue that decides the rows of figures. */
export type Definitions = {
  readonly fingerprint: string;
  readonly measures: readonly Measure[];
  /** By key, `etic-1d@2014`. Throws for a questionnaire that the catalogue does not have. */
  readonly gaugeOf: (questionnaire: string) => Gauge;
  /** Whether a questionnaire asks what an indicator, by key, needs. */
  readonly isMeasured: (questionnaire: string, indicator: string) => boolean;
  /** Null for an académie that the catalogue does not know. */
  readonly academicRegionOf: (academy: string) => string | null;
  /** The académie in which a school that a campaign has frozen counts in a school year. */
  readonly academyThen: FiguresContext['academyThen'];
};

type Compiled = {
  readonly key: string;
  readonly survey: string;
  readonly answers: Measures;
  readonly coverage: Measures;
};

const compiled = (catalogue: Catalogue): readonly Compiled[] => {
  const indicators = [...catalogue.definitions.values()];
  return Array.from(catalogue.questionnaires, ([key, questionnaire]: [string, Questionnaire]) => ({
    key,
    survey: questionnaire.survey,
    answers: compileMeasures(questionnaire, indicators),
    coverage: compileCoverageMeasures(questionnaire.survey, indicators),
  }));
};

type Scales = Pick<Measure, 'numeratorScale' | 'denominatorScale'>;

/** Versions of a questionnaire may count in different units: a slot has the finest of them. */
const finestOf = (measures: readonly Measures[]): readonly (readonly [string, Scales])[] => {
  const scales = new Map<string, Scales>();
  for (const { key, numeratorScale, denominatorScale } of measures.flatMap(
    ({ layout }) => layout,
  )) {
    const known = scales.get(key);
    scales.set(key, {
      numeratorScale: Math.max(numeratorScale, known?.numeratorScale ?? 0),
      denominatorScale: Math.max(denominatorScale, known?.denominatorScale ?? 0),
    });
  }
  return [...scales].sort(([left], [right]) => (left < right ? -1 : 1));
};

/** Coverage first: what a school contributes before it answers fills the first slots alone. */
const slotsOf = (survey: string, versions: readonly Compiled[]): readonly Measure[] =>
  [
    ...finestOf(versions.map(({ coverage }) => coverage)),
    ...finestOf(versions.map(({ answers }) => answers)),
  ].map(([indicator, scales], slot) => ({ survey, slot, indicator, ...scales }));

const academicRegions = ({ territories }: Catalogue): ReadonlyMap<string, string> =>
  new Map(territories.academies.map(({ code, academicRegion }) => [code, academicRegion]));

/** Compiles what the catalogue defines; made once, when the program starts. */
export const definitionsOf = (catalogue: Catalogue): Definitions => {
  const versions = compiled(catalogue);
  const bySurvey = new Map(
    versions.map(({ survey }) => [
      survey,
      slotsOf(
        survey,
        versions.filter((version) => version.survey === survey),
      ),
    ]),
  );
  const gauges = new Map(
    versions.map(({ key, survey, answers, coverage }) => [
      key,
      gaugeOver(bySurvey.get(survey) ?? [], { answers, coverage }),
    ]),
  );
  const measured = new Map(
    versions.map(({ key, answers, coverage }) => [
      key,
      new Set([...answers.layout, ...coverage.layout].map((measure) => measure.key)),
    ]),
  );
  const regions = academicRegions(catalogue);
  return {
    fingerprint: catalogue.fingerprint,
    measures: [...bySurvey.values()].flat(),
    gaugeOf: (questionnaire) => {
      const gauge = gauges.get(questionnaire);
      if (gauge !== undefined) return gauge;
      throw new BrokenAssumption(`the catalogue does not have the questionnaire ${questionnaire}`);
    },
    isMeasured: (questionnaire, indicator) => measured.get(questionnaire)?.has(indicator) ?? false,
    academicRegionOf: (academy) => regions.get(academy) ?? null,
    academyThen: (school, schoolYear) => academyThen(catalogue.territories, school, schoolYear),
  };
};
