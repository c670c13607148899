import { describe, it } from '@jest/globals';

import type { Uai } from '#kernel';

import { specify } from '../../testing/specify.js';
import { type SchoolDescription, territory } from './territory.decider.js';
import type { TerritoryEvent } from './territory.events.js';

const { given } = specify(territory);

const uai = '0131884C' as Uai;
const place = {
  communeCode: '13203',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
} as const;
const college = { schoolType: 'COLLEGE', degree: '2D', sector: 'PU' } as const;

const rentree2021: SchoolDescription = {
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

const dated = { uai, effectiveFrom: '2021-09-01', source: 'annuaire-2021' };
const registered: TerritoryEvent = {
  type: 'SchoolRegistered',
  data: {
    ...dated,
    ...place,
    ...college,
    name: 'COLLEGE BELLE DE MAI',
    openedOn: null,
    socialPositionIndex: '73.2',
  },
};
const counted = (schoolYear: string, pupils: number, source = 'annuaire-2021'): TerritoryEvent => ({
  type: 'EnrolmentCounted',
  data: { uai, schoolYear, pupils, source },
});
const history = [registered, counted('2021-2022', 612)];

const source = 'annuaire-2022';
const rentree2022 = (change: Partial<SchoolDescription>) =>
  ({
    type: 'DescribeSchool',
    description: { ...rentree2021, effectiveFrom: '2022-09-01', source, ...change },
  }) as const;
const in2022 = { uai, effectiveFrom: '2022-09-01', source };

const closed: TerritoryEvent = {
  type: 'SchoolClosed',
  data: { uai, effectiveFrom: '2022-08-31', source: 'arrete', reason: 'merged' },
};
const reopened: TerritoryEvent = { type: 'SchoolReopened', data: in2022 };

describe('describing a school', () => {
  it('registers a school that was unknown, with its head count', () => {
    given()
      .when({ type: 'DescribeSchool', description: rentree2021 })
      .then(registered, counted('2021-2022', 612));
  });

  it('registers a school without a head count where the source has none', () => {
    given()
      .when({ type: 'DescribeSchool', description: { ...rentree2021, enrolment: null } })
      .then(registered);
  });

  it('registers and closes a school that its first source lists as closed', () => {
    const description = { ...rentree2021, openedOn: '1965-10-01', closedOn: '2020-08-31' };
    given()
      .when({ type: 'DescribeSchool', description })
      .then(
        { ...registered, data: { ...registered.data, openedOn: '1965-10-01' } },
        counted('2021-2022', 612),
        {
          type: 'SchoolClosed',
          data: { ...dated, effectiveFrom: '2020-08-31', reason: 'listed-as-closed' },
        },
      );
  });

  it('has nothing to say when nothing is new, whatever the source is called', () => {
    given(...history)
      .when({ type: 'DescribeSchool', description: rentree2021 })
      .thenNothing();
    given(...history)
      .when(rentree2022({}))
      .thenNothing();
  });

  it('renames', () => {
    given(...history)
      .when(rentree2022({ name: 'COLLEGE JOSEPHINE BAKER' }))
      .then({ type: 'SchoolRenamed', data: { ...in2022, name: 'COLLEGE JOSEPHINE BAKER' } });
  });

  it('reclassifies a change of type, of degree or of sector', () => {
    given(...history)
      .when(rentree2022({ schoolType: 'LPO' }))
      .then({ type: 'SchoolReclassified', data: { ...in2022, ...college, schoolType: 'LPO' } });
    given(...history)
      .when(rentree2022({ schoolType: 'ECOLE', degree: '1D' }))
      .then({
        type: 'SchoolReclassified',
        data: { ...in2022, schoolType: 'ECOLE', degree: '1D', sector: 'PU' },
      });
    given(...history)
      .when(rentree2022({ sector: 'PR' }))
      .then({ type: 'SchoolReclassified', data: { ...in2022, ...college, sector: 'PR' } });
  });

  it.each([
    { communeCode: '13201' },
    { commune: 'AIX-EN-PROVENCE' },
    { department: '084' },
    { academy: '99' },
  ])('relocates on %j', (moved) => {
    given(...history)
      .when(rentree2022(moved))
      .then({ type: 'SchoolRelocated', data: { ...in2022, ...place, ...moved } });
  });

  it('counts the pupils of another year, and counts a year anew', () => {
    given(...history)
      .when(rentree2022({ enrolment: { schoolYear: '2022-2023', pupils: 0 } }))
      .then(counted('2022-2023', 0, source));
    given(...history)
      .when(rentree2022({ enrolment: { schoolYear: '2021-2022', pupils: 610 } }))
      .then(counted('2021-2022', 610, source));
  });

  it('tells every new fact of one description, in a fixed order', () => {
    given(...history)
      .when(
        rentree2022({
          name: 'LYCEE BELLE DE MAI',
          schoolType: 'LEGT',
          commune: 'AUBAGNE',
          enrolment: { schoolYear: '2022-2023', pupils: 900 },
          closedOn: '2023-08-31',
        }),
      )
      .then(
        { type: 'SchoolRenamed', data: { ...in2022, name: 'LYCEE BELLE DE MAI' } },
        { type: 'SchoolReclassified', data: { ...in2022, ...college, schoolType: 'LEGT' } },
        { type: 'SchoolRelocated', data: { ...in2022, ...place, commune: 'AUBAGNE' } },
        counted('2022-2023', 900, source),
        {
          type: 'SchoolClosed',
          data: { ...in2022, effectiveFrom: '2023-08-31', reason: 'listed-as-closed' },
        },
      );
  });

  it('lets no older source overwrite a newer fact, while it adds what it alone knows', () => {
    given(...history)
      .when(
        rentree2022({
          effectiveFrom: '2016-09-01',
          name: 'COLLEGE ANCIEN NOM',
          sector: 'PR',
          commune: 'AUBAGNE',
          enrolment: { schoolYear: '2016-2017', pupils: 500 },
        }),
      )
      .then(counted('2016-2017', 500, source));
  });

  it('lets a source of the same day correct a fact', () => {
    given(...history)
      .when(rentree2022({ effectiveFrom: '2021-09-01', name: 'COLLEGE DE LA BELLE DE MAI' }))
      .then({
        type: 'SchoolRenamed',
        data: {
          ...in2022,
          effectiveFrom: '2021-09-01',
          name: 'COLLEGE DE LA BELLE DE MAI',
        },
      });
  });

  it('reopens a closed school that a later source lists as open, and no earlier one', () => {
    given(...history, closed)
      .when(rentree2022({}))
      .then(reopened);
    given(...history, closed)
      .when(rentree2022({ effectiveFrom: '2022-08-31' }))
      .thenNothing();
  });

  it('closes once, and not before it was opened again', () => {
    given(...history, closed)
      .when(rentree2022({ closedOn: '2022-08-31' }))
      .thenNothing();
    given(...history, closed, reopened)
      .when(rentree2022({ closedOn: '2022-08-31' }))
      .thenNothing();
  });

  it('refuses a school that closes before it opens', () => {
    const openedOn = '2010-09-01';
    const closedOn = '2009-08-31';
    given(...history)
      .when(rentree2022({ openedOn, closedOn }))
      .thenRejected({ kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn });
  });

  it('follows renaming, reclassification and relocation', () => {
    const told = rentree2022({ name: 'LYCEE', schoolType: 'LEGT', commune: 'AUBAGNE' });
    given(
      ...history,
      { type: 'SchoolRenamed', data: { ...in2022, name: 'LYCEE' } },
      { type: 'SchoolReclassified', data: { ...in2022, ...college, schoolType: 'LEGT' } },
      { type: 'SchoolRelocated', data: { ...in2022, ...place, commune: 'AUBAGNE' } },
    )
      .when(told)
      .thenNothing();
  });
});

describe('closing and reopening a school', () => {
  const close = { type: 'CloseSchool', uai, on: '2022-08-31', source: 'arrete', reason: 'merged' };
  const reopen = { type: 'ReopenSchool', uai, on: '2022-09-01', source };

  it('closes an open school once', () => {
    given(...history)
      .when({ ...close, type: 'CloseSchool' })
      .then(closed);
    given(...history, closed)
      .when({ ...close, type: 'CloseSchool' })
      .thenNothing();
  });

  it('reopens a closed school once', () => {
    given(...history, closed)
      .when({ ...reopen, type: 'ReopenSchool' })
      .then(reopened);
    given(...history, closed, reopened)
      .when({ ...reopen, type: 'ReopenSchool' })
      .thenNothing();
  });

  it('refuses to close or reopen a school that nobody has registered', () => {
    given()
      .when({ ...close, type: 'CloseSchool' })
      .thenRejected({ kind: 'SchoolUnknown', uai });
    given()
      .when({ ...reopen, type: 'ReopenSchool' })
      .thenRejected({ kind: 'SchoolUnknown', uai });
  });

  it('refuses to close on another day a school that is closed', () => {
    given(...history, closed)
      .when({ ...close, type: 'CloseSchool', on: '2023-08-31' })
      .thenRejected({ kind: 'SchoolAlreadyClosed', uai, since: '2022-08-31' });
  });

  it('refuses to reopen a school that is open', () => {
    given(...history)
      .when({ ...reopen, type: 'ReopenSchool' })
      .thenRejected({ kind: 'SchoolAlreadyOpen', uai, since: null });
  });

  it('refuses to close a school before the day that it opened', () => {
    given(...history, closed, reopened)
      .when({ ...close, type: 'CloseSchool', on: '2022-01-01' })
      .thenRejected({
        kind: 'SchoolClosesBeforeItOpens',
        uai,
        openedOn: '2022-09-01',
        closedOn: '2022-01-01',
      });
  });

  it('refuses to reopen a school before the day that it closed', () => {
    given(...history, closed)
      .when({ ...reopen, type: 'ReopenSchool', on: '2022-08-30' })
      .thenRejected({
        kind: 'SchoolReopensBeforeItCloses',
        uai,
        closedOn: '2022-08-31',
        reopensOn: '2022-08-30',
      });
  });
});
