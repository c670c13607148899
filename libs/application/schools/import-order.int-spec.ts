import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { applySchools } from '#application';
import type { SchoolDescription } from '#domain/territory';
import type { Uai } from '#kernel';
import { makeReadModels, openEventLog } from '#postgres';

import { everyQuestion } from '../../testing/every-question.js';
import { databaseForTest } from '../../testing/postgres-for-tests.js';
import { testContext } from '../../testing/small-observatory.js';
import { type OnStream, smallCatalogue, submission } from '../../testing/small-survey.js';
import { someSchools, theOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const years = [2013, 2014, 2015, 2016, 2017, 2018];

const places = [
  { department: '013', academy: '02' },
  { department: '004', academy: '02' },
  { department: '006', academy: '23' },
  { department: '031', academy: '16' },
];

/** What a file of one year says of one school; it may not list it. */
const aLine = fc.option(
  fc.record({
    place: fc.constantFrom(...places),
    schoolType: fc.constantFrom('ECOLE' as const, 'COLLEGE' as const),
    sector: fc.constantFrom('PU' as const, 'PR' as const),
    isClosed: fc.nat(9).map((number) => number === 0),
    zone: fc.constantFrom('Z1', 'Z2', null),
  }),
  { freq: 4 },
);
type Line = typeof aLine extends fc.Arbitrary<infer Value> ? Value : never;

const described = (year: number, uai: string, line: NonNullable<Line>): SchoolDescription => {
  const { place, schoolType, sector, isClosed, zone } = line;
  const inZone = zone === null ? undefined : { code: zone, name: zone };
  return {
    uai: uai as Uai,
    name: `School ${uai}`,
    schoolType,
    sector,
    degree: schoolType === 'ECOLE' ? '1D' : '2D',
    ...place,
    communeCode: `${place.department}01`,
    commune: 'COMMUNE',
    openedOn: null,
    closedOn: isClosed ? `${String(year)}-07-01` : null,
    socialPositionIndex: null,
    enrolment: null,
    ...(inZone !== undefined && { zones: { bassin: inZone, circonscription: inZone } }),
    effectiveFrom: `${String(year)}-09-01`,
    source: `annuaire-${String(year)}`,
  };
};

type File = readonly SchoolDescription[];

const someFiles: fc.Arbitrary<readonly File[]> = fc
  .tuple(...years.map(() => fc.array(aLine, { minLength: 10, maxLength: 10 })))
  .map((files) =>
    files.map((lines, at) =>
      lines.flatMap((line, index) => {
        const uai = someSchools[index]?.uai;
        return line === null || uai === undefined ? [] : [described(years[at] ?? 2013, uai, line)];
      }),
    ),
  );

/** Lists of both campaigns, and answers to them: the same whatever files have come. */
const facts: readonly OnStream[] = [
  ...theOpenings,
  ...someSchools.map(({ uai }, index) =>
    submission({ campaign: 'small-2014', uai, answers: { pupils: 7, computers: 2 ** index } }),
  ),
  ...someSchools.slice(0, 4).map(({ uai }, index) =>
    submission({
      campaign: 'small-2018',
      uai,
      questionnaire: 'small@2018',
      answers: { pupils: 7, computers: 3 ** index, surface: `${String(index)}.25` },
    }),
  ),
];

type Import = File | 'facts';

/** Every figure, once all has been recorded in that order. */
const figuresAfter = async (imports: readonly Import[]): Promise<readonly unknown[]> => {
  const database = await databaseForTest();
  const store = await openEventLog({ url: database.url });
  const models = makeReadModels({ pool: database.pool, store }, smallCatalogue());
  models.projector.start();
  try {
    for (const [at, one] of imports.entries()) {
      const context = { ...testContext, correlationId: `import ${String(at)}` };
      if (one === 'facts') await logWriter(store)(facts);
      else await applySchools({ store }, one, { context });
    }
    if (!(await models.clock.waitFor(await store.head(), 20_000))) throw new Error('behind');
    const found = await Promise.all(
      everyQuestion(null).map((question) => models.figures.figures(question)),
    );
    return found.flat().map((figure) => ({ ...figure, position: 0n }));
  } finally {
    await models.projector.stop();
    await store.close();
    await database.drop();
  }
};

describe('files of schools of several years', () => {
  it('make the same figures on every map, in whatever order they come, before or after the answers', async () => {
    const order = fc.shuffledSubarray([...years.keys()], { minLength: years.length });
    await fc.assert(
      fc.asyncProperty(someFiles, order, fc.nat(years.length), async (files, shuffled, at) => {
        const anyOrder: Import[] = shuffled.flatMap((index) => [files[index] ?? []]);
        anyOrder.splice(at, 0, 'facts');
        expect(await figuresAfter(anyOrder)).toEqual(await figuresAfter([...files, 'facts']));
      }),
      { numRuns: 8, endOnFailure: true },
    );
  }, 240_000);
});
