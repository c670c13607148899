import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { territory, type TerritoryEvent } from '#domain/territory';
import { checkLetterOf, fold, parseUai, position, type Uai } from '#kernel';

import { project, type SchoolRow, type SchoolStates } from './school-directory.projection.js';
import { neighboursOf } from './uai-neighbours.js';

const uai = '0131884C' as Uai;
const dated = { uai, effectiveFrom: '2014-09-01', source: 'test' };

const registered: TerritoryEvent = {
  type: 'SchoolRegistered',
  data: {
    ...dated,
    name: 'BELLE DE MAI',
    schoolType: 'COLLEGE',
    degree: '2D',
    sector: 'PU',
    communeCode: '13203',
    commune: 'MARSEILLE',
    department: '013',
    academy: '02',
    openedOn: '2004-09-01',
    socialPositionIndex: null,
    isOpen: true,
  },
};

const row: SchoolRow = {
  uai,
  name: 'BELLE DE MAI',
  schoolType: 'COLLEGE',
  degree: '2D',
  sector: 'PU',
  communeCode: '13203',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  pupils: null,
  pupilsYear: null,
  openedOn: '2004-09-01',
  closedOn: null,
};

const counted = (schoolYear: string, pupils: number): TerritoryEvent => ({
  type: 'EnrolmentCounted',
  data: { uai, schoolYear, pupils, source: 'test', listedOn: null },
});

const facts = (events: readonly TerritoryEvent[], from = 1) =>
  events.map((event, index) => ({
    event,
    position: position(BigInt(index + from)),
    revision: index + from,
    recordedAt: '2014-09-01T00:00:00.000000Z',
    synthetic: false,
    cause: 'territory-change' as const,
    importId: 'i1',
  }));

const known = (...events: readonly TerritoryEvent[]): SchoolStates =>
  new Map([[uai, fold(territory, events)]]);

const rowsAfter = (...events: readonly TerritoryEvent[]) =>
  project(new Map(), facts(events)).schools;

const changes: readonly TerritoryEvent[] = [
  { type: 'SchoolRenamed', data: { ...dated, effectiveFrom: '2016-09-01', name: 'NEW' } },
  {
    type: 'SchoolReclassified',
    data: { ...dated, effectiveFrom: '2017-09-01', schoolType: 'LP', degree: '2D', sector: 'PR' },
  },
  {
    type: 'SchoolRelocated',
    data: {
      ...dated,
      effectiveFrom: '2018-09-01',
      communeCode: '14118',
      commune: 'CAEN',
      department: '014',
      academy: '05',
    },
  },
  {
    type: 'SchoolClosed',
    data: { ...dated, effectiveFrom: '2020-08-31', reason: 'merged', listedOn: null },
  },
];

describe('the directory', () => {
  it('takes a school in as it is registered', () => {
    expect(rowsAfter(registered)).toEqual([row]);
  });

  it('keeps the head count of the latest year, in whatever order the counts come', () => {
    expect(rowsAfter(registered, counted('2014-2015', 640), counted('2012-2013', 600))).toEqual([
      { ...row, pupils: 640, pupilsYear: '2014-2015' },
    ]);
  });

  it('follows a school that is renamed, moves, changes and closes', () => {
    expect(rowsAfter(registered, ...changes)).toEqual([
      {
        ...row,
        name: 'NEW',
        schoolType: 'LP',
        sector: 'PR',
        communeCode: '14118',
        commune: 'CAEN',
        department: '014',
        academy: '05',
        closedOn: '2020-08-31',
      },
    ]);
  });

  it('stays as it is when an older source comes late', () => {
    const late: TerritoryEvent = {
      type: 'SchoolRenamed',
      data: { ...dated, effectiveFrom: '2010-09-01', name: 'OLD' },
    };
    expect(rowsAfter(registered, late)).toEqual([row]);
  });

  it('forgets a school when all that was said of it is taken back', () => {
    const retracted: TerritoryEvent = {
      type: 'SchoolFactsRetracted',
      data: { uai, revisions: [1], importId: 'i1', reason: 'wrong file' },
    };
    expect(project(known(registered), facts([retracted], 2))).toEqual({
      schools: [],
      forgotten: [uai],
      superseded: [{ uai, knownTo: 2n }],
      versions: [],
    });
  });

  it('refuses a fact about a school that was never registered', () => {
    expect(() => rowsAfter(counted('2014-2015', 1))).toThrow(
      'EnrolmentCounted about 0131884C, which was never registered',
    );
  });
});

