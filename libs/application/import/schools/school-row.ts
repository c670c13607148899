import {
  academyMismatch,
  columnKey,
  communeUnknown,
  dateMalformed,
  departmentUnknown,
  exclusionsByNature,
  indexMalformed,
  natures,
  type NotASchool,
  pupilsNotCounted,
  schoolNameMissing,
  schoolTypeUnknown,
  schoolYearMalformed,
  sectorUnknown,
  sectorWords,
  typeWords,
} from '#contracts';
import type { Academy, Territories } from '#catalogue';
import type { Classification, Location, SchoolDescription, Sector } from '#domain/territory';
import {
  err,
  firstDayOf,
  ok,
  parseSchoolYear,
  type Problem,
  type Result,
  type SchoolYear,
  schoolYearOfCampaign,
  type Uai,
} from '#kernel';

import { readUai } from '../uai.js';
import type { SchoolCells } from './school-cells.js';
import { type StatedZones, statedZones } from './zones.js';

export type RowContext = {
  readonly territories: Territories;
  /** Of files that do not date their rows. */
  readonly schoolYear: SchoolYear | undefined;
  readonly source: string;
};

export type SchoolRow =
  | {
      readonly kind: 'school';
      readonly description: SchoolDescription;
      readonly zones: StatedZones;
      readonly laneCount: number;
    }
  | {
      readonly kind: 'not-a-school';
      readonly uai: Uai;
      readonly reason: NotASchool;
      readonly name: string;
      readonly department: string;
    };

type Checked<Value> = Result<Value, Problem>;

const isoDate = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

const dateOrNull = (text: string, field: string): Checked<string | null> => {
  if (text === '') return ok(null);
  return isoDate.test(text) ? ok(text) : err(dateMalformed(field)(text));
};

const isKeyOf = <Words extends object>(words: Words, key: string): key is keyof Words & string =>
  Object.hasOwn(words, key);

const notASchool = (nature: string): NotASchool | undefined => {
  const reasons = Object.keys(exclusionsByNature) as readonly NotASchool[];
  return reasons.find((reason) => exclusionsByNature[reason].test(nature));
};

const readType = (cells: SchoolCells): Checked<Omit<Classification, 'sector'>> => {
  const nature = cells('nature');
  if (nature !== '')
    return isKeyOf(natures, nature) ? ok(natures[nature]) : err(schoolTypeUnknown(nature));
  const word = columnKey(cells('schoolType'));
  return isKeyOf(typeWords, word)
    ? ok(typeWords[word])
    : err(schoolTypeUnknown(cells('schoolType')));
};

const readSector = (text: string): Checked<Sector> => {
  const sector = sectorWords[columnKey(text)];
  return sector === undefined ? err(sectorUnknown(text)) : ok(sector);
};

/** `13`, `2A` and `620` are `013`, `02A` and `02A`. */
const canonicalDepartment = (text: string): string => {
  const code = text.toUpperCase();
  if (code === '620') return '02A';
  if (code === '720') return '02B';
  return code.length < 3 && code !== '' ? code.padStart(3, '0') : code;
};

const departmentOfCommune = (code: string): string =>
  code.startsWith('97') ? code.slice(0, 3) : canonicalDepartment(code.slice(0, 2));

const holdsOn = ({ from, until }: Academy, day: string): boolean =>
  (from === null || from <= day) && (until === null || day <= until);

const readAcademy = (
  stated: string,
  department: string,
  { territories, day }: { readonly territories: Territories; readonly day: string },
): Checked<string> => {
  const everOf = territories.academies.filter(({ departments }) =>
    departments.includes(department),
  );
  // Mayotte was a vice-rectorat until it became an académie: its schools were its own before that day too
  const now = everOf.find((academy) => holdsOn(academy, day)) ?? everOf[0];
  if (now === undefined) return err(departmentUnknown(department));

  const isStated = everOf.some(
    ({ code, name }) => code === stated || columnKey(name) === columnKey(stated),
  );
  return stated === '' || isStated
    ? ok(now.code)
    : err(
        academyMismatch(
          stated,
          department,
          everOf.map(({ code, name }) => `${code} ${name}`),
        ),
      );
};

/**
 * Of a line that names neither department nor commune code: the only department of its académie, or the one of
 * them by which its UAI starts. An UAI alone tells no department.
 */
const departmentWithin = (
  { departments }: Pick<Academy, 'departments'>,
  uai: string,
): string | undefined =>
  departments.length === 1
    ? departments[0]
    : departments.find((code) => code === canonicalDepartment(uai.slice(0, 3)));

const inferredDepartment = (cells: SchoolCells, { academies }: Territories): string => {
  const stated = cells('academy');
  const academy = academies.find(
    ({ code, name }) => code === stated || columnKey(name) === columnKey(stated),
  );
  return academy === undefined ? '' : (departmentWithin(academy, cells('uai')) ?? '');
};

