import { describe, expect, it } from '@jest/globals';

import { inRound, type KeptCells, keptCells } from './kept-cells.js';
import type { Round, SumRow } from './sums.js';

const round: Round = {
  survey: 'small',
  version: '2014',
  schoolYear: '2013-2014',
  status: 'open',
};

const row = (code: string): SumRow => ({
  round,
  ...{ kind: 'department', code, schoolType: 'ALL', sector: 'ALL', picked: false },
  counts: {
    ...{ expected: 3, received: 2, validated: 0, late: 0, excluded: 0 },
    ...{ pupilsExpected: 30, pupilsReceived: 20, synthetic: 0 },
  },
  ...{ used: '{1,2,3}', numerators: '{10,20,30}', denominators: '{100,200,300}' },
});

const cells = (settled: bigint, count = 1): KeptCells => ({
  ...{ campaign: 'small-2014', settled, strands: 1 },
  rows: Array.from({ length: count }, (_, index) => row(String(index))),
});

describe('cells that are kept as ends of segments have left them', () => {
  it('are near within a segment, and hold what was wanted of them', () => {
    const kept = keptCells();
    kept.keepTo('first');
    kept.keep('question', cells(2_047n), [2, 0]);
    kept.keep('question', cells(6_143n), [2, 0]);

    const { making, cells: found } = kept.near('question', 2_900n);
    expect([making, found.map(({ settled }) => settled)]).toEqual(['first', [2_047n]]);
    expect(found[0]?.rows[0]).toMatchObject({
      ...{ picked: true, used: ['3', '1'], numerators: ['30', '10'], denominators: ['300', '100'] },
    });
    expect(kept.near('another question', 2_900n).cells).toEqual([]);
    expect(kept.near('question', null).cells).toEqual([]);
  });

  it('are told of the campaign as it was at the position', () => {
    const [closed] = inRound(cells(2_047n), { ...round, status: 'closed' });
    expect(closed?.round.status).toBe('closed');
  });

  it('are forgotten with the making of the rows that they are of', () => {
    const kept = keptCells();
    kept.keepTo('first');
    kept.keep('question', cells(2_047n), [0]);
    kept.keepTo('first');
    expect(kept.near('question', 2_047n).cells).toHaveLength(1);
    kept.keepTo('second');
    expect(kept.near('question', 2_047n)).toEqual({ making: 'second', cells: [] });
  });

  it('are few enough: the question that was asked first goes first', () => {
    const kept = keptCells();
    for (const question of ['first', 'second', 'third'])
      kept.keep(question, cells(2_047n, 9_000), [0]);
    const held = ['first', 'second', 'third'].map(
      (question) => kept.near(question, 2_047n).cells.length,
    );
    expect(held).toEqual([0, 1, 1]);
  });
});
