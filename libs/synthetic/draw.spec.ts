import { describe, expect, it } from '@jest/globals';

import { below, drawFrom, happens, shuffled } from './draw.js';

const numbers = Array.from({ length: 10_000 }, (_, index) => String(index));

describe('a seeded draw', () => {
  it('is the same for the same seed and keys, and another for another', () => {
    const draw = drawFrom('demo');
    expect([draw('0131884C', 'wifi'), draw('0131884C', 'wifi')]).toEqual([1923070085, 1923070085]);
    expect(
      new Set([
        draw('0131884C', 'wifi'),
        draw('0131884C', 'filtrage'),
        draw('0040019Z', 'wifi'),
        drawFrom('other')('0131884C', 'wifi'),
      ]).size,
    ).toBe(4);
  });

  it('spreads evenly: each tenth of the range holds about a tenth of the draws', () => {
    const draw = drawFrom('demo');
    const tenths = numbers.map((key) => below(draw(key), 10));
    const counts = Array.from(
      { length: 10 },
      (_, tenth) => tenths.filter((each) => each === tenth).length,
    );
    expect(counts.filter((count) => count < 900 || count > 1100)).toEqual([]);
  });

  it('happens as often as it is told to', () => {
    const draw = drawFrom('demo');
    const often = numbers.filter((key) => happens(draw(key), 92)).length;
    expect(Math.abs(often - 9200)).toBeLessThan(100);
    expect(numbers.filter((key) => happens(draw(key), 0))).toEqual([]);
    expect(numbers.filter((key) => happens(draw(key), 100)).length).toBe(numbers.length);
  });

  it('shuffles without losing or repeating', () => {
    const draw = drawFrom('demo');
    const order = shuffled(numbers, (key) => draw(key));
    expect([...order].sort()).toEqual([...numbers].sort());
    expect(order).not.toEqual(numbers);
  });
});
