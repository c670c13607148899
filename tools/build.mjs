// Compiles apps/ and libs/ to dist/ with swc: only what changed since the last build.
import { transformFile } from '@swc/core';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const roots = ['apps', 'libs'];
const isSource = (path) => path.endsWith('.ts') && !/\.(([a-z0-9]+-)?spec|d)\.ts$/.test(path);
const outputOf = (path) => join('dist', path.replace(/\.ts$/, '.js'));
const modifiedAt = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;

const filesUnder = async (root) =>
  (await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const compile = async (path) => {
  const output = outputOf(path);
  if ((await modifiedAt(output)) > (await modifiedAt(path))) return 0;
  const { code } = await transformFile(path, { configFile: '.swcrc' });
  await mkdir(dirname(output), { recursive: true });
  await writeFile(output, code);
  return 1;
};

const sources = (await Promise.all(roots.map(filesUnder))).flat().filter(isSource);
const wanted = new Set(sources.map(outputOf));
const stale = (await filesUnder('dist')).filter((path) => !wanted.has(path));
await Promise.all(stale.map((path) => rm(path)));
const compiled = (await Promise.all(sources.map(compile))).reduce((sum, n) => sum + n, 0);
if (compiled > 0 || stale.length > 0) {
  process.stderr.write(`build: ${compiled} of ${sources.length} files compiled\n`);
}
