import type { Indicator } from '#domain/indicator';
import type { Questionnaire } from '#domain/survey';

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

/** A definition by id, its latest version, or by key: `eleves_par_ordinateur_1d@1`. */
export const definitionOf = (
  { indicators, definitions }: Catalogue,
  reference: string,
): Indicator | undefined => indicators.get(reference) ?? definitions.get(reference);

/** Every version of an indicator, oldest first; empty for an unknown one. */
export const versionsOf = ({ definitions }: Catalogue, id: string): readonly Indicator[] =>
  [...definitions.values()].filter((one) => one.id === id);

/** The version that was official in a school year; the first one for the years before it. */
export const definitionInForce = (
  catalogue: Catalogue,
  id: string,
  schoolYear: string,
): Indicator | undefined => {
  const versions = versionsOf(catalogue, id);
  const inForce = versions.filter(({ effectiveFrom = '' }) => effectiveFrom <= schoolYear);
  return inForce.at(-1) ?? versions[0];
};
