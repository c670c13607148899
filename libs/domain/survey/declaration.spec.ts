import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { AnswerState, Declaration } from '#kernel';

import { trial } from '../../testing/trial-questionnaire.js';
import {
  type AnswerCell,
  answerStateOf,
  assess,
  canonicalDeclaration,
  type CompiledQuestion,
  compileQuestionnaire,
  declarationOfCells,
  normaliseDeclaration,
  parseAnswerText,
} from './index.js';

const compiled = compileQuestionnaire(trial);

const questionOf = (code: string): CompiledQuestion => {
  const question = compiled.byCode.get(code);
  if (question === undefined) throw new Error(code);
  return question;
};

const answerIn = (code: string, text: string): unknown => {
  const read = parseAnswerText(questionOf(code), text);
  if (!read.ok) return read.error;
  return read.value.kind === 'answer' ? read.value.value : read.value.kind;
};

const problemIn = (code: string, text: string): readonly unknown[] => {
  const read = parseAnswerText(questionOf(code), text);
  return read.ok ? [] : [read.error.code, read.error.found, read.error.remedy.fr];
};

describe('a cell of a file', () => {
  it.each([
    ['99999999999999999', 'VALUE_ABOVE_MAXIMUM', / 99999999999999999 dépasse /],
    ['-99999999999999999', 'VALUE_BELOW_MINIMUM', / -99999999999999999 est /],
  ])('is told with the digits that it has: %s', (text, code, message) => {
    const read = parseAnswerText(questionOf('nb_eleves'), text);
    const told = read.ok ? undefined : read.error;
    expect([told?.code, told?.message.fr]).toEqual([code, expect.stringMatching(message)]);
  });

  it.each([
    ['nb_eleves', '', 'no-answer'],
    ['nb_eleves', '  ', 'no-answer'],
    ['nb_recents', 'NC', 'not-concerned'],
    ['nb_recents', ' nc ', 'not-concerned'],
    ['nb_eleves', '0', 0],
    ['nb_eleves', '-0', 0],
    ['nb_eleves', ' 042 ', 42],
    ['nb_eleves', '12.0', 12],
    ['surface', '12,50', '12.5'],
    ['surface', '012', '12'],
    ['surface', '-0,0', '0'],
    ['surface', '-1.25', '-1.25'],
    ['ent_deploye', 'Oui', true],
    ['ent_deploye', 'vrai', true],
    ['ent_deploye', '1', true],
    ['ent_deploye', 'FAUX', false],
    ['ent_deploye', '0', false],
    ['ent_solution', 'ent_ecole', 'ent_ecole'],
    ['ent_solution', 'ENT-Ecole', 'ent_ecole'],
    ['ent_solution', 'autre,  precisez', 'autre'],
    ['maintenance', 'prestataire|collectivite|prestataire', ['collectivite', 'prestataire']],
    ['maintenance', "L'ACADEMIE | un prestataire", ['academie', 'prestataire']],
    ['maintenance', 'aucun', []],
    ['remarque', ' deux mots ', 'deux mots'],
  ])('%s, %j is %j', (code, text, expected) => {
    expect(answerIn(code, text)).toEqual(expected);
  });

  it.each([
    [
      'nb_eleves',
      '1 234,5',
      'VALUE_NOT_INTEGER',
      '1 234,5',
      'Donnez un nombre entier, par exemple 1\u202f234 ou 1\u202f235.',
    ],
    [
      'nb_eleves',
      '12.5',
      'VALUE_NOT_INTEGER',
      '12.5',
      'Donnez un nombre entier, par exemple 12 ou 13.',
    ],
    [
      'nb_eleves',
      '12,5',
      'VALUE_NOT_INTEGER',
      '12,5',
      'Donnez un nombre entier, par exemple 12 ou 13.',
    ],
    ['nb_eleves', '1 234', 'NUMBER_WRITTEN_WITH_SEPARATORS', '1 234', 'Écrivez 1234.'],
    ['nb_eleves', '1\u202f234', 'NUMBER_WRITTEN_WITH_SEPARATORS', '1\u202f234', 'Écrivez 1234.'],
    ['nb_eleves', '1,2E+3', 'NUMBER_WRITTEN_WITH_SEPARATORS', '1,2E+3', 'Écrivez 1200.'],
    [
      'nb_eleves',
      '-3',
      'VALUE_BELOW_MINIMUM',
      '-3',
      'Donnez au moins 0 ; si vous ne savez pas, laissez vide.',
    ],
    [
      'nb_eleves',
      '99999999999999999999',
      'VALUE_ABOVE_MAXIMUM',
      '99999999999999999999',
      'Vérifiez le nombre de chiffres saisis.',
    ],
    [
      'nb_eleves',
      'environ 90',
      'VALUE_NOT_A_NUMBER',
      'environ 90',
      'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.',
    ],
    [
      'nb_eleves',
      'oui',
      'VALUE_NOT_A_NUMBER',
      'oui',
      'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.',
    ],
    ['surface', '1 234,5', 'NUMBER_WRITTEN_WITH_SEPARATORS', '1 234,5', 'Écrivez 1234.5.'],
    ['surface', '1.234', 'VALUE_TOO_PRECISE', '1.234', 'Arrondissez à 2 décimale(s).'],
    [
      'surface',
      '12345678901234567890',
      'VALUE_ABOVE_MAXIMUM',
      '12345678901234567890',
      'Vérifiez le nombre de chiffres saisis.',
    ],
    [
      'surface',
      '-12345678901234567890',
      'VALUE_BELOW_MINIMUM',
      '-12345678901234567890',
      'Donnez au moins -5 ; si vous ne savez pas, laissez vide.',
    ],
    [
      'surface',
      'grande',
      'VALUE_NOT_A_NUMBER',
      'grande',
      'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.',
    ],
    [
      'ent_deploye',
      'peut-être',
      'VALUE_NOT_BOOLEAN',
      'peut-être',
      'Répondez oui ou non (dans un fichier JSON : true ou false).',
    ],
    ['ent_solution', 'atriun', 'OPTION_UNKNOWN', 'atriun', 'Vouliez-vous écrire « atrium » ?'],
    [
      'maintenance',
      'academie|mairie',
      'OPTION_UNKNOWN',
      'mairie',
      'Choisissez parmi collectivite, academie, prestataire.',
    ],
    [
      'remarque',
      'un texte bien trop long',
      'TEXT_REFUSED',
      'un texte bien trop long',
      'Raccourcissez le texte et retirez les caractères invisibles.',
    ],
  ])('%s, %j: %s', (code, text, ...expected) => {
    expect(problemIn(code, text)).toEqual(expected);
  });

  it('gives, once assembled, a declaration in canonical order', () => {
    const cells = new Map<string, AnswerCell>([
      ['maintenance', { kind: 'answer', value: [] }],
      ['nb_recents', { kind: 'not-concerned' }],
      ['ent_deploye', { kind: 'not-concerned' }],
      ['surface', { kind: 'no-answer' }],
      ['nb_eleves', { kind: 'answer', value: 12 }],
    ]);
    const declaration = declarationOfCells(compiled, cells);
    expect(declaration).toEqual({
      answers: { nb_eleves: 12, maintenance: [] },
      notConcerned: ['ent_deploye', 'nb_recents'],
    });
    expect(Object.keys(declaration.answers)).toEqual(['nb_eleves', 'maintenance']);
  });
});

