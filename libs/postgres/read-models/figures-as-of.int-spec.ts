import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Figure, TerritoryRef } from '#application';
import type { Position } from '#kernel';
import { makeReadModels, openEventLog, type ReadModels } from '#postgres';

import { everyQuestion } from '../../testing/every-question.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallCatalogue } from '../../testing/small-survey.js';
import {
  type Deed,
  eventsOfEach,
  someDeeds,
  someSchools,
  twoOpenings,
} from '../../testing/small-year.js';
import { logWriter } from '../../testing/written-log.js';

const kindsOfParts = ['academic-region', 'academy', 'department'] as const;

const partsOf = (figures: readonly Figure[], kind: TerritoryRef['kind']): unknown => {
  const totals = new Map<string, readonly (number | string)[]>();
  for (const { territory, indicator, schoolYear, segment, coverage, ...figure } of figures) {
    if (territory.kind !== kind) continue;
    const { schoolType, sector } = segment;
    const key = [indicator, schoolYear, schoolType, sector].map(String).join('|');
    const [used = 0, expected = 0, received = 0, hundredths = 0] = totals.get(key) ?? [];
    totals.set(key, [
      Number(used) + figure.used,
      Number(expected) + coverage.expected,
      Number(received) + coverage.received,
      Number(hundredths) + Math.round(Number(figure.numerator ?? 0) * 100),
    ]);
  }
  return [...totals].sort(([left], [right]) => (left < right ? -1 : 1));
};

/** Every figure that can be asked for, at a position or now; on each map the parts must add up to the whole. */
const allFigures = async (
  { figures }: ReadModels,
  asOf: Position | null,
): Promise<readonly unknown[]> => {
  const answers: Figure[] = [];
  for (const question of everyQuestion(asOf)) {
    const found = await figures.figures(question);
    const whole = partsOf(found, 'country');
    for (const kind of kindsOfParts) expect([kind, partsOf(found, kind)]).toEqual([kind, whole]);
    answers.push(...found);
  }
  return answers.map((figure) => ({ ...figure, position: 0n }));
};

/** Segments of positions are thousands long: a gap in the log leads to another. */
const leapOf = (database: TestDatabase, by: number) =>
  database.pool.query(
    `select setval('event_log.event_position_seq', nextval('event_log.event_position_seq') + $1)`,
    [by],
  );

const sentTwice = (school: number): readonly Deed[] =>
  (['small-2014', 'small-2018'] as const).flatMap((campaign) =>
    (['send', 'validate', 'withdraw', 'send'] as const).map((what, index) => ({
      ...{ what, campaign, school },
      computers: 8_999_999 - school * 1_000_003 - index * 700_001,
    })),
  );

/** More changes of each académie than a page of the journal has, in several segments of positions. */
const manyDeeds: readonly Deed[] = Array.from({ length: 100 }, (_, index) =>
  sentTwice((index * 7) % 5),
).flat();

describe('a figure as of a position', () => {
  it('is the figure of a log that was cut there, on every map, and the parts add up to the whole', async () => {
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
          await write(twoOpenings.slice(0, someSchools.length));
          for (const event of twoOpenings.slice(someSchools.length)) await step([event]);
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

  it('is found forward and backward from kept cells, over pages of the journal, which are made anew byte for byte', async () => {
    const database = await databaseForTest();
    const log = await openEventLog({ url: database.url });
    const source = { pool: database.pool, store: log };
    const models = makeReadModels(source, smallCatalogue(), { batchSize: 23 });
    try {
      models.projector.start();
      const write = logWriter(log);
      await write(twoOpenings);
      const made = eventsOfEach(manyDeeds).flat();
      const known: (readonly [Position, unknown])[] = [];
      for (let at = 0; at < made.length; at += 61) {
        const last = await write(made.slice(at, at + 61));
        if (!(await models.clock.waitFor(last, 10_000))) throw new Error('not projected');
        known.push([last, await allFigures(models, null)]);
        if (at % 2 === 0) await leapOf(database, 400);
      }
      const full = await database.pool.query(
        `select campaign from read_model.journal_page
         where first_position < (select max(first_position) from read_model.journal_page)`,
      );
      expect(full.rowCount).toBeGreaterThan(8);
      for (const [position, figures] of known)
        expect([position, await allFigures(models, position)]).toEqual([position, figures]);
      const again = await models.rebuilder.rebuild('figures', {
        switchOver: false,
        batchSize: 111,
      });
      expect(again.equal).toBe(true);
    } finally {
      await models.projector.stop();
      await log.close();
      await database.drop();
    }
  }, 240_000);
});
