import { describe, expect, it } from '@jest/globals';

import type { Problem } from '#kernel';

import { languageOf } from './language.js';
import { describeProblem, layoutTable, localNumber, toJson } from './terminal.js';

describe('the terminal', () => {
  it('lays numbers to the right and words to the left', () => {
    expect(
      layoutTable(
        ['Territoire', 'Valeur'],
        [
          ['Aix-Marseille', '15,56'],
          ['04', null],
        ],
      ),
    ).toBe(
      [
        'Territoire     Valeur',
        '─────────────  ──────',
        'Aix-Marseille   15,56',
        '04                  –',
      ].join('\n'),
    );
  });

  it.each([
    ['1234567.50', 'fr', '1\u202f234\u202f567,50'],
    ['1234567.50', 'en', '1,234,567.50'],
    ['12', 'fr', '12'],
    [null, 'fr', '–'],
  ] as const)('writes %s as a reader of %s expects', (value, language, text) => {
    expect(localNumber(value, language)).toBe(text);
  });

  it('says of a problem where it is, what to do and what is allowed', () => {
    const problem: Problem = {
      code: 'VALUE_ABOVE_MAXIMUM',
      severity: 'error',
      field: 'nb_tablettes',
      found: '99999',
      allowed: { fr: 'de 0 à 100', en: '0 to 100' },
      remedy: { fr: 'Vérifiez.', en: 'Check.' },
      message: { fr: '99999 dépasse 100.', en: '99999 exceeds 100.' },
    };

    expect(describeProblem(problem, 'fr')).toBe(
      '  VALUE_ABOVE_MAXIMUM  nb_tablettes : 99999 dépasse 100. → Vérifiez.\n    Admis : de 0 à 100',
    );
    expect(describeProblem({ ...problem, allowed: { fr: '', en: '' } }, 'en')).not.toContain('\n');
  });

  it('writes positions as strings in JSON', () => {
    expect(toJson({ position: 12n })).toBe('{"position":"12"}');
  });

  it.each([
    [['figures', '--lang', 'en'], {}, 'en'],
    [['figures', '--lang=fr'], { LANG: 'en_US' }, 'fr'],
    [['figures'], { LANG: 'en_GB.UTF-8' }, 'en'],
    [['figures'], { OBSERVATORY_LANG: 'fr', LANG: 'en_GB' }, 'fr'],
    [['figures'], {}, 'fr'],
  ] as const)('chooses the language of %j with %j: %s', (argv, environment, language) => {
    expect(languageOf(argv, environment)).toBe(language);
  });
});
