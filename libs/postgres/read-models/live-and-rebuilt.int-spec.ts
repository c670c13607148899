import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { projectionNames } from '#application';
import { schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { indicator, smallCatalogue, smallIndicators } from '../../testing/small-survey.js';
import { eventsOfEach, someDeeds, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

/** The definitions of a later release: one indicator has a second version. */
const laterCatalogue = smallCatalogue([
  ...smallIndicators,
  indicator({
    id: 'computers',
    version: 2,
    aggregation: 'total',
    numerator: 'computers * 2',
    decimals: 0,
    effectiveFrom: schoolYearOfCampaign(2018),
    comparability: 'break',
  }),
]);

type Bench = { readonly database: TestDatabase; readonly log: PostgresEventLog };

const withBench = async (work: (bench: Bench) => Promise<void>): Promise<void> => {
  const database = await databaseForTest();
  const log = await openEventLog({ url: database.url });
  try {
    await work({ database, log });
  } finally {
    await log.close();
    await database.drop();
  }
};

const caughtUp = async ({ log }: Bench, { projector, clock }: ReadModels): Promise<void> => {
  projector.start();
  await projector.ready();
  if (await clock.waitFor(await log.head(), 20_000)) return;
  const reasons = projector.health().map(({ failure }) => failure?.reason.en);
  throw new Error(reasons.join(', '));
};

const totals = async ({ figures }: ReadModels): Promise<readonly (readonly unknown[])[]> => {
  const found = await figures.figures({
    indicators: ['computers@1', 'computers@2'],
    territories: [{ kind: 'country', code: 'FR' }],
    schoolYears: [schoolYearOfCampaign(2014)],
    breakdown: [],
    moment: { asOf: null, geography: 'THEN' },
  });
  return found.map(({ definitionVersion, numerator }) => [definitionVersion, numerator]);
};

const aRun = fc.record({
  deeds: someDeeds(60),
  /** Events in a batch: of the projector, of the later release, of the rebuilds at the end. */
  live: fc.integer({ min: 1, max: 9 }),
  later: fc.integer({ min: 1, max: 9 }),
  rebuilt: fc.integer({ min: 1, max: 9 }),
  /** Events in a part of a batch, of all of them. */
  part: fc.integer({ min: 1, max: 4 }),
  /** How much of the log, in hundredths, is there when the later release comes. */
  change: fc.integer({ min: 0, max: 100 }),
});

type Run = typeof aRun extends fc.Arbitrary<infer Value> ? Value : never;

/** One release projects; the next switches its rows in beside it, while facts arrive, and goes on. */
const lived = async (
  bench: Bench,
  { deeds, live, later, part, change }: Run,
): Promise<ReadModels> => {
  const { database, log } = bench;
  const source = { pool: database.pool, store: log };
  const write = logWriter(log);
  const events = [...twoOpenings, ...eventsOfEach(deeds).flat()];
  const [before, after] = [
    events.slice(0, change % events.length),
    events.slice(change % events.length),
  ];
  const middle = Math.floor(after.length / 2);

  const older = makeReadModels(source, smallCatalogue(), { batchSize: live, partSize: part });
  older.projector.start();
  await write(before);
  await caughtUp(bench, older);
  const newer = makeReadModels(source, laterCatalogue, { batchSize: later, partSize: part });
  const arriving = write(after.slice(0, middle));
  await newer.rebuilder.rebuild('figures', { switchOver: true, batchSize: later, partSize: part });
  await arriving;
  await older.projector.stop();
  newer.projector.start();
  await write(after.slice(middle));
  await caughtUp(bench, newer);
  return newer;
};

describe('read models that have lived', () => {
  it('are those that are made anew, byte for byte, whatever has happened to answers, schools and definitions', async () => {
    await fc.assert(
      fc.asyncProperty(aRun, (run) =>
        withBench(async (bench) => {
          const models = await lived(bench, run);
          const [first, second] = await totals(models);
          await models.projector.stop();
          for (const projection of projectionNames) {
            const { rebuilt: batchSize, part: partSize } = run;
            const rebuild = (switchOver: boolean) =>
              models.rebuilder.rebuild(projection, { switchOver, batchSize, partSize });
            const one = await rebuild(false);
            const two = await rebuild(true);
            expect([projection, one.sameDefinition, one.equal, two.equal]).toEqual([
              projection,
              true,
              true,
              true,
            ]);
            expect(two.digests.rebuilt).toBe(one.digests.live);
          }
          expect(second).toEqual([2, first?.[1] === null ? null : String(2 * Number(first?.[1]))]);
          expect(await totals(models)).toEqual([first, second]);
        }),
      ),
      { numRuns: 10, endOnFailure: true },
    );
  }, 240_000);
});
