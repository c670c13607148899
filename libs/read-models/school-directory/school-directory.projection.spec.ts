import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { TerritoryEvent } from '#domain/territory';
import { checkLetterOf, parseUai, position, type Uai } from '#kernel';

import { project, type SchoolRow } from './school-directory.projection.js';
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
  data: { uai, schoolYear, pupils, source: 'test' },
});

const after = (before: readonly SchoolRow[], events: readonly TerritoryEvent[]) =>
  project(
    new Map(before.map((known) => [known.uai, known])),
    events.map((event, index) => ({
      event,
      position: position(BigInt(index + 1)),
      revision: index + 1,
      recordedAt: '2014-09-01T00:00:00.000000Z',
      cause: 'import',
      synthetic: false,
    })),
  );

describe('the directory', () => {
  it('takes a school in as it is registered', () => {
    expect(after([], [registered])).toEqual([row]);
  });

  it('keeps the head count of the latest year, in whatever order the counts come', () => {
    expect(after([row], [counted('2014-2015', 640), counted('2012-2013', 600)])).toEqual([
      { ...row, pupils: 640, pupilsYear: '2014-2015' },
    ]);
  });

  it('follows a school that is renamed, moves, changes and closes', () => {
    expect(
      after(
        [row],
        [
          { type: 'SchoolRenamed', data: { ...dated, name: 'NEW' } },
          {
            type: 'SchoolReclassified',
            data: { ...dated, schoolType: 'LP', degree: '2D', sector: 'PR' },
          },
          {
            type: 'SchoolRelocated',
            data: {
              ...dated,
              communeCode: '14118',
              commune: 'CAEN',
              department: '014',
              academy: '70',
            },
          },
          {
            type: 'SchoolClosed',
            data: { ...dated, effectiveFrom: '2020-08-31', reason: 'merged' },
          },
        ],
      ),
    ).toEqual([
      {
        ...row,
        name: 'NEW',
        schoolType: 'LP',
        sector: 'PR',
        communeCode: '14118',
        commune: 'CAEN',
        department: '014',
        academy: '70',
        closedOn: '2020-08-31',
      },
    ]);
  });

  it('refuses a fact about a school that was never registered', () => {
    expect(() => after([], [counted('2014-2015', 1)])).toThrow(
      'EnrolmentCounted about 0131884C, which was never registered',
    );
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
