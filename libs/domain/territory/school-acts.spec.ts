import { describe, it } from '@jest/globals';

import type { Uai } from '#kernel';

import { specify } from '../../testing/specify.js';
import {
  uai,
  rentree2021,
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