describe('a declaration that comes as JSON', () => {
  it('takes its canonical form', () => {
    const normalised = normaliseDeclaration(compiled, {
      answers: {
        maintenance: ['prestataire', 'academie'],
        surface: 12.5,
        remarque: ' ok ',
        nb_ordinateurs: null,
        nb_eleves: 3,
      },
      notConcerned: ['nb_recents', 'ent_deploye', 'nb_recents'],
    });
    const expected: Declaration = {
      answers: {
        nb_eleves: 3,
        surface: '12.5',
        maintenance: ['academie', 'prestataire'],
        remarque: 'ok',
      },
      notConcerned: ['ent_deploye', 'nb_recents'],
    };
    expect(normalised).toEqual({ ok: true, value: expected });
    expect(normalised.ok && Object.keys(normalised.value.answers)).toEqual([
      'nb_eleves',
      'surface',
      'maintenance',
      'remarque',
    ]);
  });

  it('tells everything that is wrong with it at once', () => {
    const normalised = normaliseDeclaration(compiled, {
      answers: { nb_elevs: 3, nb_eleves: '3', ent_deploye: 'oui', maintenance: ['mairie'] },
      notConcerned: ['nb_salles'],
    });
    expect(
      normalised.ok
        ? []
        : normalised.error.map(({ code, field, remedy }) => [code, field, remedy.fr]),
    ).toEqual([
      ['QUESTION_NOT_ASKED', 'nb_elevs', 'Vouliez-vous écrire « nb_eleves » ?'],
      [
        'QUESTION_NOT_ASKED',
        'nb_salles',
        'Retirez cette réponse : elle appartient à un autre questionnaire ou à une autre version.',
      ],
      ['VALUE_NOT_A_NUMBER', 'nb_eleves', 'Écrivez 3 sans guillemets.'],
      [
        'VALUE_NOT_BOOLEAN',
        'ent_deploye',
        'Répondez oui ou non (dans un fichier JSON : true ou false).',
      ],
      ['OPTION_UNKNOWN', 'maintenance', 'Choisissez parmi collectivite, academie, prestataire.'],
    ]);
  });

  it.each([
    ['1 234,5', 'Écrivez 1234.5 sans guillemets.'],
    ['12,5', 'Écrivez 12.5 sans guillemets.'],
    ['une dizaine', 'Écrivez le nombre en chiffres, ou laissez vide si vous ne le connaissez pas.'],
  ])('says how JSON writes the number of the text %j', (text, remedy) => {
    const normalised = normaliseDeclaration(compiled, { answers: { nb_eleves: text } });
    expect(normalised.ok ? [] : normalised.error.map((problem) => problem.remedy.fr)).toEqual([
      remedy,
    ]);
  });

  it.each([[null], [[]], ['x'], [3]])('refuses answers that are %j', (answers) => {
    const normalised = normaliseDeclaration(compiled, { answers });
    expect(normalised.ok ? [] : normalised.error.map(({ code, field }) => [code, field])).toEqual([
      ['DECLARATION_MALFORMED', 'answers'],
    ]);
  });

  it('refuses not concerned that is no list of codes', () => {
    const normalised = normaliseDeclaration(compiled, { answers: {}, notConcerned: [1] });
    expect(normalised.ok ? [] : normalised.error.map(({ code, field }) => [code, field])).toEqual([
      ['DECLARATION_MALFORMED', 'notConcerned'],
    ]);
  });

  it('is never met with a throw, and what is accepted has no wrong value', () => {
    const code = fc.constantFrom(...compiled.codes, 'constructor', '__proto__', 'toString');
    fc.assert(
      fc.property(fc.dictionary(code, fc.jsonValue()), fc.jsonValue(), (answers, notConcerned) => {
        const normalised = normaliseDeclaration(compiled, { answers, notConcerned });
        const school = { type: '', sector: '', degree: '', pupils: null };
        const wrong = normalised.ok
          ? assess(compiled, { declaration: normalised.value, previous: null, school }).filter(
              (problem) => problem.code.startsWith('VALUE_'),
            )
          : [];
        expect(wrong).toEqual([]);
      }),
    );
  });
});

