import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  add,
  compare,
  decimal,
  type Decimal,
  divide,
  format,
  multiply,
  round,
  subtract,
  zero,
} from './decimal.js';

const decimals = fc
  .record({
    units: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
    scale: fc.integer({ min: 0, max: 6 }),
  })
  .map((value): Decimal => value);

const same = (left: Decimal, right: Decimal): boolean => compare(left, right) === 0;

describe('exact decimals', () => {
  it.each([
    ['0', '0'],
    ['-12.50', '-12.50'],
    ['+7', '7'],
    ['0.05', '0.05'],
    ['-0.5', '-0.5'],
    ['007.10', '7.10'],
  ])('reads %s and writes %s', (text, written) => {
    expect(format(decimal(text))).toBe(written);
  });

  it.each(['', '1,5', '1e3', ' 1', '.5', '5.', 'NaN', '--1'])('refuses %j', (text) => {
    expect(() => decimal(text)).toThrow(`not a decimal: ${text}`);
  });

  it.each([
    ['1', '3', 2, '0.33'],
    ['2', '3', 2, '0.67'],
    ['1', '8', 2, '0.13'],
    ['-1', '8', 2, '-0.13'],
    ['107', '243', 4, '0.4403'],
    ['54321', '0.5', 0, '108642'],
    ['0', '5', 2, '0.00'],
  ])('divides %s by %s to %i places: %s', (left, right, places, quotient) => {
    expect(format(divide(decimal(left), decimal(right), places))).toBe(quotient);
  });

  it('does not divide by zero', () => {
    expect(() => divide(decimal(1), zero, 2)).toThrow('division by zero');
  });

  it('rounds halves away from zero', () => {
    expect(
      ['0.125', '-0.125', '2.5', '0.1249'].map((text) => format(round(decimal(text), 2))),
    ).toEqual(['0.13', '-0.13', '2.50', '0.12']);
  });

  it('adds in any order and any grouping to the same sum', () => {
    fc.assert(
      fc.property(fc.array(decimals, { maxLength: 12 }), (values) => {
        const forwards = values.reduce(add, zero);
        const backwards = values.reduceRight((sum, value) => add(value, sum), zero);
        return same(forwards, backwards);
      }),
    );
  });

  it('subtracts what it adds, and multiplies over sums', () => {
    fc.assert(
      fc.property(decimals, decimals, decimals, (a, b, c) => {
        const distributed = add(multiply(a, c), multiply(b, c));
        return same(subtract(add(a, b), b), a) && same(multiply(add(a, b), c), distributed);
      }),
    );
  });

  it('reads what it writes', () => {
    fc.assert(fc.property(decimals, (value) => same(decimal(format(value)), value)));
  });
});
