import DataLoader from 'dataloader';

import type { SchoolHistories } from '#application';
import type { SchoolVersion } from '#domain/territory';

export type HistoryLoader = DataLoader<string, readonly SchoolVersion[]>;

/** The histories of many schools in one question to the reader. */
export const historyLoader = (histories: SchoolHistories): HistoryLoader =>
  new DataLoader(async (uais) => {
    const versions = await histories.versions(uais);
    return uais.map((uai) => versions.get(uai) ?? []);
  });
