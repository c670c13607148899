import type { Uai } from '#kernel';

import type { SchoolDescription } from './describe-school.js';
import type { Confirmable, TerritoryEvent } from './territory.events.js';

// A collège as two yearly sources describe it.
export const uai = '0131884C' as Uai;
export const place = {
  communeCode: '13203',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
} as const;
export const college = { schoolType: 'COLLEGE', degree: '2D', sector: 'PU' } as const;

export const rentree2021: SchoolDescription = {
  uai,
  ...place,
  ...college,
  name: 'COLLEGE BELLE DE MAI',
  openedOn: null,
  closedOn: null,
  socialPositionIndex: '73.2',
  enrolment: { schoolYear: '2021-2022', pupils: 612 },
  effectiveFrom: '2021-09-01',
  source: 'annuaire-2021',
};

export const dated = { uai, effectiveFrom: '2021-09-01', source: 'annuaire-2021' };
export const registration = {
  ...dated,
  ...place,
  ...college,
  name: 'COLLEGE BELLE DE MAI',
  openedOn: null,
  socialPositionIndex: '73.2',
  isOpen: true,
} as const;
export const registered: TerritoryEvent = { type: 'SchoolRegistered', data: registration };
export const confirmed = (
  day: string,
  facts: readonly Confirmable[] = ['name', 'classification', 'location', 'status'],
  by = 'annuaire-2022',
): TerritoryEvent => ({
  type: 'SchoolConfirmed',
  data: { uai, effectiveFrom: day, source: by, academy: '02', facts },
});
export const counted = (
  schoolYear: string,
  pupils: number,
  source = 'annuaire-2021',
): TerritoryEvent => ({
  type: 'EnrolmentCounted',
  data: { uai, schoolYear, pupils, source, listedOn: source.replace('annuaire-', '') + '-09-01' },
});
export const history = [registered, counted('2021-2022', 612)];

export const source = 'annuaire-2022';
export const rentree2022 = (change: Partial<SchoolDescription>) =>
  ({
    type: 'DescribeSchool',
    description: { ...rentree2021, effectiveFrom: '2022-09-01', source, ...change },
  }) as const;
export const in2022 = { uai, effectiveFrom: '2022-09-01', source };

export const closed: Extract<TerritoryEvent, { type: 'SchoolClosed' }> = {
  type: 'SchoolClosed',
  data: { uai, effectiveFrom: '2022-08-31', source: 'arrete', reason: 'merged', listedOn: null },
};
export const reopened: TerritoryEvent = { type: 'SchoolReopened', data: in2022 };
