import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AnswerValue } from '#kernel';

import { answersMaker } from './answers-object.js';

describe('answers made of values', () => {
  const codes = ['nb_eleves', 'ent_deploye', 'maintenance', 'remarque'];
  const value: fc.Arbitrary<AnswerValue | undefined> = fc.oneof(
    fc.constant(undefined),
    fc.integer(),
    fc.boolean(),
    fc.string(),
    fc.array(fc.string(), { maxLength: 2 }),
  );
  const values = fc.tuple(value, value, value, value);

  it('hold the values that are there, and no other key, whatever was made before', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 20 }), (rows) => {
        const answersOf = answersMaker(codes);
        const expected = rows.map((row) =>
          Object.fromEntries(
            codes.flatMap((code, at) => (row[at] === undefined ? [] : [[code, row[at]]])),
          ),
        );
        expect(rows.map(answersOf)).toEqual(expected);
        expect(rows.map(answersOf).map((answers) => Object.keys(answers))).toEqual(
          expected.map((answers) => Object.keys(answers)),
        );
      }),
    );
  });
});
