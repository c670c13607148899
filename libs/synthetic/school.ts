import type { Constraint, Place } from './calibration.js';
import { schoolTypesOf } from './series.js';

/** What the directory says of a school, as far as invented answers depend on it. */
export type SyntheticSchool = {
  readonly uai: string;
  readonly schoolType: string;
  readonly degree: string;
  readonly sector: string;
  readonly department: string;
  readonly academy: string;
  readonly pupils: number | null;
};

const isIn = (place: Place, school: SyntheticSchool): boolean => {
  if (place.kind === 'country') return true;
  return place.code === (place.kind === 'academy' ? school.academy : school.department);
};

/** Whether a school counts in the figure that a constraint speaks of. */
export const isBoundBy = (constraint: Constraint, school: SyntheticSchool): boolean => {
  const { schoolType } = school;
  if (!isIn(constraint.place, school)) return false;
  if (constraint.schoolType !== null) return constraint.schoolType === schoolType;
  return schoolTypesOf(constraint.indicator)?.includes(schoolType) ?? true;
};

export const sumOf = <Item>(items: readonly Item[], amount: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0);

/** In the order of the first member of each group. */
export const groupedBy = <Item>(
  items: readonly Item[],
  key: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
};
