import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { fold, type Uai } from '#kernel';

import type { SchoolDescription } from './describe-school.js';
import { historyOf, type SchoolVersion } from './school-history.js';
import type { SchoolState } from './school-ledger.js';
import { territory, type TerritoryCommand } from './territory.decider.js';
import type { TerritoryEvent } from './territory.events.js';

const uai = '0131884C' as Uai;

const described = (change: Partial<SchoolDescription>): SchoolDescription => ({
  uai,
  name: 'A',
  schoolType: 'LEGT',
  degree: '2D',
  sector: 'PU',
  communeCode: '13203',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  openedOn: null,
  closedOn: null,
  socialPositionIndex: null,
  enrolment: null,
  effectiveFrom: '2016-09-01',
  source: 's',
  ...change,
});

const deciding = (history: readonly TerritoryEvent[], command: TerritoryCommand) => {
  const decision = territory.decide(command, fold(territory, history));
  return decision.ok ? [...history, ...decision.value] : history;
};

const taking = (
  descriptions: readonly SchoolDescription[],
  before: readonly TerritoryEvent[] = [],
): readonly TerritoryEvent[] =>
  descriptions.reduce(
    (history, description) => deciding(history, { type: 'DescribeSchool', description }),
    before,
  );

const stateAfter = (descriptions: readonly SchoolDescription[]): SchoolState =>
  fold(territory, taking(descriptions));

const brief = ({ validFrom, validTo, name, isOpen }: SchoolVersion): string =>
  `${validFrom ?? ''}/${validTo ?? ''} ${name}${isOpen ? '' : ' closed'}`;

const rentree = (year: number, change: Partial<SchoolDescription> = {}): SchoolDescription =>
  described({
    effectiveFrom: `${String(year)}-09-01`,
    source: `file of ${String(year)}`,
    ...change,
  });

/** What six yearly files, and a directory that dates openings and closings, may say of one school. */
const files = fc.uniqueArray(
  fc.record({
    year: fc.integer({ min: 2012, max: 2022 }),
    source: fc.constantFrom('a', 'b'),
    name: fc.constantFrom('A', 'B', 'C'),
    schoolType: fc.constantFrom('LEGT' as const, 'LPO' as const),
    sector: fc.constantFrom('PU' as const, 'PR' as const),
    department: fc.constantFrom('014', '050'),
    openedOn: fc.constantFrom(null, null, '2011-09-01', '2014-09-01'),
    closedOn: fc.constantFrom(null, null, null, '2015-09-01', '2019-08-31'),
    bassin: fc.constantFrom(null, '1', '2'),
    pupils: fc.constantFrom(null, 100, 200),
  }),
  { selector: ({ year, source }) => `${String(year)} ${source}`, minLength: 1, maxLength: 6 },
);

const descriptions = files.map((said) =>
  said.map(({ year, source, bassin, pupils, closedOn, openedOn, ...facts }) =>
    described({
      ...facts,
      source,
      openedOn,
      closedOn: openedOn !== null && closedOn !== null && closedOn < openedOn ? null : closedOn,
      effectiveFrom: `${String(year)}-09-01`,
      academy: year < 2020 ? '05' : '70',
      enrolment:
        pupils === null ? null : { schoolYear: `${String(year)}-${String(year + 1)}`, pupils },
      ...(bassin !== null && { zones: { bassin: { code: bassin, name: '' } } }),
    }),
  ),
);

const shuffled = descriptions.chain((said) =>
  fc.tuple(
    fc.constant(said),
    fc.shuffledSubarray([...said], { minLength: said.length, maxLength: said.length }),
  ),
);

describe('the history of a school', () => {
  it('is the same in whatever order its sources come', () => {
    fc.assert(
      fc.property(shuffled, ([inOrder, anyOrder]) => {
        expect(historyOf(stateAfter(anyOrder))).toEqual(historyOf(stateAfter(inOrder)));
      }),
      { numRuns: 500 },
    );
  });

  it('covers all time once, and never says the same twice in a row', () => {
    fc.assert(
      fc.property(descriptions, (said) => {
        const history = historyOf(stateAfter(said));
        expect(history[0]?.validFrom).toBeNull();
        expect(history.map(({ validTo }) => validTo)).toEqual([
          ...history.slice(1).map(({ validFrom }) => validFrom),
          null,
        ]);
        const facts = history.map((one) => JSON.stringify({ ...one, validFrom: 0, validTo: 0 }));
        expect(facts.filter((one, index) => one === facts[index - 1])).toEqual([]);
      }),
    );
  });

  it('says of each day what the last source before it said', () => {
    const history = historyOf(
      stateAfter([rentree(2020, { name: 'C' }), rentree(2016), rentree(2018, { name: 'B' })]),
    );
    expect(history.map(brief)).toEqual([
      '/2018-09-01 A',
      '2018-09-01/2020-09-01 B',
      '2020-09-01/ C',
    ]);
  });

  it('is not extended by a late file over a year that another had confirmed', () => {
    const history = historyOf(
      stateAfter([rentree(2016), rentree(2018), rentree(2017, { name: 'B' })]),
    );
    expect(history.map(brief)).toEqual([
      '/2017-09-01 A',
      '2017-09-01/2018-09-01 B',
      '2018-09-01/ A',
    ]);
  });

  it('records nothing when the same files come again', () => {
    fc.assert(
      fc.property(shuffled, ([inOrder, anyOrder]) => {
        const once = taking(inOrder);
        expect(taking(anyOrder, once)).toEqual(once);
      }),
    );
  });
});

describe('an import that is undone', () => {
  it('leaves the history that there would be without it', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), ([, said], at) => {
        const undone = said[at % said.length];
        const others = said.filter((one) => one !== undone);
        let history: readonly TerritoryEvent[] = [];
        const revisions: number[] = [];
        for (const description of said) {
          const after = taking([description], history);
          if (description === undone) {
            for (let next = history.length + 1; next <= after.length; next += 1)
              revisions.push(next);
          }
          history = after;
        }
        const command = {
          type: 'RetractFacts',
          uai,
          revisions,
          importId: 'i',
          reason: '',
        } as const;
        const retracted = deciding(history, command);
        expect(historyOf(fold(territory, retracted))).toEqual(historyOf(stateAfter(others)));
        expect(deciding(retracted, command)).toEqual(retracted);
        const redone = undone === undefined ? [] : [undone];
        expect(historyOf(fold(territory, taking(redone, retracted)))).toEqual(
          historyOf(stateAfter(said)),
        );
      }),
      { numRuns: 500 },
    );
  });
});
