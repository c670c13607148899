import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { solveTotals } from './totals.js';

const free = { low: 0, high: 100 };
const between = (low: number, high: number) => ({ low, high });

describe('totals under bounds', () => {
  it('take the middle of what is possible', () => {
    expect(solveTotals([free], [{ cells: [0], interval: between(10, 14) }])).toEqual([12]);
  });

  it('give the balance to the cell that nothing else binds', () => {
    const bounds = [
      { cells: [0], interval: between(30, 32) },
      { cells: [0, 1], interval: between(90, 90) },
    ];
    expect(solveTotals([free, free], bounds)).toEqual([31, 59]);
  });

  it('are none when bounds exclude each other', () => {
    const bounds = [
      { cells: [0], interval: between(1, 2) },
      { cells: [1], interval: between(1, 2) },
      { cells: [0, 1], interval: between(5, 9) },
    ];
    expect(solveTotals([free, free], bounds)).toBeUndefined();
  });

  it('are found for any table whose rows, columns and total have a solution', () => {
    const cell = fc.integer({ min: 5, max: 95 });
    const table = fc.tuple(cell, cell, cell, cell, cell, cell);
    const slack = fc.integer({ min: 0, max: 3 });
    fc.assert(
      fc.property(table, slack, (values, width) => {
        const bound = (...cells: readonly number[]) => {
          const sum = cells.reduce((total, at) => total + values[at]!, 0);
          return { cells, interval: between(sum - width, sum + width) };
        };
        const bounds = [bound(0, 1, 2), bound(3, 4, 5), bound(0, 3), bound(1, 4), bound(2, 5)];
        const all = bound(0, 1, 2, 3, 4, 5);
        const solution = solveTotals(
          values.map(() => free),
          [...bounds, all],
        );
        return [...bounds, all].every(({ cells, interval }) => {
          const sum = cells.reduce((total, at) => total + solution![at]!, 0);
          return sum >= interval.low && sum <= interval.high;
        });
      }),
    );
  });
});
