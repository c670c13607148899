import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { School } from '#domain/expression';
import { type Declaration, format } from '#kernel';

import { indicator } from '../testing/small-survey.js';
import { trial } from '../testing/trial-questionnaire.js';
import { compileMeasures, decimalOfUnits, explainerOf, questionsRead, scopeOf } from './index.js';

const publicOne: School = { type: 'ECOLE', sector: 'PU', degree: '1D', pupils: 120 };
const privateOne: School = { ...publicOne, sector: 'PR' };
const about = { survey: 'essai', decimals: 0 } as const;

const perComputer = indicator({
  ...about,
  id: 'eleves_par_ordinateur',
  aggregation: 'ratio',
  numerator: 'nb_eleves',
  denominator: 'nb_ordinateurs',
  scope: "school.sector = 'PU'",
});
const solution = indicator({
  ...about,
  id: 'ent_part',
  aggregation: 'share',
  numerator: "count_where(ent_solution = 'atrium')",
  denominator: 'count_where(answered(ent_deploye))',
});
const recent = indicator({
  ...about,
  id: 'recents',
  aggregation: 'total',
  numerator: 'nb_recents + blank_as(nb_ordinateurs, 0)',
});
const perPupil = indicator({
  ...about,
  id: 'surface_par_eleve',
  aggregation: 'ratio',
  numerator: 'blank_as(surface, 0)',
  denominator: 'school.pupils',
});
const wireless = indicator({
  ...about,
  id: 'wifi',
  aggregation: 'total',
  numerator: 'count_where(wifi)',
});

const declared = (
  answers: Declaration['answers'],
  notConcerned: Declaration['notConcerned'] = [],
): Declaration => ({ answers, notConcerned });

const reasonIn = (
  of: Parameters<typeof explainerOf>[0],
  declaration: Declaration,
  school = publicOne,
): unknown => {
  const explanation = explainerOf(of, trial).explain(declaration, school);
  if (explanation.kind === 'counts') {
    const { numerator, denominator } = explanation;
    return [format(numerator), denominator === null ? null : format(denominator)];
  }
  const { reason, missing } = explanation;
  return [reason, missing.map(({ question, state }) => `${question}: ${state}`)];
};

describe('why a response does not count', () => {
  it('counts with its numerator and denominator, zero among them', () => {
    expect([
      reasonIn(perComputer, declared({ nb_eleves: 120, nb_ordinateurs: 0 })),
      reasonIn(perPupil, declared({ surface: '12.5' })),
      reasonIn(recent, declared({ nb_recents: 0 })),
    ]).toEqual([
      ['120', '0'],
      ['12.50', '120'],
      ['0', null],
    ]);
  });

  it('tells a school outside the scope, whatever it has answered', () => {
    expect([
      reasonIn(perComputer, declared({ nb_eleves: 120, nb_ordinateurs: 8 }), privateOne),
      scopeOf(perComputer)(publicOne),
      scopeOf(solution)(privateOne),
    ]).toEqual([['outside-scope', []], true, true]);
  });

  it('tells no answer, not concerned and not asked apart, question by question', () => {
    expect([
      reasonIn(perComputer, declared({ nb_eleves: 120 })),
      reasonIn(recent, declared({ nb_ordinateurs: 4 }, ['nb_recents'])),
      reasonIn(solution, declared({ ent_deploye: false })),
      reasonIn(solution, declared({ ent_deploye: true })),
    ]).toEqual([
      ['no-answer', ['nb_ordinateurs: no-answer']],
      ['not-concerned', ['nb_recents: not-concerned']],
      ['not-asked', ['ent_solution: not-asked']],
      ['no-answer', ['ent_solution: no-answer']],
    ]);
  });

  it('tells what the directory did not know', () => {
    const unknown = { ...publicOne, pupils: null };
    expect(reasonIn(perPupil, declared({ surface: '12.5' }), unknown)).toEqual([
      'school-unknown',
      [],
    ]);
  });

  it('tells a version that does not ask, and what an indicator reads where it is asked', () => {
    expect([
      reasonIn(wireless, declared({})),
      questionsRead(wireless, [trial]),
      questionsRead(perComputer, [trial]),
      questionsRead(
        indicator({
          ...about,
          id: 'r',
          aggregation: 'total',
          numerator: 'received',
          source: 'coverage',
        }),
        [trial],
      ),
    ]).toEqual([['not-in-questionnaire', []], [], ['nb_eleves', 'nb_ordinateurs'], []]);
  });

  it('counts exactly what the figures count', () => {
    const all = [perComputer, solution, recent, perPupil];
    const answers = fc.record(
      {
        nb_eleves: fc.integer({ min: 0, max: 2000 }),
        nb_ordinateurs: fc.integer({ min: 0, max: 99 }),
        nb_recents: fc.integer({ min: 0, max: 99 }),
        surface: fc.constantFrom('0', '12.5', '3.25'),
        ent_deploye: fc.boolean(),
        ent_solution: fc.constantFrom('atrium', 'autre'),
      },
      { requiredKeys: [] },
    );
    const schools = fc.constantFrom(publicOne, privateOne, { ...publicOne, pupils: null });
    fc.assert(
      fc.property(answers, schools, (given, school) => {
        for (const one of all) {
          const measures = compileMeasures(trial, [one]);
          const into = [0, 0, 0];
          measures.contribute({ answers: given, previous: null, school }, into);
          const [measure] = measures.layout;
          const counted = [
            format(decimalOfUnits(into[1] ?? 0, measure?.numeratorScale ?? 0)),
            one.denominator === undefined
              ? null
              : format(decimalOfUnits(into[2] ?? 0, measure?.denominatorScale ?? 0)),
          ];
          const explained = reasonIn(one, declared(given), school);
          const shown = explainerOf(one, trial).explain(declared(given), school).kind;
          expect([shown, explained]).toEqual(
            into[0] === 1 ? ['counts', counted] : ['left-out', explained],
          );
        }
      }),
    );
  });
});
