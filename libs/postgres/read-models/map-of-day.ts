import type { FigureQuery, TerritoryRef } from '#application';
import { type AcademicMap, academicMap, type Territories } from '#catalogue';
import { endYearOf, firstDayOf, type SchoolYear } from '#kernel';

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

type Asked = Pick<FigureQuery['moment'], 'geography'> & { readonly schoolYear: SchoolYear };

/** The days whose maps may have a territory: of a campaign, the first and the last of its school year. */
const daysOf = ({ geography, schoolYear }: Asked): readonly (string | undefined)[] => {
  if (geography === 'CURRENT') return [undefined];
  if (geography !== 'THEN') return [firstDayOf(geography.at)];
  return [firstDayOf(schoolYear), `${String(endYearOf(schoolYear))}-08-31`];
};

/** School years that are asked for again and again. */
const daysInMemory = 200;

/** Whether the catalogue knows an académie, but not on the map that is asked for: merged by then, or not yet made. */
export const offMap = (
  territories: Territories,
): ((territory: TerritoryRef, asked: Asked) => boolean) => {
  const known = new Set(territories.academies.map(({ code }) => code));
  const remembered = new Map<string | undefined, ReadonlySet<string>>();
  const codesOn = (day: string | undefined): ReadonlySet<string> => {
    const found = remembered.get(day);
    if (found !== undefined) return found;
    const codes = new Set([...academicMap(territories, day).values()].map(({ code }) => code));
    if (remembered.size >= daysInMemory) remembered.clear();
    remembered.set(day, codes);
    return codes;
  };
  return ({ kind, code }, asked) =>
    kind === 'academy' && known.has(code) && !daysOf(asked).some((day) => codesOn(day).has(code));
};
