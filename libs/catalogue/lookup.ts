import type { Indicator } from '#domain/indicator';
import { type Questionnaire, questionsOf } from '#domain/survey';

import type { Catalogue, ReferenceFigure } from './catalogue.js';

/** The version of a survey's questionnaire that serves the campaign of a year; undefined when none does. */
export const questionnaireOfCampaign = (
  { questionnaires }: Catalogue,
  survey: string,
  year: number,
): Questionnaire | undefined =>
  [...questionnaires.values()].find(
    (one) =>
      one.survey === survey && one.firstCampaign <= year && year <= (one.lastCampaign ?? year),
  );

const degreeOf = ({ questionnaires }: Catalogue, survey: string): string | undefined =>
  [...questionnaires.values()].find((one) => one.survey === survey)?.degree;

/**
 * What others published of an indicator. Figures that were gathered under one name for écoles and collèges
 * are told apart by degree.
 */
export const referencesOf = (
  catalogue: Catalogue,
  indicator: Indicator,
): readonly ReferenceFigure[] => {
  const name = indicator.publishedAs ?? indicator.id;
  const degree = degreeOf(catalogue, indicator.survey);
  return catalogue.references.filter(
    (figure) => figure.indicator === name && (figure.degree === null || figure.degree === degree),
  );
};

export type ReferenceQuery = {
  readonly territory?: { readonly kind: string; readonly code: string };
  readonly schoolYear?: string;
};

/** Those of one territory or school year. */
export const referencesFor = (
  figures: readonly ReferenceFigure[],
  { territory, schoolYear }: ReferenceQuery,
): readonly ReferenceFigure[] =>
  figures.filter(
    (figure) =>
      (territory === undefined ||
        (figure.territory.kind === territory.kind && figure.territory.code === territory.code)) &&
      (schoolYear === undefined || figure.schoolYear === schoolYear),
  );

/** The questions, of those that an indicator reads, that break the series between two versions of its survey. */
export const breaksBetween = (
  { from, to }: { readonly from: Questionnaire; readonly to: Questionnaire },
  questions: readonly string[],
): readonly string[] =>
  questionsOf(to)
    .filter(({ code }) => questions.includes(code))
    .filter(({ comparability }) =>
      comparability.some((one) => one.with === from.version && one.status === 'break'),
    )
    .map(({ code }) => code);
