import type { TerritoryEvent } from '#domain/territory';
import { BrokenAssumption } from '#kernel';
import type { Fact } from '#read-models/fact';

/** A school as the directory knows it now. Dates are YYYY-MM-DD. */
export type SchoolRow = {
  readonly uai: string;
  readonly name: string;
  readonly schoolType: string;
  readonly degree: string;
  readonly sector: string;
  readonly communeCode: string;
  readonly commune: string;
  readonly department: string;
  readonly academy: string;
  /** The head count of the latest school year that has one, and that year. */
  readonly pupils: number | null;
  readonly pupilsYear: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
};

export type SchoolRows = ReadonlyMap<string, SchoolRow>;

type Registered = Extract<TerritoryEvent, { type: 'SchoolRegistered' }>['data'];

const registered = (data: Registered): SchoolRow => ({
  uai: data.uai,
  name: data.name,
  schoolType: data.schoolType,
  degree: data.degree,
  sector: data.sector,
  communeCode: data.communeCode,
  commune: data.commune,
  department: data.department,
  academy: data.academy,
  pupils: null,
  pupilsYear: null,
  openedOn: data.openedOn,
  closedOn: null,
});

const changed = (
  row: SchoolRow,
  event: Exclude<TerritoryEvent, { type: 'SchoolRegistered' }>,
): SchoolRow => {
  switch (event.type) {
    case 'SchoolRenamed':
      return { ...row, name: event.data.name };
    case 'SchoolReclassified': {
      const { schoolType, degree, sector } = event.data;
      return { ...row, schoolType, degree, sector };
    }
    case 'SchoolRelocated': {
      const { communeCode, commune, department, academy } = event.data;
      return { ...row, communeCode, commune, department, academy };
    }
    case 'EnrolmentCounted': {
      const { schoolYear, pupils } = event.data;
      return schoolYear < (row.pupilsYear ?? '') ? row : { ...row, pupils, pupilsYear: schoolYear };
    }
    case 'SchoolClosed':
      return { ...row, closedOn: event.data.effectiveFrom };
    case 'SchoolReopened':
      return { ...row, closedOn: null };
  }
};

const next = (row: SchoolRow | undefined, event: TerritoryEvent): SchoolRow => {
  if (event.type === 'SchoolRegistered') return registered(event.data);
  if (row !== undefined) return changed(row, event);
  throw new BrokenAssumption(`${event.type} about ${event.data.uai}, which was never registered`);
};

/** The rows that a batch leaves changed, given those of its schools as they were before it. */
export const project = (
  before: SchoolRows,
  facts: readonly Fact<TerritoryEvent>[],
): readonly SchoolRow[] => {
  const after = new Map<string, SchoolRow>();
  for (const { event } of facts) {
    const { uai } = event.data;
    after.set(uai, next(after.get(uai) ?? before.get(uai), event));
  }
  return [...after.values()];
};
