import { readdir } from 'node:fs/promises';

import { type Catalogue, describeMistake, readCatalogue, shippedCatalogue } from '#catalogue';
import { type Bilingual, err, ok, type Result } from '#kernel';

const isFolder = (path: string): Promise<boolean> =>
  readdir(path).then(
    () => true,
    () => false,
  );

const noFolder = (folder: string): Bilingual => ({
  fr: `CATALOGUE_DIRS : « ${folder} » n’est pas un dossier lisible. Créez-le, donnez le droit de le lire, ou ôtez-le de CATALOGUE_DIRS.`,
  en: `CATALOGUE_DIRS: "${folder}" is not a folder that can be read. Create it, make it readable, or take it out of CATALOGUE_DIRS.`,
});

/** The catalogue that ships and the folders beside it, or what is wrong with them. */
export const openCatalogue = async (
  folders: readonly string[],
): Promise<Result<Catalogue, readonly Bilingual[]>> => {
  for (const folder of folders) if (!(await isFolder(folder))) return err([noFolder(folder)]);
  const catalogue = await readCatalogue(shippedCatalogue(), folders);
  if (catalogue.ok) return ok(catalogue.value);
  return err(
    catalogue.error.map((mistake) => ({
      fr: describeMistake(mistake, 'fr'),
      en: describeMistake(mistake, 'en'),
    })),
  );
};
