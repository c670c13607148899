import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Breakdown, TerritoryRef } from '#application';
import { type Position, schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallCatalogue, smallIndicators } from '../../testing/small-survey.js';
import { eventsOfEach, someDeeds, someSchools, twoOpenings } from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const territories: readonly TerritoryRef[] = [
  { kind: 'country', code: 'FR' },
  ...['93', '76'].map((code) => ({ kind: 'academic-region' as const, code })),
  ...['02', '23', '16'].map((code) => ({ kind: 'academy' as const, code })),
  ...['013', '004', '006', '031'].map((code) => ({ kind: 'department' as const, code })),
  ...someSchools.slice(0, 3).map(({ uai }) => ({ kind: 'school' as const, code: uai })),
];

const breakdowns: readonly (readonly Breakdown[])[] = [[], ['sector'], ['schoolType', 'sector']];

/** Every figure that can be asked for, at a position or now. */
const allFigures = async (
  { figures }: ReadModels,
  asOf: Position | null,
): Promise<readonly unknown[]> => {
  const asked = {
    indicators: smallIndicators.map(({ id }) => id),
    territories,
    schoolYears: [schoolYearOfCampaign(2014), schoolYearOfCampaign(2018)],
    moment: { asOf, geography: 'THEN' as const },
  };
  const answers = await Promise.all(
    breakdowns.map((breakdown) => figures.figures({ ...asked, breakdown })),
  );
  return answers.flat().map((figure) => ({ ...figure, position: 0n }));
};

/** Segments of positions are thousands long: a gap in the log leads to another. */
const leapOf = (database: TestDatabase, by: number) =>
  database.pool.query(
    `select setval('event_log.event_position_seq', nextval('event_log.event_position_seq') + $1)`,
    [by],
  );

describe('a figure as of a position', () => {
  it('is the figure of a log that was cut there, whatever came after', async () => {
    await fc.assert(
      fc.asyncProperty(someDeeds(16), async (deeds) => {
        const database = await databaseForTest();
        const log = await openEventLog({ url: database.url });
        const models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
        try {
          models.projector.start();
          const write = logWriter(log);
          const known: (readonly [Position, unknown])[] = [];
          const step = async (events: Parameters<typeof write>[0]): Promise<void> => {
            const last = await write(events);
            if (!(await models.clock.waitFor(last, 10_000))) throw new Error('not projected');
            known.push([last, await allFigures(models, null)]);
          };
          for (const event of twoOpenings) await step([event]);
          const made = eventsOfEach(deeds);
          for (const [index, events] of made.entries()) {
            const deed = deeds[index];
            if (deed?.what === 'pause') await leapOf(database, 1 + (deed.computers % 3_000));
            if (events.length > 0) await step(events);
          }
          for (const [position, figures] of known)
            expect([position, await allFigures(models, position)]).toEqual([position, figures]);
        } finally {
          await models.projector.stop();
          await log.close();
          await database.drop();
        }
      }),
      { numRuns: 3, endOnFailure: true },
    );
  }, 240_000);
});
