import type { SchoolState, TerritoryEvent } from '#domain/territory';
import { unreachable } from '#kernel';

/** One new fact of a school, as a person reads it; `before` is null where nothing was known. */
export type SchoolChange = {
  readonly uai: string;
  readonly kind: TerritoryEvent['type'];
  readonly before: string | null;
  readonly after: string;
  /** Since when, YYYY-MM-DD, or the school year of a head count. */
  readonly since: string;
};

type Known = Exclude<SchoolState, { status: 'unknown' }>;

type Classified = Pick<Known['classification'], 'schoolType' | 'degree' | 'sector'>;
type Located = Omit<Known['location'], 'since'>;

const classification = ({ schoolType, degree, sector }: Classified): string =>
  `${schoolType} ${degree} ${sector}`;

const location = ({ commune, communeCode, department, academy }: Located): string =>
  `${commune} (${communeCode}), ${department}, ${academy}`;

const factBefore = (state: Known, event: TerritoryEvent): string | null => {
  switch (event.type) {
    case 'SchoolRegistered':
      return null;
    case 'SchoolRenamed':
      return state.name.value;
    case 'SchoolReclassified':
      return classification(state.classification);
    case 'SchoolRelocated':
      return location(state.location);
    case 'EnrolmentCounted':
      return state.pupils.get(event.data.schoolYear)?.toString() ?? null;
    case 'SchoolClosed':
    case 'SchoolReopened':
      return state.status;
    default:
      return unreachable(event);
  }
};

const factAfter = (event: TerritoryEvent): string => {
  switch (event.type) {
    case 'SchoolRegistered':
      return `${event.data.name}, ${classification(event.data)}, ${location(event.data)}`;
    case 'SchoolRenamed':
      return event.data.name;
    case 'SchoolReclassified':
      return classification(event.data);
    case 'SchoolRelocated':
      return location(event.data);
    case 'EnrolmentCounted':
      return String(event.data.pupils);
    case 'SchoolClosed':
      return 'closed';
    case 'SchoolReopened':
      return 'open';
    default:
      return unreachable(event);
  }
};

/** What an event changes of the state before it. */
export const schoolChange = (state: SchoolState, event: TerritoryEvent): SchoolChange => {
  const before = state.status === 'unknown' ? null : factBefore(state, event);
  const { data } = event;
  const since = 'effectiveFrom' in data ? data.effectiveFrom : data.schoolYear;
  return { uai: data.uai, kind: event.type, before, after: factAfter(event), since };
};
