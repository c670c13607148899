import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { problemPage } from './problem-page.js';

describe('the reference of problems', () => {
  it('lists every code as the registry has it (`npm run problems` writes it)', () => {
    const page = new URL('../../../docs/reference/problems.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(problemPage());
  });
});
