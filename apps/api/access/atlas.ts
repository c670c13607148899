import type { School, SchoolDirectory, TerritoryKind, TerritoryRef, ZoneFound } from '#application';
import type { Academy, Territories } from '#catalogue';

/** A territory as the catalogue names it, and how it hangs together with the others. */
export type Territory = TerritoryRef & {
  readonly name: string;
  readonly parent: TerritoryRef | null;
  readonly children: readonly TerritoryRef[];
  /** YYYY-MM-DD; null is without end. */
  readonly validFrom: string | null;
  readonly validUntil: string | null;
  readonly predecessors: readonly TerritoryRef[];
  readonly legalBasis: string | null;
};

export const keyOf = ({ kind, code }: TerritoryRef): string => `${kind}:${code}`;

/** Every territory but schools, by key. Today's map: an académie that was merged has no children. */
export type Atlas = ReadonlyMap<string, Territory>;

const letters = (text: string): string =>
  text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

const withoutZeros = (code: string): string => letters(code).replace(/^0+/, '');

/** The codes that somebody may have meant who left out a leading zero or wrote the name: 13, 2a, « Corse-du-Sud ». */
export const nearestCodes = (atlas: Atlas, { kind, code }: TerritoryRef): readonly string[] =>
  [...atlas.values()]
    .filter((known) => known.kind === kind)
    .filter(
      (known) =>
        withoutZeros(known.code) === withoutZeros(code) || letters(known.name) === letters(code),
    )
    .map((known) => known.code);

type Known = { readonly atlas: Atlas; readonly directory: Pick<SchoolDirectory, 'nearest'> };

/** The codes that somebody may have meant by territories that do not exist: of schools first. */
export const nearestTo = async (
  { atlas, directory }: Known,
  unknown: readonly TerritoryRef[],
): Promise<readonly string[]> => {
  const schools = unknown.filter(({ kind }) => kind === 'school');
  const nearest = await Promise.all(schools.map(({ code }) => directory.nearest(code)));
  return [...nearest.flat(), ...unknown.flatMap((ref) => nearestCodes(atlas, ref))];
};

const france: TerritoryRef = { kind: 'country', code: 'FR' };
const timeless = { validFrom: null, validUntil: null, predecessors: [], legalBasis: null } as const;

const ref =
  (kind: TerritoryKind) =>
  (code: string): TerritoryRef => ({ kind, code });

const isCurrent = ({ until }: Academy): boolean => until === null;

const academyOf = (academy: Academy): Territory => ({
  kind: 'academy',
  code: academy.code,
  name: academy.name,
  parent: { kind: 'academic-region', code: academy.academicRegion },
  children: isCurrent(academy) ? academy.departments.map(ref('department')) : [],
  validFrom: academy.from,
  validUntil: academy.until,
  predecessors: academy.predecessors.map(ref('academy')),
  legalBasis: academy.legalBasis,
});

export const atlasOf = ({ departments, academies, academicRegions }: Territories): Atlas => {
  const current = academies.filter(isCurrent);
  const academyOfDepartment = new Map(
    current.flatMap((academy) => academy.departments.map((code) => [code, academy.code] as const)),
  );
  const territories: readonly Territory[] = [
    {
      ...france,
      name: 'France',
      parent: null,
      children: academicRegions.map(({ code }) => ref('academic-region')(code)),
      ...timeless,
    },
    ...academicRegions.map(({ code, name }) => ({
      ...ref('academic-region')(code),
      name,
      parent: france,
      children: current
        .filter(({ academicRegion }) => academicRegion === code)
        .map((academy) => ref('academy')(academy.code)),
      ...timeless,
    })),
    ...academies.map(academyOf),
    ...departments.map(({ code, name }) => {
      const academy = academyOfDepartment.get(code);
      return {
        ...ref('department')(code),
        name,
        parent: academy === undefined ? null : ref('academy')(academy),
        children: [],
        ...timeless,
      };
    }),
  ];
  return new Map(territories.map((territory) => [keyOf(territory), territory]));
};

export const territoryOfSchool = (school: School): Territory => ({
  kind: 'school',
  code: school.uai,
  name: school.name,
  parent: { kind: 'department', code: school.department },
  children: [],
  validFrom: school.openedOn,
  validUntil: school.closedOn,
  predecessors: [],
  legalBasis: null,
});

/** What every one of some territories is in, the nearest first. */
const sharedBy = (atlas: Atlas, refs: readonly TerritoryRef[]): TerritoryRef | null => {
  const [first = [], ...others] = refs.map((ref) => chainOf(atlas, ref));
  const isShared = (ref: TerritoryRef): boolean =>
    others.every((chain) => chain.some((one) => keyOf(one) === keyOf(ref)));
  return first.find(isShared) ?? null;
};

/** A circonscription or bassin belongs to the department of its schools, or else to their académie. */
export const territoryOfZone = (
  atlas: Atlas,
  { kind, code }: TerritoryRef,
  { name, departments }: ZoneFound,
): Territory => ({
  kind,
  code,
  name: name === '' ? code : name,
  parent: sharedBy(atlas, departments.map(ref('department'))),
  children: [],
  ...timeless,
});

/** The territory itself, then what it belongs to, up to the country. */
export const chainOf = (atlas: Atlas, start: TerritoryRef): readonly TerritoryRef[] => {
  const chain: TerritoryRef[] = [];
  for (let at: TerritoryRef | null | undefined = start; at; at = atlas.get(keyOf(at))?.parent) {
    chain.push({ kind: at.kind, code: at.code });
  }
  return chain;
};
