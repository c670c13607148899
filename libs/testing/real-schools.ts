import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { parse } from 'csv-parse/sync';

import type { School } from '#application';
import { shippedCatalogue } from '#catalogue';
import type { Uai } from '#kernel';

const csv = (): readonly Readonly<Record<string, string>>[] => {
  const path = join(shippedCatalogue(), 'directory/schools-2022.csv.gz');
  return parse(gunzipSync(readFileSync(path)), { columns: true });
};

/** The schools of the directory that ships, of some académies. */
export const realSchools = (academies: readonly string[]): readonly School[] =>
  csv()
    .filter((row) => academies.includes(row['code_academie'] ?? ''))
    .map((row) => ({
      uai: row['uai'] as Uai,
      name: row['nom'] ?? '',
      schoolType: row['type'] ?? '',
      degree: row['degre'] ?? '',
      sector: row['secteur'] ?? '',
      communeCode: row['code_commune'] ?? '',
      commune: row['commune'] ?? '',
      department: row['code_departement'] ?? '',
      academy: row['code_academie'] ?? '',
      pupils: row['effectifs'] === '' ? null : Number(row['effectifs']),
      openedOn: null,
      closedOn: null,
    }));
