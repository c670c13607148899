import { describe, expect, it } from '@jest/globals';

import type { Position } from '#kernel';

import { forgetAllBut, type KeptSchool } from './kept-schools.js';

const schools = (count: number): Map<string, KeptSchool> =>
  new Map(
    Array.from({ length: count }, (_, index) => [
      String(index),
      { known: 1n as Position, listing: undefined, turns: [] },
    ]),
  );

describe('schools that are kept', () => {
  it('are few enough: the campaigns that were read first go first, but for those that are asked for', () => {
    const memory = new Map([
      ['first', schools(8_000)],
      ['second', schools(8_000)],
      ['third', schools(8_000)],
    ]);
    forgetAllBut(new Set(['first']), memory);
    expect([...memory.keys()]).toEqual(['first', 'third']);
    forgetAllBut(new Set(), memory);
    expect([...memory.keys()]).toEqual(['first', 'third']);
  });

  it('are all there that a question asks for, however many', () => {
    const memory = new Map([['first', schools(30_000)]]);
    forgetAllBut(new Set(['first']), memory);
    expect(memory.size).toBe(1);
    forgetAllBut(new Set(), memory);
    expect(memory.size).toBe(0);
  });
});
