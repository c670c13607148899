import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fold } from '#kernel';

import {
  cancelling,
  confirming,
  correcting,
  declare,
  prefilling,
  returning,
  saving,
  submitting,
  validating,
  withdrawing,
} from '../../testing/response-deeds.js';
import { differingQuestions } from './declaration.js';
import { response, type ResponseCommand, type ResponseState } from './response.decider.js';
import type { ResponseEvent } from './response.events.js';

const openQuestions = (state: ResponseState): readonly string[] =>
  'returns' in state
    ? [...state.returns].filter(([, { status }]) => status === 'open').map(([question]) => question)
    : [];

const correctedQuestions = (event: ResponseEvent): readonly string[] =>
  event.type === 'AnswersCorrected' ? Object.keys(event.data.changes) : [];

describe('any history of commands', () => {
  const declarations = fc
    .record({
      nb_eleves: fc.integer({ min: 0, max: 3 }),
      filtrage: fc.boolean(),
      maintenance: fc.subarray(['academie', 'collectivite']),
    })
    .map((answers) => declare(answers));
  const circumstances = fc.record({
    status: fc.constantFrom('open' as const, 'closed' as const),
    today: fc.constantFrom('2014-03-01', '2014-04-01', '2014-08-01'),
    expected: fc.boolean(),
    locks: fc.subarray([{ until: null }, { until: '2014-04-01' }]),
    exceptions: fc.subarray(['2014-04-01']),
  });
  const questions = fc.subarray(['nb_eleves', 'filtrage', 'maintenance'], { minLength: 1 });
  const commands: fc.Arbitrary<ResponseCommand> = fc.oneof(
    fc.tuple(declarations, circumstances).map(([what, on]) => saving(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => prefilling(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => submitting(what, on)),
    fc.tuple(declarations, circumstances).map(([what, on]) => correcting(what, 'oubli', on)),
    circumstances.map((on) => withdrawing('erreur', on)),
    fc.constant(validating),
    questions.chain((some) => circumstances.map((on) => returning(some, on))),
    circumstances.map((on) => confirming('nb_eleves', 'compté deux fois', on)),
    fc.constant(cancelling('filtrage', 'vérifié')),
  );

  const run = (attempts: readonly ResponseCommand[]): readonly ResponseEvent[] =>
    attempts.reduce<readonly ResponseEvent[]>((history, command) => {
      const decision = response.decide(command, fold(response, history));
      return decision.ok ? [...history, ...decision.value] : history;
    }, []);

  it('decides the same again when its events are replayed', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), commands, (attempts, next) => {
        const history = run(attempts);
        const stored = JSON.parse(JSON.stringify(history)) as ResponseEvent[];
        expect(response.decide(next, fold(response, stored))).toStrictEqual(
          response.decide(next, fold(response, history)),
        );
        expect(run(attempts)).toStrictEqual(history);
      }),
    );
  });

  it('takes each command once: the second time decides nothing, or is refused', () => {
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), commands, (attempts, next) => {
        const once = run([...attempts, next]);
        expect(run([...attempts, next, next])).toStrictEqual(once);
      }),
    );
  });

  it('changes nothing but what was returned, once the campaign is closed', () => {
    const closed = { status: 'closed' as const, today: '2014-08-01' };
    const correction = declarations.map((what) => correcting(what, 'oubli', closed));
    fc.assert(
      fc.property(fc.array(commands, { maxLength: 12 }), correction, (attempts, next) => {
        const before = fold(response, run(attempts));
        const decision = response.decide(next, before);
        const changed = decision.ok ? decision.value.flatMap(correctedQuestions) : [];
        expect(changed.filter((question) => !openQuestions(before).includes(question))).toEqual([]);
      }),
    );
  });

  it('never depends on what happens to another school', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), commands), { maxLength: 20 }), (interleaved) => {
        const ofSchool = (which: boolean) =>
          interleaved.filter(([school]) => school === which).map(([, command]) => command);
        const logs = new Map<boolean, readonly ResponseEvent[]>();
        for (const [school, command] of interleaved) {
          const history = logs.get(school) ?? [];
          const decision = response.decide(command, fold(response, history));
          if (decision.ok) logs.set(school, [...history, ...decision.value]);
        }
        expect([logs.get(true) ?? [], logs.get(false) ?? []]).toStrictEqual([
          run(ofSchool(true)),
          run(ofSchool(false)),
        ]);
      }),
    );
  });

  it('names the questions that differ, both ways alike', () => {
    expect(
      differingQuestions(declare({ a: 1, b: 2 }, ['c']), declare({ b: 3, d: 1 }, ['e'])),
    ).toEqual(['a', 'b', 'c', 'd', 'e']);
    fc.assert(
      fc.property(declarations, declarations, (left, right) => {
        expect(differingQuestions(left, right)).toStrictEqual(differingQuestions(right, left));
      }),
    );
  });
});
