import { both, didYouMean, nearest } from '#domain/expression';

import type { Academy, Territories } from './catalogue.js';
import type { CatalogueMistake } from './mistake.js';
import { academyOf, type RawTerritories } from './shapes.js';
import type { Path, Source } from './source.js';

export const territoriesOf = (source: Source): Territories => {
  // the schema has just promised this shape
  const raw = source.value as RawTerritories;
  return { ...raw, academies: raw.academies.map(academyOf) };
};

/** The codes of one kind of territory. */
export const territoryCodes = (territories: Territories, kind: string): readonly string[] => {
  const lists: Readonly<Record<string, readonly { readonly code: string }[]>> = {
    country: [{ code: 'FR' }],
    'academic-region': territories.academicRegions,
    academy: territories.academies,
    department: territories.departments,
  };
  return (lists[kind] ?? []).map(({ code }) => code);
};

const unknownCode = (
  source: Source,
  path: Path,
  [found, known]: readonly [string, readonly string[]],
): CatalogueMistake =>
  source.mistakeAt(path, {
    code: 'TERRITORY_UNKNOWN',
    found,
    allowed: both(known.join(', ')),
    remedy: didYouMean(nearest(found, known), {
      fr: 'Ajoutez ce territoire plus haut.',
      en: 'Add this territory above.',
    }),
    message: {
      fr: `Le territoire « ${found} » n’existe pas.`,
      en: `The territory "${found}" does not exist.`,
    },
  });

const holdTogether = (a: Academy, b: Academy): boolean =>
  (a.from ?? '') <= (b.until ?? '9999') && (b.from ?? '') <= (a.until ?? '9999');

const sharedDepartments = (
  source: Source,
  { academies }: Territories,
): readonly CatalogueMistake[] =>
  academies.flatMap((academy, index) =>
    academy.departments.flatMap((code, at) => {
      const other = academies
        .slice(0, index)
        .find((one) => one.departments.includes(code) && holdTogether(one, academy));
      if (other === undefined) return [];
      return [
        source.mistakeAt(['academies', index, 'departments', at], {
          code: 'DEPARTMENT_IN_TWO_ACADEMIES',
          found: code,
          allowed: { fr: 'une seule académie à chaque date', en: 'one académie at each date' },
          remedy: {
            fr: `Datez les académies (from, until), ou retirez le département de ${other.name}.`,
            en: `Date the académies (from, until), or remove the department from ${other.name}.`,
          },
          message: {
            fr: `Le département ${code} est aussi dans l’académie de ${other.name}.`,
            en: `The department ${code} is in the académie of ${other.name} too.`,
          },
        }),
      ];
    }),
  );

const repeatedCodes = (
  source: Source,
  list: keyof Territories,
  codes: readonly string[],
): readonly CatalogueMistake[] =>
  codes.flatMap((code, index) =>
    codes.indexOf(code) === index
      ? []
      : [
          source.mistakeAt([list, index, 'code'], {
            code: 'TERRITORY_REPEATED',
            found: code,
            allowed: { fr: 'un code qui ne sert qu’une fois', en: 'a code that is used once' },
            remedy: { fr: 'Retirez l’une des deux lignes.', en: 'Remove one of the two lines.' },
            message: {
              fr: `Le code « ${code} » sert deux fois.`,
              en: `The code "${code}" is used twice.`,
            },
          }),
        ],
  );

const academyMistakes = (source: Source, territories: Territories): readonly CatalogueMistake[] => {
  const regions = territoryCodes(territories, 'academic-region');
  const departments = territoryCodes(territories, 'department');
  const academies = territoryCodes(territories, 'academy');
  return territories.academies.flatMap((academy, index) => {
    const at = (...path: Path): Path => ['academies', index, ...path];
    return [
      ...(regions.includes(academy.academicRegion)
        ? []
        : [unknownCode(source, at('academicRegion'), [academy.academicRegion, regions])]),
      ...academy.departments.flatMap((code, d) =>
        departments.includes(code)
          ? []
          : [unknownCode(source, at('departments', d), [code, departments])],
      ),
      ...academy.predecessors.flatMap((code, p) =>
        academies.includes(code)
          ? []
          : [unknownCode(source, at('predecessors', p), [code, academies])],
      ),
    ];
  });
};

/** What territories get wrong: codes that repeat or lead nowhere, a department in two académies at once. */
export const territoryMistakes = (
  source: Source,
  territories: Territories,
): readonly CatalogueMistake[] => [
  ...repeatedCodes(source, 'academicRegions', territoryCodes(territories, 'academic-region')),
  ...repeatedCodes(source, 'departments', territoryCodes(territories, 'department')),
  ...repeatedCodes(source, 'academies', territoryCodes(territories, 'academy')),
  ...academyMistakes(source, territories),
  ...sharedDepartments(source, territories),
];
