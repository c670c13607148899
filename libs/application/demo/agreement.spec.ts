import { describe, expect, it } from '@jest/globals';

import type { Indicator } from '#domain/indicator';

import { agrees } from './agreement.js';

const both = { fr: '', en: '' };

const indicator = (aggregation: Indicator['aggregation']): Indicator => ({
  id: 'any',
  version: 1,
  label: both,
  description: both,
  survey: 'etic-1d',
  source: 'answers',
  aggregation,
  numerator: 'nb_eleves',
  ...(aggregation === 'total' ? {} : { denominator: 'nb_classes' }),
  unit: both,
  direction: 'neutral',
  decimals: 1,
  targets: [],
  provenance: '',
});

const sums = (numerator: string | null, denominator: string | null) => ({
  used: numerator === null ? 0 : 12,
  numerator,
  denominator,
});

const compared = (
  published: readonly [string, number],
  aggregation: Indicator['aggregation'],
  [numerator, denominator]: readonly [string | null, string | null],
) =>
  agrees(
    { value: published[0], decimals: published[1] },
    { indicator: indicator(aggregation), figure: sums(numerator, denominator) },
  );

describe('the agreement of a computed figure with a published one', () => {
  it('holds to the published rounding, whatever the places of the indicator', () => {
    expect(compared(['13.4', 2], 'ratio', ['48000', '3582'])).toEqual({
      computed: '13.40',
      difference: '0.00',
      agrees: true,
    });
    expect(compared(['44', 0], 'share', ['107', '243'])).toEqual({
      computed: '44',
      difference: '0',
      agrees: true,
    });
    expect(compared(['294', 0], 'total', ['294', null])).toEqual({
      computed: '294',
      difference: '0',
      agrees: true,
    });
  });

  it('is refused by one unit of the last printed place', () => {
    expect(compared(['13.4', 2], 'ratio', ['48000', '3584'])).toEqual({
      computed: '13.39',
      difference: '-0.01',
      agrees: false,
    });
    expect(compared(['58', 0], 'share', ['107', '243'])).toEqual({
      computed: '44',
      difference: '-14',
      agrees: false,
    });
  });

  it('rounds exact sums once: 2.449 is 2, though 2.449 to one place is 2.4 and 2.45 would be 2.5', () => {
    expect(compared(['2', 0], 'ratio', ['2449', '1000']).computed).toBe('2');
    expect(compared(['2.4', 1], 'ratio', ['2449', '1000']).agrees).toBe(true);
    expect(compared(['0.45', 2], 'ratio', ['449', '1000']).agrees).toBe(true);
  });

  it('is refused where nothing is computed', () => {
    const nothing = { computed: null, difference: null, agrees: false };
    expect(compared(['13.4', 2], 'ratio', [null, null])).toEqual(nothing);
    expect(compared(['13.4', 2], 'ratio', ['10', '0'])).toEqual(nothing);
  });
});
