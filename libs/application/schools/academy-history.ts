import type { Territories } from '#catalogue';
import type { SchoolVersion } from '#domain/territory';

type Span = Pick<SchoolVersion, 'validFrom' | 'validTo'> & { readonly academy: string };

/** The académies that a department has belonged to, each with its first day; null: since ever. */
const academiesOf = ({ academies }: Territories, department: string) =>
  academies
    .filter(({ departments }) => departments.includes(department))
    .map(({ code, from }, index) => ({ code, from: index === 0 ? null : from }));

const within = (
  { validFrom, validTo }: SchoolVersion,
  { from, to }: { readonly from: string | null; readonly to: string | null },
): Pick<Span, 'validFrom' | 'validTo'> | undefined => {
  const start = (validFrom ?? '') >= (from ?? '') ? validFrom : from;
  const end = validTo === null || (to !== null && to < validTo) ? to : validTo;
  return end === null || (start ?? '') < end ? { validFrom: start, validTo: end } : undefined;
};

/**
 * The versions of a school with the académie that the dated map gives their department: one version is two
 * where the map changes. A department that the map does not know keeps the académie that the source names.
 */
export const withAcademies = (
  versions: readonly SchoolVersion[],
  territories: Territories,
): readonly SchoolVersion[] =>
  versions.flatMap((version) => {
    const academies = academiesOf(territories, version.department);
    if (academies.length === 0) return [version];
    return academies.flatMap(({ code, from }, index) => {
      const span = within(version, { from, to: academies[index + 1]?.from ?? null });
      return span === undefined ? [] : [{ ...version, ...span, academy: code }];
    });
  });
