import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  type Aggregation,
  amountsThatPrint,
  isEmpty,
  isPrintedAs,
  nearestAmount,
  printedFrom,
} from './printed.js';

const aggregations = fc.constantFrom<Aggregation>('ratio', 'share', 'mean', 'total');

describe('whole amounts that print a figure', () => {
  it.each<[Aggregation, number, [string, number], [number, number]]>([
    ['ratio', 48_000, ['13.40', 2], [3581, 3583]],
    ['share', 13, ['15', 0], [2, 2]],
    ['share', 14, ['15', 0], [3, 2]],
    ['share', 960, ['35', 0], [332, 340]],
    ['share', 100, ['0', 0], [0, 0]],
    ['share', 19, ['100', 0], [19, 19]],
    ['mean', 107, ['2.1', 1], [220, 230]],
    ['total', 336, ['294', 0], [294, 294]],
  ])('of a %s over %i printed as %j lie in %j', (aggregation, base, printed, [low, high]) => {
    const [value, decimals] = printed;
    expect(amountsThatPrint(aggregation, base, { value, decimals })).toEqual({ low, high });
  });

  it('are exactly those between its bounds', () => {
    fc.assert(
      fc.property(
        aggregations,
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 1, max: 60_000 }),
        fc.integer({ min: 0, max: 2 }),
        (aggregation, base, amount, decimals) => {
          const value = printedFrom(aggregation, { amount, base }, decimals) ?? '0';
          const printed = { value, decimals: aggregation === 'total' ? 0 : decimals };
          if (Number(value) === 0) return true;
          const { low, high } = amountsThatPrint(aggregation, base, printed);
          const prints = (each: number): boolean =>
            isPrintedAs(
              printedFrom(aggregation, { amount: each, base }, printed.decimals),
              printed,
            );
          return (
            low <= amount &&
            amount <= high &&
            prints(low) &&
            prints(high) &&
            !prints(high + 1) &&
            (low === 0 || !prints(low - 1))
          );
        },
      ),
    );
  });

  it('are none when the grain is too coarse, and then the nearest is told', () => {
    const share = { value: '15.95', decimals: 2 };
    expect(isEmpty(amountsThatPrint('share', 79, share))).toBe(true);
    expect(nearestAmount('share', 69, share.value)).toBe(11);
    expect(printedFrom('share', { amount: 11, base: 69 }, 2)).toBe('15.94');
  });

  it('has no figure over nothing', () => {
    expect(printedFrom('ratio', { amount: 0, base: 12 }, 2)).toBeUndefined();
    expect(printedFrom('share', { amount: 0, base: 0 }, 0)).toBeUndefined();
    expect(isPrintedAs(undefined, { value: '0', decimals: 0 })).toBe(false);
  });

  it('reads 9.8 in a series of two places as 9.80', () => {
    expect(isPrintedAs('9.80', { value: '9.8', decimals: 2 })).toBe(true);
    expect(isPrintedAs('9.81', { value: '9.8', decimals: 2 })).toBe(false);
  });
});
