import type { TerritoryKind, TerritoryRef } from '#application';
import type { Catalogue } from '#catalogue';

/** Department, académie, and the région académique where it was frozen: else that of the académie. */
type Place = readonly [department: string, academy: string, academicRegion: string | null];

/** As the database writes them. Null: nowhere in particular. */
export const placesIn = (json: string | null): readonly Place[] =>
  json === null ? [] : (JSON.parse(json) as readonly Place[]);

/** Every territory whose figures a change at these places touches, from the school to the country. */
export const touched = (
  uai: string | null,
  places: readonly Place[],
  { territories }: Catalogue,
): readonly TerritoryRef[] => {
  const regionOf = ([, academy, region]: Place): string | null =>
    region ?? territories.academies.find(({ code }) => code === academy)?.academicRegion ?? null;
  const refs = (kind: TerritoryKind, codes: readonly (string | null)[]): readonly TerritoryRef[] =>
    [...new Set(codes)]
      .filter((code) => code !== null)
      .sort()
      .map((code) => ({ kind, code }));
  return [
    ...refs('school', [uai]),
    ...refs(
      'department',
      places.map(([department]) => department),
    ),
    ...refs(
      'academy',
      places.map(([, academy]) => academy),
    ),
    ...refs('academic-region', places.map(regionOf)),
    { kind: 'country', code: 'FR' },
  ];
};
