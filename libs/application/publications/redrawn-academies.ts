import type { Territories } from '#catalogue';
import type { ManifestAcademy, PublicationManifest } from '#contracts';
import type { Problem } from '#kernel';

import { mapDiffers } from '../problems/verification.problems.js';

const byCode = (left: ManifestAcademy, right: ManifestAcademy): number =>
  left.code < right.code ? -1 : 1;

/** The dated map of a catalogue as a manifest keeps it: académies by code, each with its départements by code. */
export const academiesOf = ({ academies }: Territories): readonly ManifestAcademy[] =>
  academies
    .map(({ code, academicRegion, from, until, departments }) => ({
      ...{ code, academicRegion, from, until },
      departments: [...departments].sort(),
    }))
    .sort(byCode);

/** « 014, 050 · 28 · 2020-01-01/ »: départements, région académique, days; a dash for an académie that is not there. */
const drawn = (academy: ManifestAcademy | undefined): string =>
  academy === undefined
    ? '–'
    : `${academy.departments.join(', ')} · ${academy.academicRegion} · ${academy.from ?? ''}/${academy.until ?? ''}`;

/** The académies that a catalogue draws otherwise than the publication; none when it has kept no map. */
export const redrawnAcademies = (
  territories: Territories,
  { catalogue }: Pick<PublicationManifest, 'catalogue'>,
): readonly Problem[] => {
  if (catalogue.academies === undefined) return [];
  const published = new Map(catalogue.academies.map((one) => [one.code, one]));
  const now = new Map(academiesOf(territories).map((one) => [one.code, one]));
  return [...new Set([...published.keys(), ...now.keys()])].sort().flatMap((code) => {
    const [before, after] = [drawn(published.get(code)), drawn(now.get(code))];
    return before === after ? [] : [mapDiffers(code, after, before)];
  });
};
