import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { allot } from './allot.js';

const claim = (weight: number, low = 0, high = 1000) => ({ weight, range: { low, high } });

const claims = fc.array(
  fc
    .record({
      weight: fc.nat(5_000_000),
      low: fc.nat(3),
      room: fc.nat(400),
    })
    .map(({ weight, low, room }) => claim(weight, low, low + room)),
  { minLength: 1, maxLength: 40 },
);

describe('a total shared out', () => {
  it('goes to the largest remainders', () => {
    expect(allot(10, [claim(333), claim(334), claim(333)])).toEqual([3, 4, 3]);
    expect(allot(7, [claim(5), claim(3), claim(2)])).toEqual([4, 2, 1]);
  });

  it('gives what one school has no room for to the others', () => {
    expect(allot(10, [claim(8, 0, 2), claim(1), claim(1)])).toEqual([2, 4, 4]);
  });

  it('gives each its least share first, and those of no weight last', () => {
    expect(allot(6, [claim(0, 1), claim(3), claim(0)])).toEqual([1, 5, 0]);
    expect(allot(2, [claim(0, 0, 1), claim(0, 0, 1), claim(0, 0, 1)])).toEqual([1, 1, 0]);
  });

  it('chooses those of most weight when each may have one', () => {
    expect(allot(2, [claim(7, 0, 1), claim(9, 0, 1), claim(8, 0, 1)])).toEqual([0, 1, 1]);
  });

  it('refuses a total that does not fit', () => {
    expect(() => allot(3, [claim(1, 0, 2)])).toThrow('1 of 3 do not fit');
    expect(() => allot(1, [claim(1, 2, 4)])).toThrow('1 is less than all least shares');
  });

  it('adds up to the unit, each within its range', () => {
    fc.assert(
      fc.property(claims, fc.double({ min: 0, max: 1, noNaN: true }), (each, part) => {
        const low = each.reduce((sum, { range }) => sum + range.low, 0);
        const high = each.reduce((sum, { range }) => sum + range.high, 0);
        const total = low + Math.floor(part * (high - low));
        const given = allot(total, each);
        return (
          given.reduce((sum, amount) => sum + amount, 0) === total &&
          given.every(
            (amount, at) => amount >= each[at]!.range.low && amount <= each[at]!.range.high,
          )
        );
      }),
    );
  });
});
