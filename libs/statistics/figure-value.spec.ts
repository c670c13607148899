import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { decimal, type Decimal, divide, format } from '#kernel';
import type { Aggregation, Indicator } from '#domain/indicator';

import {
  decimalOfUnits,
  figureValue,
  noSums,
  plus,
  responseRate,
  type Sums,
  sumsOfTexts,
} from './index.js';

const both = (text: string): { fr: string; en: string } => ({ fr: text, en: text });

const indicator = (aggregation: Aggregation, decimals: number): Indicator => ({
  id: 'essai',
  version: 1,
  label: both('essai'),
  description: both('essai'),
  survey: 'etic-2d',
  source: 'answers',
  aggregation,
  numerator: 'a',
  ...(aggregation === 'total' ? {} : { denominator: 'b' }),
  unit: both('-'),
  direction: 'neutral',
  decimals,
  targets: [],
  provenance: 'essai',
});

const sums = (used: number, numerator: string, denominator: string): Sums =>
  sumsOfTexts(used, numerator, denominator);

describe('the figure that sums lead to', () => {
  it.each<readonly [Aggregation, number, Sums, string]>([
    ['total', 0, sums(3, '428', '0'), '428'],
    ['total', 1, sums(3, '12.25', '0'), '12.3'],
    ['ratio', 2, sums(2, '1556', '100'), '15.56'],
    ['ratio', 0, sums(2, '5', '2'), '3'],
    ['ratio', 0, sums(2, '-5', '2'), '-3'],
    ['share', 1, sums(3, '2', '3'), '66.7'],
    ['per-100', 1, sums(3, '1', '8'), '12.5'],
    ['per-1000', 1, sums(3, '1', '8'), '125.0'],
    ['share', 2, sums(7, '0', '7'), '0.00'],
  ])('%s to %j places of %j is %s', (aggregation, decimals, given, value) => {
    expect(figureValue(indicator(aggregation, decimals), given)).toEqual({ kind: 'value', value });
  });

  it('is missing when nobody answered, and when there is nothing to divide by', () => {
    expect(figureValue(indicator('share', 1), noSums)).toEqual({
      kind: 'missing',
      reason: 'no-answer',
    });
    expect(figureValue(indicator('ratio', 1), sums(2, '180', '0'))).toEqual({
      kind: 'missing',
      reason: 'zero-denominator',
    });
  });

  it('reads the sums of a total, which have no denominator', () => {
    expect(sumsOfTexts(2, '294', null)).toEqual({
      used: 2,
      numerator: decimal('294'),
      denominator: decimal('0'),
    });
  });
});

/** Collèges of the académie de Toulouse: share with mobile classes as printed, and public collèges of 2022. */
const toulouse = [
  ['009', 15, 14],
  ['012', 67, 21],
  ['031', 17, 100],
  ['032', 38, 21],
  ['046', 100, 19],
  ['065', 100, 20],
  ['081', 29, 31],
  ['082', 100, 18],
] as const;

describe('a ratio of sums', () => {
  const share = indicator('share', 1);

  it('gives the 44 % that Toulouse published for its collèges, where the mean of departments gives 58 %', () => {
    const whole = toulouse
      .map(([, percent, colleges]) =>
        sums(colleges, format({ units: BigInt(percent * colleges), scale: 2 }), String(colleges)),
      )
      .reduce(plus, noSums);
    const mean = divide(
      decimal(toulouse.reduce((sum, [, percent]) => sum + percent, 0)),
      decimal(toulouse.length),
      1,
    );
    expect([figureValue(share, whole), format(mean)]).toEqual([
      { kind: 'value', value: '43.9' },
      '58.3',
    ]);
  });

  const part: fc.Arbitrary<Sums> = fc
    .record({ used: fc.nat(1000), numerator: fc.nat(), denominator: fc.nat(), scale: fc.nat(4) })
    .map(({ used, numerator, denominator, scale }) => ({
      used,
      numerator: decimalOfUnits(numerator, scale),
      denominator: decimalOfUnits(denominator, scale),
    }));

  const text = ({ units, scale }: Decimal): string =>
    format({ units: units * 10n ** BigInt(4 - scale), scale: 4 });
  const texts = ({ used, numerator, denominator }: Sums): readonly unknown[] => [
    used,
    text(numerator),
    text(denominator),
  ];

  it('does not depend on the order of the responses', () => {
    fc.assert(
      fc.property(fc.array(part), fc.infiniteStream(fc.nat()), (parts, keys) => {
        const shuffled = parts
          .map((value) => ({ value, key: keys.next().value }))
          .sort((a, b) => a.key - b.key);
        const sum = parts.reduce(plus, noSums);
        const other = shuffled.map(({ value }) => value).reduce(plus, noSums);
        expect(texts(other)).toEqual(texts(sum));
        expect(figureValue(share, other)).toEqual(figureValue(share, sum));
      }),
    );
  });

  it('of an académie is that of its schools, however they are grouped into departments', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(4), part)), (schools) => {
        const departments = [0, 1, 2, 3, 4].map((department) =>
          schools
            .filter(([of]) => of === department)
            .map(([, value]) => value)
            .reduce(plus, noSums),
        );
        const ofDepartments = departments.reduce(plus, noSums);
        const ofSchools = schools.map(([, value]) => value).reduce(plus, noSums);
        expect(texts(ofDepartments)).toEqual(texts(ofSchools));
      }),
    );
  });
});

describe('a response rate', () => {
  it('has two places, and does not exist where no school is expected', () => {
    expect([responseRate(35, 100), responseRate(2, 3), responseRate(0, 0)]).toEqual([
      '35.00',
      '66.67',
      null,
    ]);
  });
});
