import { describe, expect, it } from '@jest/globals';

import { languageOf } from './language.js';
import { layoutTable, localNumber, toJson } from './terminal.js';

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
