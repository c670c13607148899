import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { functionNames } from '#domain/expression';

import { shippedCatalogue } from './index.js';

const root = join(shippedCatalogue(), '../..');
const page = readFileSync(join(root, 'docs/reference/expressions.md'), 'utf8');

const sourcesOf = (folder: string): readonly string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));

const codesIn = (source: string): readonly string[] =>
  [...source.matchAll(/\bcode: (?:[^',\n]*)'([A-Z_]{5,})'(?: : '([A-Z_]{5,})')?/g)].flatMap(
    ([, first, second]) => [first, second].filter((code) => code !== undefined),
  );

describe('the reference of expressions', () => {
  it('has every function', () => {
    expect(functionNames.filter((name) => !page.includes(`${name}(`))).toEqual([]);
  });

  it('has every mistake that an expression, an indicator or a file of the catalogue can hold', () => {
    const folders = ['libs/domain/expression', 'libs/domain/indicator', 'libs/catalogue'];
    const definitions = readFileSync(
      join(root, 'libs/domain/survey/definition-mistakes.ts'),
      'utf8',
    );
    const codes = new Set([...folders.flatMap(sourcesOf), definitions].flatMap(codesIn));
    expect([...codes].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
    expect(codes.size).toBeGreaterThan(40);
  });
});
