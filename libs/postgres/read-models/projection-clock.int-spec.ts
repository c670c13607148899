import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { position, type Position } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { registration, respondent, smallCatalogue } from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const rows = `select position, recorded_at as "recordedAt" from event_log.event order by position`;

describe('the clock of the log', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let written: readonly { readonly position: bigint; readonly recordedAt: string }[];

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    const write = logWriter(log);
    // refused appends leave holes between positions
    for (const uai of ['0130001F', '0130002G', '0040001E']) {
      await write([registration(respondent(uai))]);
      await database.pool.query(`select nextval('event_log.event_position_seq')`);
    }
    written = (await database.pool.query<(typeof written)[number]>(rows)).rows;
  });

  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  const at = (instant: string): Promise<Position> => models.clock.positionAt(instant);

  it('tells the last position recorded at or before an instant', async () => {
    const found = await Promise.all(written.map(({ recordedAt }) => at(recordedAt)));
    const before = await Promise.all(
      written.map(({ recordedAt }) => at(`${recordedAt.slice(0, 19)}.000000Z`)),
    );
    expect(found).toEqual(written.map(({ position }) => position));
    expect(before.every((one, index) => one < position(written[index]?.position ?? 0n))).toBe(true);
  });

  it('knows nothing before the first event, and everything after the last', async () => {
    const last = written.at(-1)?.position;
    expect([await at('2001-01-01T00:00:00Z'), await at('2999-01-01T00:00:00+02:00')]).toEqual([
      0n,
      last,
    ]);
  });
});
