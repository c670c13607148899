import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Version 2 of an indicator that ships: tablets count as computers from 2017-2018 on. */
export const tabletsCount = `id: eleves_par_ordinateur_1d
version: 2
effectiveFrom: 2017-2018
reason:
  fr: Les tablettes comptent comme des ordinateurs.
  en: Tablets count as computers.
comparability: break
label:
  fr: Élèves par ordinateur (1er degré)
  en: Pupils per computer (first degree)
description:
  fr: Somme des élèves divisée par la somme des ordinateurs et des tablettes.
  en: Sum of pupils divided by the sum of computers and tablets.
survey: etic-1d
source: answers
aggregation: ratio
numerator: nb_eleves
denominator: nb_ordinateurs_fixes + nb_ordinateurs_portables + nb_tablettes
scope: school.sector = 'PU'
unit: { fr: élèves par ordinateur, en: pupils per computer }
direction: lower-is-better
decimals: 2
provenance: made for tests
`;

/** A folder of its own that holds definitions, as a user keeps them beside those that ship. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'definitions-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
