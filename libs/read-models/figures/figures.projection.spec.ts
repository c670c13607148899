import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { CampaignEvent, Respondent } from '#domain/campaign';
import type { ResponseEvent } from '#domain/response';
import { position, type SchoolYear } from '#kernel';
import type { Fact } from '#read-models/fact';

import type { FiguresContext } from './batch.js';
import type { CellRow } from './cells.js';
import type { Gauge } from './contribution.js';
import { type FigureEvent, project } from './figures.projection.js';

/** Slot 0: received ÷ expected. Slot 1: computers, without a denominator; no answer, no count. */
const gauge: Gauge = {
  slots: 2,
  coverage: (_, { received }) => ({ numerators: [received ? 1 : 0], denominators: [1] }),
  whole: (_, { declaration, flags }) => ({
    numerators: [
      flags.received ? 1 : 0,
      (declaration.answers['computers'] as number | undefined) ?? null,
    ],
    denominators: [1, null],
  }),
};

const empty: FiguresContext = {
  gaugeOf: () => gauge,
  academicRegionOf: (academy) => (academy === '02' ? '93' : null),
  academyThen: ({ academy }) => academy,
  sumsOf: () => ({ ledger: new Map(), open: [], listedTo: 0n }),
  roundOf: () => undefined,
  standingOf: () => undefined,
};

const campaign = 'c';
const school = (uai: string, over: Partial<Respondent> = {}): Respondent => ({
  uai,
  name: uai,
  schoolType: 'ECOLE',
  sector: 'PU',
  degree: '1D',
  department: '013',
  academy: '02',
  pupils: 10,
  ...over,
});

const opened: CampaignEvent = {
  type: 'CampaignOpened',
  data: {
    campaign,
    survey: 's',
    version: '1',
    schoolYear: '2013-2014' as SchoolYear,
    title: 'C',
    opensOn: '2014-01-01',
    closesOn: '2014-02-01',
    field: {},
    expected: 2,
    excluded: 1,
  },
};

const listed: CampaignEvent = {
  type: 'RespondentsListed',
  data: {
    campaign,
    respondents: [school('A'), school('B', { sector: 'PR', academy: '99', department: '099' })],
    exclusions: [{ uai: 'X', reason: 'closed', school: null }],
  },
};

const submitted = (uai: string, computers: number | null, late = false): ResponseEvent => ({
  type: 'ResponseSubmitted',
  data: {
    campaign,
    uai,
    answers: computers === null ? {} : { computers },
    notConcerned: [],
    questionnaire: 's@1',
    justifications: [],
    late,
    channel: 'form',
    contentHash: 'ab',
  },
});

const corrected = (uai: string, computers: number): ResponseEvent => ({
  type: 'AnswersCorrected',
  data: {
    campaign,
    uai,
    answers: { computers },
    notConcerned: [],
    questionnaire: 's@1',
    changes: {},
    reason: 'r',
    justifications: [],
    channel: 'form',
    contentHash: 'cd',
  },
});

const withdrawn = (uai: string): ResponseEvent => ({
  type: 'ResponseWithdrawn',
  data: { campaign, uai, reason: 'r' },
});

const drafted = (uai: string): ResponseEvent => ({
  type: 'DraftSaved',
  data: { campaign, uai, answers: {}, notConcerned: [] },
});

const factsOf = (events: readonly FigureEvent[]): readonly Fact<FigureEvent>[] =>
  events.map((event, index) => ({
    event,
    position: position(BigInt(index + 1)),
    revision: index + 1,
    recordedAt: `2014-01-0${String((index % 9) + 1)}T00:00:00.000000Z`,
    cause: 'submission',
    synthetic: false,
  }));

const cellOf = (cells: readonly CellRow[], key: string): CellRow | undefined =>
  cells.find(
    ({ kind, code, schoolType, sector }) => [kind, code, schoolType, sector].join(' ') === key,
  );

const sumsOf = (events: readonly FigureEvent[], key = 'country FR ALL ALL') => {
  const cell = cellOf(project(empty, factsOf(events)).cells, key);
  return (
    cell && [cell.expected, cell.received, cell.late, cell.used, cell.numerators, cell.denominators]
  );
};

