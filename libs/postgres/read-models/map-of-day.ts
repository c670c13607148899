import type { TerritoryRef } from '#application';
import type { AcademicMap } from '#catalogue';

/** The day of the last map that is known. */
export const lastDay = 'infinity';

export const isZone = ({ kind }: TerritoryRef): boolean =>
  kind === 'circonscription' || kind === 'bassin';

/** The departments of a territory on a map; undefined where departments do not make it. */
export const departmentsOf = (
  { kind, code }: TerritoryRef,
  map: AcademicMap,
): ReadonlySet<string> | undefined => {
  if (kind === 'department') return new Set([code]);
  if (kind !== 'academy' && kind !== 'academic-region') return undefined;
  const codeOf = { academy: 'code', 'academic-region': 'academicRegion' } as const;
  return new Set(
    [...map]
      .filter(([, academy]) => academy[codeOf[kind]] === code)
      .map(([department]) => department),
  );
};
