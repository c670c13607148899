import type { Figure, SeriesBreak, TerritoryRef } from '#application';
import type { Series } from '#catalogue';
import { indicatorKey } from '#domain/indicator';
import type { SchoolYear } from '#kernel';

import type { Definitions } from './definitions.js';
import type { Group, Groups } from './figure-groups.js';

/** A figure's place in its series. */
export type Point = {
  readonly series: Series;
  readonly territory: TerritoryRef;
  readonly schoolYear: SchoolYear;
};

/** The asked years, and those before them that tell whether a series breaks: the same statement reads all. */
export const yearsRead = (
  series: readonly Series[],
  asked: readonly SchoolYear[],
): readonly SchoolYear[] => [
  ...new Set([
    ...asked,
    ...series.flatMap(({ yearsBefore }) => asked.flatMap((year) => yearsBefore(year))),
  ]),
];

type Ground = { readonly groups: Groups; readonly definitions: Definitions };

const isSurveyed = (
  { series, schoolYear }: Point,
  group: Group,
  { definitions }: Ground,
): boolean => {
  const key = indicatorKey(series.at(schoolYear));
  return (
    group.coverage.expected > 0 &&
    group.questionnaires.some((questionnaire) => definitions.isMeasured(questionnaire, key))
  );
};

const sameSegment = (a: Group, b: Group): boolean =>
  a.segment.schoolType === b.segment.schoolType && a.segment.sector === b.segment.sector;

/** Whether a figure begins anew: beside the latest year before it in which its own territory was surveyed. */
export const breakAt = (point: Point, group: Group, ground: Ground): SeriesBreak | null => {
  const { series, territory, schoolYear } = point;
  const years = series.yearsBefore(schoolYear);
  if (years.length === 0 || !isSurveyed(point, group, ground)) return null;
  for (const comparedWith of years) {
    const key = { survey: series.survey, schoolYear: comparedWith, ...territory };
    const before = ground.groups.of(key).find((candidate) => sameSegment(candidate, group));
    if (before === undefined) continue;
    if (!isSurveyed({ ...point, schoolYear: comparedWith }, before, ground)) continue;
    const found = series.breakBetween(
      { schoolYear: comparedWith, questionnaires: before.questionnaires },
      { schoolYear, questionnaires: group.questionnaires },
    );
    return found === null ? null : { ...found, comparedWith };
  }
  return null;
};

/** `break` is a status only where no other says more: a figure may be provisional, or missing, and a break. */
export const marked = <Known extends Pick<Figure, 'status'>>(
  known: Known,
  seriesBreak: SeriesBreak | null,
): Known & Pick<Figure, 'status' | 'break'> => ({
  ...known,
  status: known.status === 'normal' && seriesBreak !== null ? 'break' : known.status,
  break: seriesBreak,
});
