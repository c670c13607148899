import type { Result } from '#kernel';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
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

/**
 * Reads a catalogue from its folder, and indicators from more folders: a user's own, one file each.
 * Throws when a folder cannot be read; what is wrong inside a file is a value.
 */
export const readCatalogue = async (
  directory: string,
  indicatorFolders: readonly string[] = [],
): Promise<Result<Catalogue, readonly CatalogueMistake[]>> => {
  const added = await Promise.all(indicatorFolders.map(addedFiles));
  return loadCatalogue([...(await shippedFiles(directory)), ...added.flat()]);
};

const here = dirname(fileURLToPath(import.meta.url));

/** The folder of the catalogue that ships, from sources and from the build alike. */
export const shippedCatalogue = (): string => {
  const roots = [here, join(here, '../../../libs/catalogue')];
  return roots.find((root) => existsSync(join(root, 'questionnaires'))) ?? here;
};
