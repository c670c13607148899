import { describe, expect, it } from '@jest/globals';

import { languageOf } from './language.js';

describe('language of an answer', () => {
  it.each([
    [undefined, 'fr'],
    ['', 'fr'],
    ['fr-FR,fr;q=0.9,en;q=0.8', 'fr'],
    ['en-GB,en;q=0.9,fr;q=0.8', 'en'],
    ['de, en;q=0.5', 'en'],
    ['en;q=0.5, fr;q=0.5', 'fr'],
    ['*', 'fr'],
    [';;;,q=q', 'fr'],
  ] as const)('for %p is %p', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
