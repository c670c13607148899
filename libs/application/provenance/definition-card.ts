import type { Catalogue } from '#catalogue';
import { type Indicator, indicatorKey } from '#domain/indicator';
import { BrokenAssumption } from '#kernel';
import { questionsRead } from '#statistics';
import { createHash } from 'node:crypto';

import type { DefinitionCard, FigureName } from '../provenance.port.js';

/** Throws `BrokenAssumption` for a version that the catalogue does not have. */
export const definitionOf = (
  catalogue: Catalogue,
  { indicator: id, definitionVersion }: Pick<FigureName, 'indicator' | 'definitionVersion'>,
): Indicator => {
  const key = indicatorKey({ id, version: definitionVersion });
  const indicator = catalogue.definitions.get(key);
  if (indicator !== undefined) return indicator;
  throw new BrokenAssumption(`the catalogue does not have ${key}`);
};

type Formula = Omit<DefinitionCard, 'fingerprint' | 'questions'>;

const formulaOf = (indicator: Indicator): Formula => ({
  indicator: indicator.id,
  version: indicator.version,
  survey: indicator.survey,
  source: indicator.source,
  aggregation: indicator.aggregation,
  numerator: indicator.numerator,
  denominator: indicator.denominator ?? null,
  scope: indicator.scope ?? null,
});

/** What decides a figure, and what it reads: labels and descriptions do not. */
export const definitionCardOf = (indicator: Indicator, catalogue: Catalogue): DefinitionCard => {
  const formula = formulaOf(indicator);
  const text = JSON.stringify({ ...formula, decimals: indicator.decimals });
  const versions = [...catalogue.questionnaires.values()].filter(
    ({ survey }) => survey === indicator.survey,
  );
  return {
    ...formula,
    questions: questionsRead(indicator, versions),
    fingerprint: createHash('sha256').update(text).digest('hex'),
  };
};