const communeCode = /^(\d{5}|2[AB]\d{3})$/;

const readLocation = (
  cells: SchoolCells,
  context: { readonly territories: Territories; readonly day: string },
): Checked<Location> => {
  const commune = cells('communeCode').toUpperCase();
  if (commune !== '' && !communeCode.test(commune)) return err(communeUnknown(commune));

  const stated = canonicalDepartment(cells('department'));
  const told = stated === '' ? departmentOfCommune(commune) : stated;
  const department = told === '' ? inferredDepartment(cells, context.territories) : told;
  if (department === '') return err(departmentUnknown(''));
  const academy = readAcademy(cells('academy'), department, context);
  return academy.ok
    ? ok({ communeCode: commune, commune: cells('commune'), department, academy: academy.value })
    : academy;
};

const schoolYearOn = (day: string): SchoolYear =>
  schoolYearOfCampaign(Number(day.slice(0, 4)) + (day.slice(5) >= '09-01' ? 1 : 0));

/** The day that a row describes: its school year's first, or its own date, or the file's year. */
const readDay = (cells: SchoolCells, { schoolYear }: RowContext): Checked<string> => {
  const stated = cells('schoolYear');
  const described = cells('describedOn');
  if (stated === '' && described !== '') {
    return isoDate.test(described) ? ok(described) : err(dateMalformed('describedOn')(described));
  }
  const year = stated === '' && schoolYear !== undefined ? ok(schoolYear) : parseSchoolYear(stated);
  return year.ok ? ok(firstDayOf(year.value)) : err(schoolYearMalformed(stated));
};

const mostPupils = 20_000;

const readPupils = (text: string): Checked<number | null> => {
  if (text === '') return ok(null);
  const isCount = /^\d{1,5}$/.test(text) && Number(text) <= mostPupils;
  return isCount ? ok(Number(text)) : err(pupilsNotCounted(text));
};

const readIndex = (text: string): Checked<string | null> => {
  if (text === '') return ok(null);
  const plain = text.replace(',', '.');
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? ok(plain) : err(indexMalformed(text));
};

const readName = (text: string): Checked<string> =>
  text === '' ? err(schoolNameMissing(text)) : ok(text);

const laneCount = (cells: SchoolCells): number =>
  [cells('generalLane'), cells('technologicalLane'), cells('vocationalLane')].filter(
    (lane) => lane === '1',
  ).length;

type Parts = { readonly [Part in string]: Checked<unknown> };
type Values<Of extends Parts> = {
  readonly [Part in keyof Of]: Of[Part] extends Checked<infer Value> ? Value : never;
};

/** All the values, or all that is wrong with them. */
const allOf = <Of extends Parts>(parts: Of): Result<Values<Of>, readonly Problem[]> => {
  const problems = Object.values(parts).flatMap((part) => (part.ok ? [] : [part.error]));
  if (problems.length > 0) return err(problems);
  const values = Object.entries(parts).map(([name, part]) => [name, part.ok ? part.value : null]);
  return ok(Object.fromEntries(values) as Values<Of>);
};

const readDescription = (
  cells: SchoolCells,
  uai: Uai,
  context: RowContext,
): Result<SchoolDescription, readonly Problem[]> => {
  const day = readDay(cells, context);
  if (!day.ok) return err([day.error]);
  const { territories } = context;
  const parts = allOf({
    effectiveFrom: day,
    name: readName(cells('name')),
    type: readType(cells),
    sector: readSector(cells('sector')),
    location: readLocation(cells, { territories, day: day.value }),
    openedOn: dateOrNull(cells('openedOn'), 'openedOn'),
    socialPositionIndex: readIndex(cells('socialPositionIndex')),
    pupils: readPupils(cells('pupils')),
  });
  if (!parts.ok) return parts;

  const { type, location, pupils, ...facts } = parts.value;
  const enrolment = pupils === null ? null : { schoolYear: schoolYearOn(day.value), pupils };
  return ok({
    uai,
    ...facts,
    ...type,
    ...location,
    closedOn: null,
    enrolment,
    source: context.source,
  });
};

/** Reads one row of a file of schools: a dated description, or why its line is not one. */
export const readSchoolRow = (
  cells: SchoolCells,
  context: RowContext,
): Result<SchoolRow, readonly Problem[]> => {
  const uai = readUai(cells('uai'));
  if (!uai.ok) return err([uai.error]);

  const reason = notASchool(cells('nature'));
  if (reason !== undefined) {
    const department = canonicalDepartment(cells('department'));
    return ok({ kind: 'not-a-school', uai: uai.value, reason, name: cells('name'), department });
  }

  const description = readDescription(cells, uai.value, context);
  return description.ok
    ? ok({
        kind: 'school',
        description: description.value,
        zones: statedZones(cells),
        laneCount: laneCount(cells),
      })
    : description;
};
