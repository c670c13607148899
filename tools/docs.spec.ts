import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const markdownUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

const pages = ['README.md', ...markdownUnder('docs')];

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

describe('the guarantees', () => {
  // A row: | promise | `path/to/file.spec.ts` | title of the test |
  const rows = read('docs/guarantees.md')
    .split('\n')
    .map((line) => /^\|(.+)\|\s*`([^`]+\.ts)`\s*\|(.+)\|$/.exec(line))
    .filter((match) => match !== null)
    .map(([, promise = '', file = '', title = '']) => ({
      promise: promise.trim(),
      file,
      title: title.trim(),
    }));

  it('are many enough to be worth the name', () => {
    expect(rows.length).toBeGreaterThan(20);
  });

  it.each(rows)('names the test that would break: $promise', ({ file, title }) => {
    expect(read(file)).toContain(title);
  });
});

describe('the documentation', () => {
  it('keeps the README short enough to be read', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(120);
  });

  it.each(pages)('links only to what exists: %s', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
      (match) => match[1] ?? '',
    );
    const missing = links.filter((link) => !exists(join(root, page, '..', link)));
    expect(missing).toEqual([]);
  });
});
