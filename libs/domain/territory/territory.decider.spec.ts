import { describe, it } from '@jest/globals';

import { specify } from '../../testing/specify.js';
import {
  uai,
  place,
  college,
  rentree2021,
  dated,
  registration,
  registered,
  confirmed,
  counted,
  history,
  source,
  rentree2022,
  in2022,
  closed,
  reopened,
} from './belle-de-mai.fixture.js';
import { territory } from './territory.decider.js';
import type { TerritoryEvent } from './territory.events.js';

const { given } = specify(territory);

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
        {
          type: 'SchoolRegistered',
          data: { ...registration, openedOn: '1965-10-01', isOpen: false },
        },
        counted('2021-2022', 612),
        {
          type: 'SchoolClosed',
          data: {
            ...dated,
            effectiveFrom: '2020-08-31',
            listedOn: '2021-09-01',
            reason: 'listed-as-closed',
          },
        },
      );
  });

  it('has nothing to say when a source says again what it said', () => {
    given(...history)
      .when({ type: 'DescribeSchool', description: rentree2021 })
      .thenNothing();
    given(...history, confirmed('2022-09-01'), counted('2021-2022', 612, source))
      .when(rentree2022({}))
      .thenNothing();
  });

  it('remembers that a source found what was known, once: no older one may deny it later', () => {
    given(...history)
      .when(rentree2022({ enrolment: null }))
      .then(confirmed('2022-09-01'));
  });

  it('renames', () => {
    given(...history)
      .when(rentree2022({ name: 'COLLEGE JOSEPHINE BAKER', enrolment: null }))
      .then(
        { type: 'SchoolRenamed', data: { ...in2022, name: 'COLLEGE JOSEPHINE BAKER' } },
        confirmed('2022-09-01', ['classification', 'location', 'status']),
      );
  });

  it('reclassifies a change of type, of degree or of sector', () => {
    given(...history)
      .when(rentree2022({ schoolType: 'LPO', enrolment: null }))
      .then(
        { type: 'SchoolReclassified', data: { ...in2022, ...college, schoolType: 'LPO' } },
        confirmed('2022-09-01', ['name', 'location', 'status']),
      );
    given(...history)
      .when(rentree2022({ schoolType: 'ECOLE', degree: '1D', enrolment: null }))
      .then(
        {
          type: 'SchoolReclassified',
          data: { ...in2022, schoolType: 'ECOLE', degree: '1D', sector: 'PU' },
        },
        confirmed('2022-09-01', ['name', 'location', 'status']),
      );
    given(...history)
      .when(rentree2022({ sector: 'PR', enrolment: null }))
      .then(
        { type: 'SchoolReclassified', data: { ...in2022, ...college, sector: 'PR' } },
        confirmed('2022-09-01', ['name', 'location', 'status']),
      );
  });

  it.each([{ communeCode: '13201' }, { commune: 'AIX-EN-PROVENCE' }, { department: '084' }])(
    'relocates on %j',
    (moved) => {
      given(...history)
        .when(rentree2022({ ...moved, enrolment: null }))
        .then(
          { type: 'SchoolRelocated', data: { ...in2022, ...place, ...moved } },
          confirmed('2022-09-01', ['name', 'classification', 'status']),
        );
    },
  );

  it('does not move a school whose académie was merged', () => {
    given(...history)
      .when(rentree2022({ academy: '70', enrolment: null }))
      .then({
        type: 'SchoolConfirmed',
        data: {
          ...in2022,
          academy: '70',
          facts: ['name', 'classification', 'location', 'status'],
        },
      });
  });

  it('counts the pupils of another year, and counts a year anew', () => {
    given(...history)
      .when(rentree2022({ enrolment: { schoolYear: '2022-2023', pupils: 0 } }))
      .then(confirmed('2022-09-01'), counted('2022-2023', 0, source));
    given(...history)
      .when(rentree2022({ enrolment: { schoolYear: '2021-2022', pupils: 610 } }))
      .then(confirmed('2022-09-01'), counted('2021-2022', 610, source));
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
        confirmed('2022-09-01', ['status']),
        counted('2022-2023', 900, source),
        {
          type: 'SchoolClosed',
          data: {
            ...in2022,
            effectiveFrom: '2023-08-31',
            listedOn: '2022-09-01',
            reason: 'listed-as-closed',
          },
        },
      );
  });

  it('keeps what an older source says, of its own day', () => {
    const in2016 = { uai, effectiveFrom: '2016-09-01', source };
    given(...history)
      .when(
        rentree2022({
          effectiveFrom: '2016-09-01',
          name: 'COLLEGE ANCIEN NOM',
          sector: 'PR',
          enrolment: { schoolYear: '2016-2017', pupils: 500 },
        }),
      )
      .then(
        { type: 'SchoolRenamed', data: { ...in2016, name: 'COLLEGE ANCIEN NOM' } },
        { type: 'SchoolReclassified', data: { ...in2016, ...college, sector: 'PR' } },
        confirmed('2016-09-01', ['location', 'status']),
        {
          type: 'EnrolmentCounted',
          data: {
            uai,
            schoolYear: '2016-2017',
            pupils: 500,
            source,
            listedOn: '2016-09-01',
          },
        },
      );
  });

  it('lets a source correct what it said of a day', () => {
    const name = 'COLLEGE DE LA BELLE DE MAI';
    given(...history)
      .when({ type: 'DescribeSchool', description: { ...rentree2021, name } })
      .then({ type: 'SchoolRenamed', data: { ...dated, name } });
  });

  it('reopens a closed school that a later source lists as open, and no earlier one', () => {
    given(...history, closed)
      .when(rentree2022({ enrolment: null }))
      .then(reopened, confirmed('2022-09-01', ['name', 'classification', 'location']));
    given(...history, closed)
      .when(rentree2022({ effectiveFrom: '2022-08-31', enrolment: null }))
      .then(confirmed('2022-08-31', ['name', 'classification', 'location']));
  });

  it('closes once for each source', () => {
    const closedOn = '2022-08-31';
    const known = ['name', 'classification', 'location'] as const;
    const listed: TerritoryEvent = {
      type: 'SchoolClosed',
      data: {
        ...in2022,
        effectiveFrom: closedOn,
        listedOn: '2022-09-01',
        reason: 'listed-as-closed',
      },
    };
    given(...history, closed)
      .when(rentree2022({ closedOn, enrolment: null }))
      .then(confirmed('2022-09-01', known), listed);
    given(...history, closed, confirmed('2022-09-01', known), listed)
      .when(rentree2022({ closedOn, enrolment: null }))
      .thenNothing();
  });

  it('adds the day on which a school opened, whenever a source tells it', () => {
    given(...history)
      .when(rentree2022({ openedOn: '1965-10-01', enrolment: null }))
      .then(confirmed('2022-09-01'), {
        type: 'SchoolOpened',
        data: { ...in2022, effectiveFrom: '1965-10-01', listedOn: '2022-09-01' },
      });
  });

  it('zones a school, and confirms its zone', () => {
    const zones = { bassin: { code: '02104', name: 'Marseille centre' } };
    const zoned: TerritoryEvent = {
      type: 'SchoolZoned',
      data: { ...in2022, kind: 'bassin', ...zones.bassin },
    };
    given(...history)
      .when(rentree2022({ zones, enrolment: null }))
      .then(zoned, confirmed('2022-09-01'));
    given(...history, zoned, confirmed('2022-09-01'))
      .when(rentree2022({ zones, effectiveFrom: '2023-09-01', enrolment: null }))
      .then(confirmed('2023-09-01', ['name', 'classification', 'location', 'status', 'bassin']));
  });

  it('refuses a school that closes before it opens', () => {
    const openedOn = '2010-09-01';
    const closedOn = '2009-08-31';
    given(...history)
      .when(rentree2022({ openedOn, closedOn }))
      .thenRejected({ kind: 'SchoolClosesBeforeItOpens', uai, openedOn, closedOn });
  });
});