describe('the versions of a school', () => {
  const spans = (events: readonly TerritoryEvent[], before: SchoolStates = new Map(), from = 1) =>
    project(before, facts(events, from)).versions.map(
      ({ knownFrom, knownTo, validFrom, validTo, name, isOpen, varies }) =>
        `${knownFrom}-${knownTo ?? ''} ${validFrom ?? ''}/${validTo ?? ''} ${name} ${isOpen ? 'open' : 'closed'}${varies ? ' varies' : ''}`,
    );

  it('say since when and until when each was so', () => {
    expect(spans([registered])).toEqual([
      '1- /2004-09-01 BELLE DE MAI closed',
      '1- 2004-09-01/ BELLE DE MAI open',
    ]);
  });

  it('are kept as they were known, when a fact changes them', () => {
    expect(spans(changes.slice(0, 2), known(registered), 2)).toEqual([
      '2-3 /2004-09-01 BELLE DE MAI closed',
      '2-3 2004-09-01/2016-09-01 BELLE DE MAI open',
      '2-3 2016-09-01/ NEW open',
      '3- /2004-09-01 BELLE DE MAI closed varies',
      '3- 2004-09-01/2016-09-01 BELLE DE MAI open varies',
      '3- 2016-09-01/2017-09-01 NEW open varies',
      '3- 2017-09-01/ NEW open varies',
    ]);
  });

  it('do not change when a head count comes, or a source that knows nothing new', () => {
    const confirmed: TerritoryEvent = {
      type: 'SchoolConfirmed',
      data: { ...dated, effectiveFrom: '2015-09-01', academy: '02', facts: ['name', 'status'] },
    };
    expect(project(known(registered), facts([counted('2014-2015', 1), confirmed], 2))).toEqual({
      schools: [{ ...row, pupils: 1, pupilsYear: '2014-2015' }],
      forgotten: [],
      superseded: [],
      versions: [],
    });
  });
});

describe('the neighbours of a misspelt UAI', () => {
  const digits = fc
    .integer({ min: 0, max: 9_999_999 })
    .map((number) => String(number).padStart(7, '0'));

  it('are all well-formed, and never the text itself', () => {
    fc.assert(
      fc.property(digits, (text) => {
        const found = text + checkLetterOf(text);
        const neighbours = neighboursOf(found);
        expect(neighbours.every((one) => parseUai(one).ok && one !== found)).toBe(true);
      }),
    );
  });

  it('hold the school that one wrong digit, one exchange or a wrong letter hides', () => {
    fc.assert(
      fc.property(digits, fc.nat(6), fc.nat(9), fc.nat(5), (text, at, digit, swap) => {
        const meant = text + checkLetterOf(text);
        const wrongDigit = meant.slice(0, at) + String(digit) + meant.slice(at + 1);
        const exchanged =
          meant.slice(0, swap) +
          meant.charAt(swap + 1) +
          meant.charAt(swap) +
          meant.slice(swap + 2);
        const wrongLetter = `${text}${meant.endsWith('A') ? 'B' : 'A'}`;
        for (const found of [wrongDigit, exchanged, wrongLetter, text].filter(
          (one) => one !== meant,
        ))
          expect(neighboursOf(found)).toContain(meant);
      }),
    );
  });

  it('put first the school whose digits were typed', () => {
    expect(neighboursOf('0131884B')[0]).toBe('0131884C');
  });
});
