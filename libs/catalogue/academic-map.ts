import { endYearOf, firstDayOf, type SchoolYear } from '#kernel';

import type { Academy, Territories } from './catalogue.js';

/** Which académie each department is in, on one day. */
export type AcademicMap = ReadonlyMap<string, Academy>;

const endless = '9999-12-31';

const holdsWithin = ({ from, until }: Academy, first: string, last: string): boolean =>
  (from ?? '') <= last && first <= (until ?? endless);

/** Of académies that do not hold on a day: the one that begins next, or else the one that ended last. */
const nearestTo = (day: string, academies: readonly Academy[]): Academy | undefined => {
  const later = academies.filter(({ from }) => (from ?? '') > day);
  const [next] = [...later].sort((a, b) => ((a.from ?? '') < (b.from ?? '') ? -1 : 1));
  const [last] = [...academies].sort((a, b) => ((a.until ?? '') > (b.until ?? '') ? -1 : 1));
  return next ?? last;
};

/**
 * The académie of every department on a day, or on the last day that is known. A department that none has on
 * that day keeps the nearest: no school is ever without a place.
 */
export const academicMap = (
  { departments, academies }: Territories,
  day: string = endless,
): AcademicMap =>
  new Map(
    departments.flatMap(({ code }) => {
      const having = academies.filter((academy) => academy.departments.includes(code));
      const academy = having.find((one) => holdsWithin(one, day, day)) ?? nearestTo(day, having);
      return academy === undefined ? [] : [[code, academy] as const];
    }),
  );

/**
 * The académie in which a school counts in a school year: the one that its source names, if it had the
 * department at some time of that year; else the one that had it on the first day. A directory of later years
 * names académies that did not exist yet.
 */
export const academyThen = (
  { academies }: Territories,
  { department, academy }: { readonly department: string; readonly academy: string },
  schoolYear: SchoolYear,
): string => {
  const having = academies.filter(({ departments }) => departments.includes(department));
  const first = firstDayOf(schoolYear);
  const last = `${String(endYearOf(schoolYear))}-08-31`;
  const isRight = having.some((one) => one.code === academy && holdsWithin(one, first, last));
  if (isRight) return academy;
  const then = having.find((one) => holdsWithin(one, first, first)) ?? nearestTo(first, having);
  return then?.code ?? academy;
};
