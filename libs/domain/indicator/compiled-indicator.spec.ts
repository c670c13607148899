import { describe, expect, it } from '@jest/globals';

import type { ExpressionType } from '#domain/expression';

import { checkIndicator, compileIndicator, type Indicator } from './index.js';

const questions = new Map<string, ExpressionType>([
  ['nb_eleves', { kind: 'number', scale: 0 }],
  ['surface', { kind: 'number', scale: 2 }],
  ['wifi', { kind: 'boolean' }],
]);

const surface: Indicator = {
  id: 'surface_par_eleve',
  version: 2,
  label: { fr: 'Surface par élève', en: 'Area per pupil' },
  description: { fr: 'm²', en: 'm²' },
  survey: 'essai',
  source: 'answers',
  aggregation: 'ratio',
  numerator: 'surface * 1.5',
  scope: "school.sector = 'PU'",
  unit: { fr: 'm²', en: 'm²' },
  direction: 'neutral',
  decimals: 1,
  targets: [],
  provenance: 'essai',
};

const surfacePerPupil: Indicator = { ...surface, denominator: 'nb_eleves' };
const total: Indicator = { ...surface, aggregation: 'total', decimals: 3 };

const mistakes = (indicator: Indicator): readonly unknown[] => {
  const checked = checkIndicator(indicator, questions);
  return checked.ok
    ? []
    : checked.error.map(({ code, path, found }) => [code, path.join('.'), found]);
};

describe('an indicator', () => {
  it('knows its scales and what it reads', () => {
    const { key, numeratorScale, denominatorScale, references } = compileIndicator(
      surfacePerPupil,
      questions,
    );
    expect({ key, numeratorScale, denominatorScale, references }).toEqual({
      key: 'surface_par_eleve@2',
      numeratorScale: 3,
      denominatorScale: 0,
      references: ['nb_eleves', 'surface'],
    });
  });

  it('may total what it adds up, in as many decimals', () => {
    expect(mistakes(total)).toEqual([]);
  });

  it.each<readonly [string, Indicator, readonly unknown[]]>([
    [
      'a condition where a number is due',
      { ...surfacePerPupil, numerator: 'wifi' },
      ['EXPRESSION_TYPE', 'numerator', 'wifi'],
    ],
    [
      'a number where a condition is due',
      { ...surfacePerPupil, scope: 'school.pupils' },
      ['EXPRESSION_TYPE', 'scope', 'school.pupils'],
    ],
    [
      'a scope that reads answers',
      { ...surfacePerPupil, scope: 'wifi' },
      ['EXPRESSION_UNKNOWN_QUESTION', 'scope', 'wifi'],
    ],
    [
      'the previous campaign',
      { ...surfacePerPupil, numerator: 'previous(nb_eleves)' },
      ['EXPRESSION_PREVIOUS_NOT_HERE', 'numerator', 'nb_eleves'],
    ],
    [
      'a ratio without denominator',
      { ...surface, aggregation: 'ratio' },
      ['DENOMINATOR_MISSING', 'aggregation', 'ratio'],
    ],
    [
      'a total with denominator',
      { ...surfacePerPupil, aggregation: 'total', decimals: 0 },
      ['DENOMINATOR_NOT_WANTED', 'denominator', 'nb_eleves'],
    ],
    [
      'a total in more decimals than it adds up',
      { ...total, decimals: 4 },
      ['DECIMALS_TOO_MANY', 'decimals', '4'],
    ],
    [
      'answers, when it counts coverage',
      { ...surfacePerPupil, source: 'coverage' },
      ['EXPRESSION_UNKNOWN_QUESTION', 'numerator', 'surface'],
    ],
  ])('is refused for %s', (_, indicator, expected) => {
    expect(mistakes(indicator)).toContainEqual(expected);
  });

  it('throws when compiled unchecked with a mistake', () => {
    expect(() => compileIndicator({ ...surfacePerPupil, numerator: 'surfce' }, questions)).toThrow(
      'indicator surface_par_eleve@2: The question "surfce" does not exist here.',
    );
  });
});
