import { describe, it } from '@jest/globals';

import type { Uai } from '#kernel';

import { specify } from '../../testing/specify.js';
import type { SchoolDescription } from './describe-school.js';
import { territory } from './territory.decider.js';
import type { Confirmable, TerritoryEvent } from './territory.events.js';

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
const registration = {
  ...dated,
  ...place,
  ...college,
  name: 'COLLEGE BELLE DE MAI',
  openedOn: null,
  socialPositionIndex: '73.2',
  isOpen: true,
} as const;
const registered: TerritoryEvent = { type: 'SchoolRegistered', data: registration };
const confirmed = (
  day: string,
  facts: readonly Confirmable[] = ['name', 'classification', 'location', 'status'],
  by = 'annuaire-2022',
): TerritoryEvent => ({
  type: 'SchoolConfirmed',
  data: { uai, effectiveFrom: day, source: by, academy: '02', facts },
});
const counted = (schoolYear: string, pupils: number, source = 'annuaire-2021'): TerritoryEvent => ({
  type: 'EnrolmentCounted',
  data: { uai, schoolYear, pupils, source, listedOn: source.replace('annuaire-', '') + '-09-01' },
});
const history = [registered, counted('2021-2022', 612)];

const source = 'annuaire-2022';
const rentree2022 = (change: Partial<SchoolDescription>) =>
  ({
    type: 'DescribeSchool',
    description: { ...rentree2021, effectiveFrom: '2022-09-01', source, ...change },
  }) as const;
const in2022 = { uai, effectiveFrom: '2022-09-01', source };

const closed: Extract<TerritoryEvent, { type: 'SchoolClosed' }> = {
  type: 'SchoolClosed',
  data: { uai, effectiveFrom: '2022-08-31', source: 'arrete', reason: 'merged', listedOn: null },
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

  it('refuses to close a school before the day on which a source has found it open', () => {
    given(...history)
      .when({ ...close, type: 'CloseSchool', on: '2020-09-01' })
      .thenRejected({
        kind: 'SchoolClosesBeforeItOpens',
        uai,
        openedOn: '2021-09-01',
        closedOn: '2020-09-01',
      });
  });
});

describe('a school that another absorbs', () => {
  const into = '0040587S' as Uai;
  const absorb = { type: 'AbsorbSchool', uai, into, on: '2022-09-01', source } as const;
  const absorbed: TerritoryEvent = { type: 'SchoolAbsorbed', data: { ...in2022, into } };

  it('is absorbed once', () => {
    given(...history)
      .when(absorb)
      .then(absorbed);
    given(...history, absorbed)
      .when(absorb)
      .thenNothing();
  });

  it('may have been closed the same day, nobody having said why', () => {
    given(...history, { ...closed, data: { ...closed.data, effectiveFrom: '2022-09-01' } })
      .when(absorb)
      .then(absorbed);
    given(...history, closed)
      .when(absorb)
      .thenRejected({ kind: 'SchoolAlreadyClosed', uai, since: '2022-08-31' });
  });

  it('is another, and known', () => {
    given(...history)
      .when({ ...absorb, into: uai })
      .thenRejected({ kind: 'SchoolAbsorbsItself', uai });
    given().when(absorb).thenRejected({ kind: 'SchoolUnknown', uai });
  });
});

describe('a school that a complete source does not name', () => {
  const miss = { type: 'MissSchool', uai, on: '2022-09-01', source } as const;
  const missed: TerritoryEvent = {
    type: 'SchoolClosed',
    data: { ...in2022, reason: 'no-longer-listed', listedOn: null },
  };

  it('is closed, once', () => {
    given(...history)
      .when(miss)
      .then(missed);
    given(...history, missed)
      .when(miss)
      .thenNothing();
  });

  it('was not open yet when it was first named later, and is not closed twice', () => {
    given(...history)
      .when({ ...miss, on: '2020-09-01' })
      .thenNothing();
    given(...history, closed)
      .when(miss)
      .thenNothing();
  });

  it('is open again from the day on which a later source has found it', () => {
    given(...history, confirmed('2023-09-01'))
      .when(miss)
      .then(missed);
    given(...history, missed)
      .when(rentree2022({ effectiveFrom: '2023-09-01', source: 's', enrolment: null }))
      .then(
        { type: 'SchoolReopened', data: { uai, effectiveFrom: '2023-09-01', source: 's' } },
        confirmed('2023-09-01', ['name', 'classification', 'location'], 's'),
      );
  });
});

describe('facts that are taken back', () => {
  const importId = 'i1';
  const reason = 'wrong file';
  const retract = { type: 'RetractFacts', uai, importId, reason } as const;
  const retracted = (...revisions: readonly number[]): TerritoryEvent => ({
    type: 'SchoolFactsRetracted',
    data: { uai, revisions, importId, reason },
  });

  it('are taken back once', () => {
    given(...history, closed)
      .when({ ...retract, revisions: [3] })
      .then(retracted(3));
    given(...history, closed, retracted(3))
      .when({ ...retract, revisions: [3] })
      .thenNothing();
    given(...history, closed)
      .when({ ...retract, revisions: [9] })
      .thenNothing();
  });

  it('leave a school unknown when nothing else was said of it', () => {
    given(...history, retracted(1, 2))
      .when({ type: 'DescribeSchool', description: rentree2021 })
      .then(registered, counted('2021-2022', 612));
  });
});
