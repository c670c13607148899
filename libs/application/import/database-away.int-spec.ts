import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';

import { importResponses, openCampaign } from '#application';
import type { ReportLine } from '#contracts';
import { openEventLog, type PostgresEventLog } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { smallObservatory, testContext, testUai } from '../../testing/small-observatory.js';

const campaign = 'essai-2014';
const header =
  'uai;nb_eleves;nb_ordinateurs;nb_recents;surface;ent_deploye;ent_solution;maintenance;remarque\n';

describe('a file whose database goes away in the middle', () => {
  let database: TestDatabase;
  let store: PostgresEventLog;

  beforeAll(async () => {
    database = await databaseForTest();
    store = await openEventLog({ url: database.url, retryForMs: 500 });
  });

  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  it('is taken in whole once it is back: nothing lost, nothing doubled', async () => {
    const { services } = smallObservatory(store);
    const days = { opensOn: '2014-03-03', closesOn: '2014-06-30' };
    const input = { survey: 'essai', year: 2014, field: { academies: ['02'] }, ...days };
    await openCampaign(services, input, testContext);
    await services.register.campaign(campaign);
    const before = await store.head();

    const waits: number[] = [];
    const wait = async (delayMs: number): Promise<void> => {
      waits.push(delayMs);
      if (waits.length === 2) await database.reopen();
      await sleep(10);
    };
    const bytes = async function* (): AsyncGenerator<Uint8Array> {
      yield Buffer.from(header);
      for (const number of [1, 2, 3, 4, 5]) {
        if (number === 3) await database.shut();
        yield Buffer.from(`${testUai(number)};${String(number * 10)};4;2;;;;;\n`);
      }
    };
    const patience = { wait, maxWaitMs: 60_000 };
    const file = { campaign, name: 'mars.csv', patience, batchSize: 1 };
    const imported = await importResponses(services, bytes(), { file, context: testContext });
    if (!imported.ok) throw new Error('the file was refused');
    const report: ReportLine[] = [];
    for await (const line of imported.value.report) report.push(line);

    expect(report.map(({ uai, problems }) => [uai, problems])).toEqual(
      [1, 2, 3, 4, 5].map((number) => [testUai(number), []]),
    );
    expect(waits.length).toBeGreaterThan(1);
    const written = await store.readAll(before, 100);
    expect(written.map(({ stream }) => stream).sort()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `response-${campaign}.${testUai(number)}`).sort(),
    );
  });
});
