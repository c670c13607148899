import { describe, expect, it } from '@jest/globals';

import type { Answers, Problem } from '#kernel';

import { trial } from '../../testing/trial-questionnaire.js';
import { assess, compileQuestionnaire } from './index.js';

const compiled = compileQuestionnaire(trial);
const school = { type: 'ECOLE', sector: 'PU', degree: '1D', pupils: 90 };

type Declared = {
  readonly answers: Answers;
  readonly notConcerned?: readonly string[];
  readonly previous?: Answers;
};

const problems = ({ answers, notConcerned = [], previous }: Declared): readonly Problem[] =>
  assess(compiled, { declaration: { answers, notConcerned }, previous: previous ?? null, school });

const told = (declared: Declared): readonly unknown[] =>
  problems(declared).map(({ code, severity, field, found }) => [code, severity, field, found]);

const sound: Answers = {
  nb_eleves: 90,
  nb_ordinateurs: 0,
  surface: '120.5',
  ent_deploye: true,
  ent_solution: 'atrium',
  maintenance: ['collectivite', 'prestataire'],
  remarque: 'rien',
};

describe('the assessment of a declaration', () => {
  it('has nothing to say of a sound one, zero and not concerned included', () => {
    expect(
      problems({ answers: sound, notConcerned: ['nb_recents'], previous: { nb_eleves: 80 } }),
    ).toEqual([]);
  });

  it('lets optional questions stay without an answer', () => {
    expect(problems({ answers: { nb_eleves: 90 } })).toEqual([]);
  });

  it('asks for a required answer, in full words', () => {
    expect(problems({ answers: {} })).toEqual([
      {
        code: 'ANSWER_MISSING',
        severity: 'error',
        field: 'nb_eleves',
        found: '',
        allowed: {
          fr: 'un nombre entier entre 0 et 2\u202f000',
          en: 'a whole number between 0 and 2,000',
        },
        remedy: {
          fr: 'Répondez à cette question : elle est obligatoire.',
          en: 'Answer this question: it is required.',
        },
        message: {
          fr: '« nb_eleves » : aucune réponse à une question obligatoire.',
          en: '"nb_eleves": no answer to a required question.',
        },
      },
    ]);
  });

  it.each([
    [{ nb_eleves: -1 }, 'VALUE_BELOW_MINIMUM', 'nb_eleves', '-1'],
    [{ nb_eleves: 1e12 }, 'VALUE_ABOVE_MAXIMUM', 'nb_eleves', '1000000000000'],
    [{ nb_eleves: 12.5 }, 'VALUE_NOT_INTEGER', 'nb_eleves', '12.5'],
    [{ nb_eleves: Number.NaN }, 'VALUE_NOT_A_NUMBER', 'nb_eleves', 'NaN'],
    [{ nb_eleves: '90' }, 'VALUE_NOT_A_NUMBER', 'nb_eleves', '90'],
    [{ ...sound, surface: '12.345' }, 'VALUE_TOO_PRECISE', 'surface', '12.345'],
    [{ ...sound, surface: '12.50' }, 'VALUE_NOT_A_NUMBER', 'surface', '12.50'],
    [{ ...sound, surface: '1000.01' }, 'VALUE_ABOVE_MAXIMUM', 'surface', '1000.01'],
    [{ ...sound, surface: '-5.01' }, 'VALUE_BELOW_MINIMUM', 'surface', '-5.01'],
    [
      { ...sound, surface: '99999999999999999999' },
      'VALUE_ABOVE_MAXIMUM',
      'surface',
      '99999999999999999999',
    ],
    [
      { ...sound, ent_deploye: true, ent_solution: 'atriom' },
      'OPTION_UNKNOWN',
      'ent_solution',
      'atriom',
    ],
    [
      { ...sound, maintenance: ['prestataire', 'collectivite'] },
      'VALUE_NOT_A_LIST',
      'maintenance',
      '["prestataire","collectivite"]',
    ],
    [{ ...sound, maintenance: 'academie' }, 'VALUE_NOT_A_LIST', 'maintenance', 'academie'],
    [{ ...sound, maintenance: ['mairie'] }, 'OPTION_UNKNOWN', 'maintenance', 'mairie'],
    [{ ...sound, remarque: 'x'.repeat(21) }, 'TEXT_REFUSED', 'remarque', 'x'.repeat(21)],
    [{ ...sound, remarque: 'a\u0000b' }, 'TEXT_REFUSED', 'remarque', 'a\u0000b'],
    [{ ...sound, remarque: '\ud800' }, 'TEXT_REFUSED', 'remarque', '\ud800'],
  ])('refuses %j: %s', (answers: Answers, code, field, found) => {
    expect(told({ answers })).toEqual([[code, 'error', field, found]]);
  });

  it('refuses a boolean that is none', () => {
    expect(told({ answers: { nb_eleves: 90, ent_deploye: 'oui' } })).toEqual([
      ['VALUE_NOT_BOOLEAN', 'error', 'ent_deploye', 'oui'],
    ]);
  });

  it('refuses an answer that skip logic hides, and says when it would be asked', () => {
    const [problem] = problems({
      answers: { nb_eleves: 90, ent_deploye: false, ent_solution: 'atrium' },
    });
    expect([problem?.code, problem?.remedy.en]).toEqual([
      'ANSWER_TO_HIDDEN_QUESTION',
      'Remove this answer, or change the one it depends on: the question is asked when ent_deploye.',
    ]);
    expect(told({ answers: { nb_eleves: 90, ent_solution: 'atrium' } })).toEqual([
      ['ANSWER_TO_HIDDEN_QUESTION', 'error', 'ent_solution', 'atrium'],
    ]);
  });

  it('refuses not concerned where every school is, and beside an answer', () => {
    expect(told({ answers: {}, notConcerned: ['nb_eleves'] })).toEqual([
      ['NOT_CONCERNED_NOT_ALLOWED', 'error', 'nb_eleves', 'NC'],
    ]);
    expect(
      told({ answers: { nb_eleves: 90, nb_recents: 0 }, notConcerned: ['nb_recents'] }),
    ).toEqual([['ANSWERED_AND_NOT_CONCERNED', 'error', 'nb_recents', '0']]);
  });

  it('refuses what this version does not ask, and suggests what it does', () => {
    const found = problems({ answers: { nb_eleves: 90, nb_recent: 3 }, notConcerned: ['wifi'] });
    expect(found.map(({ code, field, remedy }) => [code, field, remedy.en])).toEqual([
      ['QUESTION_NOT_ASKED', 'nb_recent', 'Did you mean "nb_recents"?'],
      [
        'QUESTION_NOT_ASKED',
        'wifi',
        'Remove this answer: it belongs to another questionnaire or another version.',
      ],
    ]);
  });

  it('blocks on a rule of severity error, and names it with the values that it read', () => {
    expect(problems({ answers: { nb_eleves: 90, nb_ordinateurs: 4, nb_recents: 5 } })).toEqual([
      {
        code: 'RULE_BROKEN',
        severity: 'error',
        field: 'nb_recents',
        found: 'nb_ordinateurs = 4, nb_recents = 5',
        allowed: { fr: 'au plus le total', en: 'at most the total' },
        remedy: { fr: 'Corrigez.', en: 'Correct one.' },
        message: {
          fr: 'Plus de récents que d’ordinateurs.',
          en: 'More recent computers than computers.',
        },
        rule: 'recents_au_plus_total',
      },
    ]);
  });

  it.each([
    [271, 90, 1],
    [270, 90, 0],
    [30, 90, 0],
    [29, 90, 1],
  ])(
    'asks to justify a change beyond three times: %j after %j gives %j warning',
    (now, before, count) => {
      const found = told({ answers: { nb_eleves: now }, previous: { nb_eleves: before } });
      const warning = [
        'JUSTIFICATION_NEEDED',
        'warning',
        'nb_eleves',
        `nb_eleves = ${String(now)}, previous(nb_eleves) = ${String(before)}`,
      ];
      expect(found).toEqual(count === 1 ? [warning] : []);
    },
  );

  it('keeps a rule silent when what it reads is blank or wrong', () => {
    expect(told({ answers: { nb_eleves: 90, nb_recents: 5 } })).toEqual([]);
    expect(told({ answers: { nb_eleves: 90, nb_ordinateurs: 4, nb_recents: 99_999 } })).toEqual([
      ['VALUE_ABOVE_MAXIMUM', 'error', 'nb_recents', '99999'],
    ]);
  });
});
