import type { Indicator } from '#domain/indicator';
import { BrokenAssumption, ok, type Result } from '#kernel';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Catalogue } from './catalogue.js';
import { loadCatalogue } from './load-catalogue.js';
import { type CatalogueFile, type CatalogueMistake, fileKinds } from './mistake.js';

const isDefinition = (name: string): boolean =>
  /\.(ya?ml|json)$/.test(name) && !name.startsWith('.');

const filesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(isDefinition).map((name) => join(folder, name));

const shippedFiles = async (directory: string): Promise<readonly CatalogueFile[]> => {
  const folders = fileKinds
    .map((kind) => join(directory, kind))
    .filter((folder) => existsSync(folder));
  const paths = (await Promise.all(folders.map(filesIn))).flat();
  return Promise.all(
    paths.map(async (path) => ({
      path: relative(directory, path).replaceAll('\\', '/'),
      text: await readFile(path, 'utf8'),
    })),
  );
};

const addedFiles = async (folder: string): Promise<readonly CatalogueFile[]> =>
  Promise.all(
    (await filesIn(folder)).map(async (path) => ({
      path,
      text: await readFile(path, 'utf8'),
      kind: 'indicators' as const,
    })),
  );

const filesOf = async (
  directory: string,
  indicatorFolders: readonly string[],
): Promise<readonly CatalogueFile[]> => {
  const added = await Promise.all(indicatorFolders.map(addedFiles));
  return [...(await shippedFiles(directory)), ...added.flat()];
};

/**
 * Reads a catalogue from its folder, and indicators from more folders: a user's own, one file each.
 * Throws when a folder cannot be read; what is wrong inside a file is a value.
 */
export const readCatalogue = async (
  directory: string,
  indicatorFolders: readonly string[] = [],
): Promise<Result<Catalogue, readonly CatalogueMistake[]>> =>
  loadCatalogue(await filesOf(directory, indicatorFolders));

/** A definition that is not adopted yet, in the catalogue that it would make. */
export type Candidate = {
  readonly catalogue: Catalogue;
  readonly candidate: Indicator;
  /** The latest version without it; null for a new indicator. */
  readonly current: Indicator | null;
};

/**
 * Reads a definition as if its file were part of the catalogue; a file that is part of it already is compared
 * with the catalogue without it. Throws when the file or a folder cannot be read.
 */
export const readCandidate = async (
  directory: string,
  indicatorFolders: readonly string[],
  path: string,
): Promise<Result<Candidate, readonly CatalogueMistake[]>> => {
  const own = resolve(path);
  const files = await filesOf(directory, indicatorFolders);
  const others = files.filter((file) => resolve(directory, file.path) !== own);
  const text = await readFile(path, 'utf8');
  const without = loadCatalogue(others);
  if (!without.ok) return without;
  const within = loadCatalogue([...others, { path, text, kind: 'indicators' }]);
  if (!within.ok) return within;
  const { definitions } = within.value;
  const candidate = [...definitions].find(([key]) => !without.value.definitions.has(key))?.[1];
  if (candidate === undefined) throw new BrokenAssumption(`${path} defines nothing`);
  const current = without.value.indicators.get(candidate.id) ?? null;
  return ok({ catalogue: within.value, candidate, current });
};

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of the catalogue that ships, from sources and from the build alike. */
export const shippedCatalogue = (): string => {
  const roots = [here, join(here, '../../../libs/catalogue')];
  return roots.find((root) => existsSync(join(root, 'questionnaires'))) ?? here;
};
