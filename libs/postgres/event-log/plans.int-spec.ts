import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { selectAll, selectStreams } from './event.reader.js';
import { insertEvents } from './insert.writer.js';

describe('the plans of the event log, made before anything was ever counted', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
    await database.pool.query(`insert into event_log.event
      (stream, revision, event_id, type, schema_version, data, metadata)
      select 'response-a.' || n, 1, gen_random_uuid(), 'Written', 1, '{}', '{}'
      from generate_series(1, 20000) as n`);
  });

  afterAll(() => database.drop());

  const planOf = async (text: string): Promise<string> => {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(
      `explain (generic_plan, costs off) ${text}`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  };

  it('read the log by its position, from an index', async () => {
    const plan = await planOf(selectAll.text);

    expect(plan).toContain('Index Scan using event_position on event');
    expect(plan).not.toContain('Seq Scan');
  });

  it('read streams by their name and revision, from an index', async () => {
    const plan = await planOf(selectStreams.text);

    expect(plan).toMatch(/(Index|Bitmap Index) Scan (using|on) event_stream_revision/);
    expect(plan).not.toContain('Seq Scan');
  });

  it('look for the event before an append in an index', async () => {
    const plan = await planOf(insertEvents.text);

    expect(plan).toMatch(/Index (Only )?Scan using event_stream_revision on event/);
    expect(plan).not.toContain('Seq Scan');
  });
});
