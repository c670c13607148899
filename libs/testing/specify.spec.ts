import { describe, expect, it } from '@jest/globals';

import { type Decider, err, ok } from '#kernel';

import { specify } from './specify.js';

type Counted = { readonly type: 'Counted'; readonly by: number; readonly note?: string };
type Count = { readonly by: readonly number[] };
type TooMany = { readonly kind: 'TooMany'; readonly total: number };

const counted = (by: number): Counted => ({ type: 'Counted', by });

const counter: Decider<Count, Counted, number, TooMany> = {
  initial: 0,
  decide: ({ by }, total) => (total > 9 ? err({ kind: 'TooMany', total }) : ok(by.map(counted))),
  evolve: (total, { by }) => total + by,
};

const { given } = specify(counter);
const threeAndFour = given(counted(2)).when({ by: [3, 4] });

describe('given, when, then', () => {
  it('accepts the whole ordered decision', () => {
    threeAndFour.then(counted(3), counted(4));
    given(counted(2)).when({ by: [] }).thenNothing();
    given(counted(6), counted(5))
      .when({ by: [1] })
      .thenRejected({ kind: 'TooMany', total: 11 });
  });

  it.each([
    ['an extra event', () => threeAndFour.then(counted(3))],
    ['a missing event', () => threeAndFour.then(counted(3), counted(4), counted(5))],
    ['a reordered event', () => threeAndFour.then(counted(4), counted(3))],
    ['another field', () => threeAndFour.then(counted(3), { ...counted(4), note: 'more' })],
    ['events where none are due', () => threeAndFour.thenNothing()],
    [
      'events where a refusal is due',
      () => threeAndFour.thenRejected({ kind: 'TooMany', total: 2 }),
    ],
    [
      'a refusal where events are due',
      () =>
        given(counted(10))
          .when({ by: [1] })
          .then(counted(1)),
    ],
    [
      'another refusal',
      () =>
        given(counted(10))
          .when({ by: [1] })
          .thenRejected({ kind: 'TooMany', total: 9 }),
    ],
  ])('fails on %s', (_what, claim) => {
    expect(claim).toThrow('toStrictEqual');
  });

  it('decides once, whatever is claimed of the decision', () => {
    let decisions = 0;
    const counting = { ...counter, decide: () => ok(Array<Counted>(++decisions).fill(counted(1))) };
    const decided = specify(counting).given().when({ by: [] });
    decided.then(counted(1));
    decided.then(counted(1));
    expect(decisions).toBe(1);
  });
});
