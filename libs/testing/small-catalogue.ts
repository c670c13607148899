import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { type CatalogueFile, loadCatalogue, shippedCatalogue } from '#catalogue';

const shipped = (path: string): CatalogueFile => ({
  path,
  text: readFileSync(join(shippedCatalogue(), path), 'utf8'),
});
const schemas = readdirSync(join(shippedCatalogue(), 'schemas')).map((name) =>
  shipped(`schemas/${name}`),
);
export const territories = shipped('territories/territories.yaml');
export const questionnaire = shipped('questionnaires/etic-1d.2014.yaml');
export const indicator = shipped('indicators/charte_part_ecoles.yaml');

/** A small catalogue that is sound. */
export const sound: readonly CatalogueFile[] = [...schemas, territories, questionnaire, indicator];

export type Change = readonly [file: CatalogueFile, from: string | RegExp, to: string];

export const changed = ([file, from, to]: Change): readonly CatalogueFile[] => {
  const text = file.text.replace(from, to);
  if (text === file.text) throw new Error(`${file.path} does not hold ${String(from)}`);
  return sound.map((one) => (one === file ? { ...file, text } : one));
};

export const mistakes = (files: readonly CatalogueFile[]): readonly unknown[] => {
  const loaded = loadCatalogue(files);
  return loaded.ok
    ? []
    : loaded.error.map(({ code, file, line, column, found, remedy }) => [
        code,
        `${file}:${String(line)}:${String(column)}`,
        found,
        remedy.en,
      ]);
};

export const lineOf = (file: CatalogueFile, text: string): number =>
  file.text.slice(0, file.text.indexOf(text)).split('\n').length;
