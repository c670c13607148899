import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { projectionNames } from '#application';
import { beginning, type Position } from '#kernel';
import { makeReadModels, openEventLog, type Pool, type PostgresEventLog } from '#postgres';

import { notingPool } from '../../testing/noting-pool.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { opening, respondent, smallCatalogue, submission } from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';
import { CheckpointMoved, checkpointOf, makeSkipping } from './checkpoint.js';

const uai = '0130001A';
const campaign = 'small-2014';
const answer = submission({ campaign, uai, answers: { pupils: 30, computers: 3 } });

describe('an event that concerns no row of some read models', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let write: ReturnType<typeof logWriter>;

  const modelsOver = (pool: Pool) => makeReadModels({ pool, store: log }, smallCatalogue());
  const positionOf = async (projection: string): Promise<Position | undefined> =>
    (await checkpointOf(database.pool, projection))?.position;

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    write = logWriter(log);
    await write(opening({ campaign, respondents: [respondent(uai)] }));
  });

  afterEach(async () => {
    await log.close();
    await database.drop();
  });

  it('moves their checkpoints in one statement', async () => {
    const { pool, names } = notingPool(database.url);
    const { projector, clock } = modelsOver(pool);
    projector.start();
    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    names.length = 0;
    expect(await clock.waitFor(await write([answer]), 20_000)).toBe(true);
    await projector.stop();
    await pool.end();
    const moving = names.filter((name) => /^checkpoint-(skip|advance)/.test(name));
    expect(moving.sort()).toEqual(['checkpoint-advance', 'checkpoint-skip-together']);
  });

  it('waits at the one that somebody holds, and moves the others', async () => {
    const { projector, clock } = modelsOver(database.pool);
    projector.start();
    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    const before = await positionOf('review');
    const holder = await database.pool.connect();
    await holder.query(
      `begin; select from read_model.checkpoint where projection = 'review' for update`,
    );

    const last = await write([answer]);
    const others = projectionNames.filter((name) => name !== 'review');
    expect(await clock.waitFor(last, 20_000, others)).toBe(true);
    expect(await positionOf('review')).toBe(before);
    await holder.query('commit');
    holder.release();
    expect(await clock.waitFor(last, 20_000)).toBe(true);
    await projector.stop();
  });

  it('moves no checkpoint that is not where it was left, or of rows that were made anew', async () => {
    const { projector, clock } = modelsOver(database.pool);
    projector.start();
    const head = await log.head();
    expect(await clock.waitFor(head, 20_000)).toBe(true);
    await projector.stop();

    const skip = makeSkipping(database.pool);
    const to = (head + 5n) as Position;
    const outcomes = await Promise.allSettled([
      skip({ projection: 'review', generation: 0, from: head, to }),
      skip({ projection: 'figures', generation: 0, from: beginning, to }),
      skip({ projection: 'school-directory', generation: 1, from: head, to }),
    ]);
    expect(outcomes).toEqual([
      { status: 'fulfilled', value: undefined },
      { status: 'rejected', reason: new CheckpointMoved('figures') },
      { status: 'rejected', reason: new CheckpointMoved('school-directory') },
    ]);
    expect([
      await positionOf('review'),
      await positionOf('figures'),
      await positionOf('school-directory'),
    ]).toEqual([to, head, head]);
  });
});
