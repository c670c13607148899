// Finds `./x.ts` where a source file imports `./x.js` or opens it as a thread, and strips it of its types as the tests do.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { transformFileSync } from '@swc/core';

const swc = JSON.parse(readFileSync(new URL('../../.swcrc', import.meta.url), 'utf8'));

const isOfSources = (specifier, parentURL) =>
  specifier.endsWith('.js') &&
  (specifier.startsWith('file:') ||
    (specifier.startsWith('.') && parentURL?.endsWith('.ts') === true));

export const resolve = (specifier, context, next) => {
  if (isOfSources(specifier, context.parentURL)) {
    const source = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(source)) return { url: source.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
};

export const load = (url, context, next) => {
  if (!url.endsWith('.ts')) return next(url, context);
  const { code } = transformFileSync(fileURLToPath(url), { ...swc, swcrc: false });
  return { format: 'module', source: code, shortCircuit: true };
};
