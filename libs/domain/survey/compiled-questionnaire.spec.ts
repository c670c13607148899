import { describe, expect, it } from '@jest/globals';

import { trial } from '../../testing/trial-questionnaire.js';
import {
  checkQuestionnaire,
  compileQuestionnaire,
  expressionTypesOf,
  type Question,
  type Questionnaire,
} from './index.js';

const section = trial.sections[0];
if (section === undefined) throw new Error('the trial questionnaire has a section');

const changed = (code: string, part: Partial<Question>): Questionnaire => ({
  ...trial,
  sections: [
    {
      ...section,
      questions: section.questions.map((question) =>
        question.code === code ? { ...question, ...part } : question,
      ),
    },
  ],
});

const mistakes = (questionnaire: Questionnaire): readonly unknown[] => {
  const checked = checkQuestionnaire(questionnaire);
  return checked.ok
    ? []
    : checked.error.map(({ code, path, found }) => [code, path.join('.'), found]);
};

const rule = trial.rules[0];
if (rule === undefined) throw new Error('the trial questionnaire has a rule');

describe('a questionnaire', () => {
  it('compiles with its questions in order', () => {
    expect(compileQuestionnaire(trial).codes).toEqual([
      'nb_eleves',
      'nb_ordinateurs',
      'nb_recents',
      'surface',
      'ent_deploye',
      'ent_solution',
      'maintenance',
      'remarque',
    ]);
  });

  it.each<readonly [string, Questionnaire, readonly unknown[]]>([
    [
      'a code used twice',
      changed('nb_recents', { code: 'nb_eleves' }),
      ['CODE_REPEATED', 'sections.0.questions.2.code', 'nb_eleves'],
    ],
    [
      'bounds the wrong way round',
      changed('nb_eleves', { min: '9', max: '3' }),
      ['BOUNDS_REVERSED', 'sections.0.questions.0.min', '9 > 3'],
    ],
    [
      'a bound beyond reach',
      changed('nb_eleves', { max: '99999999999999999999' }),
      ['BOUND_REFUSED', 'sections.0.questions.0.max', '99999999999999999999'],
    ],
    [
      'a bound finer than the question',
      changed('nb_eleves', { max: '0.5' }),
      ['BOUND_REFUSED', 'sections.0.questions.0.max', '0.5'],
    ],
    [
      'skip logic that is no condition',
      changed('ent_solution', { askedWhen: 'nb_eleves' }),
      ['EXPRESSION_TYPE', 'sections.0.questions.5.askedWhen', 'nb_eleves'],
    ],
    [
      'skip logic on a later question',
      changed('ent_deploye', { askedWhen: 'answered(remarque)' }),
      ['EXPRESSION_UNKNOWN_QUESTION', 'sections.0.questions.4.askedWhen', 'remarque'],
    ],
    [
      'skip logic on itself',
      changed('ent_deploye', { askedWhen: 'ent_deploye' }),
      ['EXPRESSION_UNKNOWN_QUESTION', 'sections.0.questions.4.askedWhen', 'ent_deploye'],
    ],
    [
      'a rule that is no condition',
      { ...trial, rules: [{ ...rule, violatedWhen: 'nb_eleves + 1' }] },
      ['EXPRESSION_TYPE', 'rules.0.violatedWhen', 'nb_eleves + 1'],
    ],
    [
      'a rule beside no question',
      { ...trial, rules: [{ ...rule, questions: ['nb_salles'] }] },
      ['RULE_UNKNOWN_QUESTION', 'rules.0.questions.0', 'nb_salles'],
    ],
    [
      'a rule code used twice',
      { ...trial, rules: [rule, rule] },
      ['CODE_REPEATED', 'rules.1.code', 'recents_au_plus_total'],
    ],
    [
      'an option code used twice',
      changed('ent_solution', {
        options: [
          { code: 'a', label: { fr: 'a', en: 'a' } },
          { code: 'a', label: { fr: 'b', en: 'b' } },
        ],
      }),
      ['CODE_REPEATED', 'sections.0.questions.5.options.1.code', 'a'],
    ],
  ])('is refused for %s', (_, questionnaire, expected) => {
    expect(mistakes(questionnaire)).toContainEqual(expected);
  });

  it('throws when compiled unchecked with a mistake', () => {
    expect(() =>
      compileQuestionnaire(changed('ent_solution', { askedWhen: 'nb_elevs > 0' })),
    ).toThrow(
      'questionnaire essai@1 at sections.0.questions.5.askedWhen: The question "nb_elevs" does not exist here.',
    );
  });

  it('shows an expression the options and the finest scale of all its versions', () => {
    const later = changed('ent_solution', {
      options: [{ code: 'neo', label: { fr: 'NEO', en: 'NEO' } }],
    });
    const finer = changed('surface', { decimals: 3 });
    const types = expressionTypesOf([trial, later, finer]);
    expect(types.get('ent_solution')).toEqual({
      kind: 'choice',
      options: ['atrium', 'ent_ecole', 'autre', 'neo'],
    });
    expect(types.get('surface')).toEqual({ kind: 'number', scale: 3 });
  });
});
