import type { SchoolsFormat } from '#contracts';
import type { Territories } from '#catalogue';
import type { SchoolDescription } from '#domain/territory';

/** What a source that names every open school says of one day. */
export type CompleteListing = {
  /** YYYY-MM-DD. */
  readonly on: string;
  readonly source: string;
  readonly uais: ReadonlySet<string>;
  /** The académie of each département of which it lists all schools. */
  readonly academyOf: ReadonlyMap<string, string>;
  /** How many schools it lists, by académie. */
  readonly listed: ReadonlyMap<string, number>;
  /** Of others it says nothing: a file of lycées misses no école. */
  readonly schoolTypes: ReadonlySet<string>;
  readonly sectors: ReadonlySet<string>;
};

const grouped = <Value>(
  values: readonly Value[],
  keyOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> => {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
};

const listingOf = (
  on: string,
  descriptions: readonly SchoolDescription[],
  { academies }: Territories,
): CompleteListing => {
  const byAcademy = grouped(descriptions, ({ academy }) => academy);
  const covered = academies.filter(({ code }) => byAcademy.has(code));
  return {
    on,
    source: descriptions[0]?.source ?? '',
    uais: new Set(descriptions.map(({ uai }) => uai)),
    academyOf: new Map(
      covered.flatMap(({ code, departments }) =>
        departments.map((department) => [department, code] as const),
      ),
    ),
    listed: new Map([...byAcademy].map(([academy, schools]) => [academy, schools.length])),
    schoolTypes: new Set(descriptions.map(({ schoolType }) => schoolType)),
    sectors: new Set(descriptions.map(({ sector }) => sector)),
  };
};

const latestDay = (descriptions: readonly SchoolDescription[]): string =>
  descriptions.reduce(
    (latest, { effectiveFrom }) => (effectiveFrom > latest ? effectiveFrom : latest),
    '',
  );

/**
 * What the descriptions of a file list when it names every open school of its académies, types and sectors: one
 * listing for each day where days are those of school years; else one, of the latest day that a line bears.
 */
export const completeListings = (
  {
    format,
    descriptions,
  }: {
    readonly format: Pick<SchoolsFormat, 'lineDates'>;
    readonly descriptions: readonly SchoolDescription[];
  },
  territories: Territories,
): readonly CompleteListing[] => {
  if (descriptions.length === 0) return [];
  if (format.lineDates === 'last-update')
    return [listingOf(latestDay(descriptions), descriptions, territories)];
  const days = grouped(descriptions, ({ effectiveFrom }) => effectiveFrom);
  return [...days.keys()].sort().map((on) => listingOf(on, days.get(on) ?? [], territories));
};
