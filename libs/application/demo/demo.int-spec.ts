import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { campaignRegister, type Services } from '#application';
import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import { schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { fakeDirectory } from '../../testing/fake-readers.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { realSchools } from '../../testing/real-schools.js';
import { checkDemo, type DemoCheck } from './check-demo.js';
import { contrastOf } from './contrast.js';
import { runDemo } from './run-demo.js';

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;
let catalogue: Catalogue;
let check: DemoCheck;

const waitMs = 120_000;

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  catalogue = read.value;
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  models = makeReadModels({ pool: database.pool, store: log }, catalogue);
  models.projector.start();
  const services: Services = {
    store: log,
    catalogue,
    directory: fakeDirectory(realSchools(['02', '16'])),
    register: campaignRegister({ store: log, campaigns: models.campaigns }),
    clock: () => '2026-03-02T10:00:00Z',
    newId: () => randomUUID(),
  };
  const context = { actor: { role: 'operator', id: 'demo' }, correlationId: randomUUID() };
  const { position } = await runDemo(services, { seed: 'observatoire', context });
  if (position === null) throw new Error('the demonstration wrote nothing');
  if (!(await models.clock.waitFor(position, waitMs))) throw new Error('the projector is behind');
  const { references, indicators } = catalogue;
  check = await checkDemo({ figures: models.figures, references, indicators });
}, 2 * waitMs);

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
});

describe('the demonstration, through the event log and the read models', () => {
  it('gives back every published figure that ETIC explains', () => {
    expect(check.rows.filter(({ agrees }) => agrees === false)).toEqual([]);
    expect([check.compared, check.differing, check.rows.length]).toEqual([74, 0, 195]);
  });

  it('says which published shares no whole number of schools gives', () => {
    const told = check.rows
      .filter(({ agrees, computed }) => agrees === null && computed !== null)
      .map(({ territory, published, computed, note }) => [
        territory.code,
        published,
        computed,
        note?.en,
      ]);
    expect(told).toEqual([
      [
        '009',
        '15.95',
        '15.94',
        "Out of reach: no whole number of schools, among the directory's 79, gives 15.95 %.",
      ],
      [
        '032',
        '27.23',
        '27.27',
        "Out of reach: no whole number of schools, among the directory's 106, gives 27.23 %.",
      ],
    ]);
  });

  it('computes a ratio of sums, and shows the mean of departments beside', async () => {
    const academy = catalogue.territories.academies.find(({ code }) => code === '16');
    const indicator = catalogue.indicators.get('classes_mobiles_part_colleges');
    if (academy === undefined || indicator === undefined) throw new Error('not in the catalogue');
    expect(await contrastOf({ figures: models.figures, indicator, academy })).toEqual({
      indicator: 'classes_mobiles_part_colleges',
      academy: '16',
      schoolYear: '2017-2018',
      ratioOfSums: '44',
      meanOfDepartments: '58',
    });
  });

  it('marks its figures as synthetic', async () => {
    const [figure] = await models.figures.figures({
      indicators: ['eleves_par_ordinateur_1d'],
      territories: [{ kind: 'academy', code: '02' }],
      schoolYears: [schoolYearOfCampaign(2014)],
      breakdown: [],
      moment: { asOf: null, geography: 'THEN' },
    });
    expect([figure?.value, figure?.synthetic, figure?.responseRate]).toEqual([
      '15.56',
      true,
      '35.00',
    ]);
  });
});
