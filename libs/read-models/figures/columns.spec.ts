import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { type Column, columnReader, packGroups, partsOf, valuesIn } from './columns.js';

const packed = (columns: readonly Column[]): Uint8Array =>
  packGroups([partsOf(columns)])[0] ?? new Uint8Array();

const read = (columns: readonly Column[]): readonly (readonly (number | bigint)[])[] => {
  const { next, isAtEnd } = columnReader(packed(columns));
  const found = columns.map(({ length }) => {
    const valueAt = valuesIn(next(length));
    return Array.from({ length }, (_, row) => valueAt(row));
  });
  expect(isAtEnd()).toBe(true);
  return found;
};

const widthsOf = (columns: readonly Column[]): readonly number[] => {
  const { next } = columnReader(packed(columns));
  return columns.map(({ length }) => next(length).width);
};

const numbers = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -128, max: 127 }),
  fc.integer(),
  fc.maxSafeInteger(),
);
const bigints = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });

describe('packed columns', () => {
  it('give back every number, whatever its size', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.oneof(numbers, bigints))), (columns) => {
        const asBigInts = (all: readonly (readonly (number | bigint)[])[]) =>
          all.map((column) => column.map(BigInt));
        expect(asBigInts(read(columns))).toEqual(asBigInts(columns));
      }),
    );
  });

  it('take as few bytes as the largest value of the column needs', () => {
    const twoTo = (bits: number): number => 2 ** bits;
    expect(
      widthsOf([
        [],
        [0, 0],
        [1, -127],
        [32_767, 0],
        [32_768],
        [-(twoTo(31) - 1)],
        [twoTo(31)],
        [5n],
      ]),
    ).toEqual([0, 0, 1, 2, 4, 4, 8, 8]);
  });

  it('are refused when their width is none that is written', () => {
    const { next } = columnReader(new Uint8Array([3, 0, 0, 0]));
    expect(() => valuesIn(next(1))).toThrow('a packed column is 3 bytes wide');
  });
});