describe('the four states of a question', () => {
  const declaration: Declaration = {
    answers: { nb_eleves: 0, ent_deploye: true },
    notConcerned: ['nb_recents'],
  };

  it.each<readonly [string, AnswerState]>([
    ['nb_eleves', 'answered'],
    ['nb_ordinateurs', 'no-answer'],
    ['nb_recents', 'not-concerned'],
    ['ent_solution', 'no-answer'],
    ['wifi', 'not-asked'],
  ])('%s is %s', (code, state) => {
    expect(answerStateOf(compiled, declaration, code)).toBe(state);
  });

  it('a question that skip logic hides is not asked', () => {
    const without: Declaration = {
      answers: { nb_eleves: 3, ent_deploye: false },
      notConcerned: [],
    };
    expect(answerStateOf(compiled, without, 'ent_solution')).toBe('not-asked');
  });
});

describe('the canonical text of a declaration', () => {
  it('is JSON, sorted', () => {
    const text = canonicalDeclaration({
      answers: {
        nb_eleves: 3,
        ent_deploye: false,
        maintenance: ['academie'],
        remarque: 'l’« été »\n"',
        surface: '1.5',
      },
      notConcerned: ['nb_recents'],
    });
    expect(text).toBe(
      '{"answers":{"ent_deploye":false,"maintenance":["academie"],"nb_eleves":3,"remarque":"l’« été »\\n\\"","surface":"1.5"},"notConcerned":["nb_recents"]}',
    );
  });

  it('is the same with the names of its questionnaire at hand', () => {
    const declaration = { answers: { surface: '1.5', nb_eleves: 3 }, notConcerned: ['nb_recents'] };
    expect(canonicalDeclaration(declaration, compiled.canonicalNames)).toBe(
      canonicalDeclaration(declaration),
    );
  });

  it('does not depend on the order in which answers were given, and gives them all back', () => {
    const value = fc.oneof(
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), value),
        fc.uniqueArray(fc.string()),
        (answers, notConcerned) => {
          const reversed = Object.fromEntries(Object.entries(answers).reverse());
          const text = canonicalDeclaration({ answers, notConcerned });
          expect(
            canonicalDeclaration({ answers: reversed, notConcerned: [...notConcerned].reverse() }),
          ).toBe(text);
          expect(JSON.parse(text)).toEqual({
            answers: { ...answers },
            notConcerned: [...notConcerned].sort(),
          });
        },
      ),
    );
  });
});