describe('figures', () => {
  it('count expected schools, territories without any answer included, as soon as they are listed', () => {
    const { cells } = project(empty, factsOf([opened, listed]));
    const keys = cells.map(({ kind, code, schoolType, sector }) =>
      [kind, code, schoolType, sector].join(' '),
    );
    expect(keys.sort()).toEqual(
      ['country FR', 'department 013', 'academy 02', 'academic-region 93']
        .flatMap((place) => [
          `${place} ECOLE PU`,
          `${place} ECOLE ALL`,
          `${place} ALL PU`,
          `${place} ALL ALL`,
        ])
        .concat(
          ['department 099', 'academy 99'].flatMap((place) => [
            `${place} ECOLE PR`,
            `${place} ECOLE ALL`,
            `${place} ALL PR`,
            `${place} ALL ALL`,
          ]),
          ['country FR ECOLE PR', 'country FR ALL PR'],
        )
        .sort(),
    );
    expect(cellOf(cells, 'country FR ALL ALL')).toEqual({
      campaign,
      kind: 'country',
      code: 'FR',
      schoolType: 'ALL',
      sector: 'ALL',
      touched: 2n,
      strands: 5,
      expected: 2,
      received: 0,
      validated: 0,
      late: 0,
      excluded: 1,
      pupilsExpected: 20,
      pupilsReceived: 0,
      synthetic: 0,
      used: [2, 0],
      numerators: ['0', '0'],
      denominators: ['2', '0'],
    });
  });

  it('count a declared zero, and not the absence of an answer', () => {
    expect(sumsOf([opened, listed, submitted('A', 0), submitted('B', null)])).toEqual([
      2,
      2,
      0,
      [2, 1],
      ['2', '0'],
      ['2', '0'],
    ]);
  });

  it('take a corrected answer out of the sums, and a withdrawn one back to nothing', () => {
    const before = [opened, listed, submitted('A', 5, true)];
    expect([
      sumsOf(before),
      sumsOf([...before, corrected('A', 8)]),
      sumsOf([...before, corrected('A', 8), withdrawn('A')]),
    ]).toEqual([
      [2, 1, 1, [2, 1], ['1', '5'], ['2', '0']],
      [2, 1, 1, [2, 1], ['1', '8'], ['2', '0']],
      [2, 0, 0, [2, 0], ['0', '0'], ['2', '0']],
    ]);
  });

  it('keep every version of a response between the positions where it held', () => {
    const events = [opened, listed, drafted('A'), submitted('A', 5), corrected('A', 8)];
    const { responses } = project(empty, factsOf(events));
    expect(
      responses.opened.map(({ status, knownFrom, knownTo, contribution, submittedAt }) => [
        status,
        knownFrom,
        knownTo,
        contribution?.numerators,
        submittedAt,
      ]),
    ).toEqual([
      ['draft', 3n, 4n, undefined, null],
      ['submitted', 4n, 5n, [1, 5], '2014-01-04T00:00:00.000000Z'],
      ['submitted', 5n, null, [1, 8], '2014-01-04T00:00:00.000000Z'],
    ]);
  });

  it('refuse an answer of a school that the campaign does not expect, and of a campaign that never opened', () => {
    expect(() => project(empty, factsOf([opened, listed, submitted('Z', 1)]))).toThrow(
      'the campaign c does not expect Z',
    );
    expect(() => project(empty, factsOf([submitted('A', 1)]))).toThrow(
      'the campaign c was never opened',
    );
  });

  it('stay exact beyond 53 bits', () => {
    const largest = Number.MAX_SAFE_INTEGER;
    const many = Array.from({ length: 5 }, (_, index) => school(`S${String(index)}`));
    const list: CampaignEvent = {
      type: 'RespondentsListed',
      data: { campaign, respondents: many, exclusions: [] },
    };
    const sums = sumsOf([opened, list, ...many.map(({ uai }) => submitted(uai, largest))]);
    expect(sums?.[4]).toEqual(['5', String(BigInt(largest) * 5n)]);
  });

  it('come out the same however the answers are ordered', () => {
    const uais = ['A', 'B'];
    const orders = fc.shuffledSubarray(
      uais.flatMap((uai) => [1, 2, 3].map((computers) => ({ uai, computers }))),
      { minLength: 6, maxLength: 6 },
    );
    const lastOf = (order: readonly { uai: string; computers: number }[], uai: string): number =>
      order.filter((one) => one.uai === uai).at(-1)?.computers ?? 0;
    fc.assert(
      fc.property(orders, (order) => {
        const first = new Set<string>();
        const events = order.map(({ uai, computers }) => {
          const again = first.has(uai);
          first.add(uai);
          return again ? corrected(uai, computers) : submitted(uai, computers);
        });
        const total = lastOf(order, 'A') + lastOf(order, 'B');
        expect(sumsOf([opened, listed, ...events])?.[4]).toEqual(['2', String(total)]);
      }),
    );
  });
});
