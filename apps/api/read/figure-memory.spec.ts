import { describe, expect, it } from '@jest/globals';

import type { FigureQuery } from '#application';
import { position, type SchoolYear } from '#kernel';

import { type Calls, fakeFigures } from '../../../libs/testing/fake-readers.js';
import { FigureMemory } from './figure-memory.js';

const query = (over: Partial<FigureQuery> = {}): FigureQuery => ({
  indicators: ['nb_tbi_tni_1d'],
  territories: [{ kind: 'academy', code: '02' }],
  schoolYears: ['2013-2014' as SchoolYear],
  breakdown: [],
  moment: { asOf: null, geography: 'THEN' },
  ...over,
});

const memory = () => {
  const calls: Calls = [];
  return { calls, memory: new FigureMemory(fakeFigures(calls)) };
};

describe('memory of figures', () => {
  it('computes the same question once at a position, and again at the next', async () => {
    const { calls, memory: remembered } = memory();
    const first = await remembered.figures(query(), position(1n));
    const second = await remembered.figures(query(), position(1n));
    await remembered.figures(query(), position(2n));

    expect(second).toBe(first);
    expect(calls.length).toBe(2);
  });

  it('takes no question for another', async () => {
    const { calls, memory: remembered } = memory();
    const questions = [
      query(),
      query({ indicators: ['eleves_par_ordinateur_1d'] }),
      query({ territories: [{ kind: 'academy', code: '16' }] }),
      query({ territories: [{ kind: 'department', code: '02' }] }),
      query({ schoolYears: ['2012-2013' as SchoolYear] }),
      query({ breakdown: ['sector'] }),
      query({ moment: { asOf: null, geography: 'CURRENT' } }),
      query({ moment: { asOf: position(1n), geography: 'THEN' } }),
    ];
    for (const question of questions) await remembered.figures(question, position(1n));

    expect(calls.length).toBe(questions.length);
  });

  it('does not remember a failure', async () => {
    let isAway = true;
    const { figures, coverage } = fakeFigures();
    const remembered = new FigureMemory({
      coverage,
      figures: (asked) => (isAway ? Promise.reject(new Error('away')) : figures(asked)),
    });

    await expect(remembered.figures(query(), position(1n))).rejects.toThrow('away');
    isAway = false;
    expect((await remembered.figures(query(), position(1n))).length).toBe(1);
  });

  it('forgets everything before it holds too much', async () => {
    const { calls, memory: remembered } = memory();
    const indicators = Array.from({ length: 60_000 }, () => 'nb_tbi_tni_1d');
    await remembered.figures(query({ indicators }), position(1n));
    await remembered.figures(query({ indicators, breakdown: ['sector'] }), position(1n));
    await remembered.figures(query({ indicators }), position(1n));

    expect(calls.length).toBe(3);
  });
});
