import type { Brand } from './brand.js';
import { err, ok, type Result } from './result.js';

/** A school year, `2013-2014`: from 1 September to 31 August. */
export type SchoolYear = Brand<string, 'SchoolYear'>;

export type SchoolYearRefusal = { readonly kind: 'SchoolYearMalformed'; readonly found: string };

const shape = /^(?!0000)(\d{4})-(\d{4})$/;

export const parseSchoolYear = (text: string): Result<SchoolYear, SchoolYearRefusal> => {
  const [, first, second] = shape.exec(text.trim()) ?? [];
  const follows = first !== undefined && Number(second) === Number(first) + 1;
  return follows
    ? ok(text.trim() as SchoolYear)
    : err({ kind: 'SchoolYearMalformed', found: text });
};

/** The school year in which campaign `year` takes place: ETIC 2014 belongs to 2013-2014. */
export const schoolYearOfCampaign = (year: number): SchoolYear =>
  `${String(year - 1)}-${String(year)}` as SchoolYear;

export const previousSchoolYear = (year: SchoolYear): SchoolYear =>
  schoolYearOfCampaign(endYearOf(year) - 1);

/** The calendar year in which a school year ends: the name of its campaigns. */
export const endYearOf = (year: SchoolYear): number => Number(year.slice(5));

/** The first day of a school year, `YYYY-MM-DD`: from when a membership of that year holds. */
export const firstDayOf = (year: SchoolYear): string => `${year.slice(0, 4)}-09-01`;
