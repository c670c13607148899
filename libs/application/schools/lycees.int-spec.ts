import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

import { applySchools, undoImport } from '#application';
import { readSchools } from '#application/import';
import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import type { SchoolDescription, SchoolVersion } from '#domain/territory';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { testContext } from '../../testing/small-observatory.js';

type Observed = {
  readonly database: TestDatabase;
  readonly log: PostgresEventLog;
  readonly models: ReadModels;
};

const years = ['2016', '2017', '2018', '2019', '2020', '2021'] as const;
type Year = (typeof years)[number];

let byYear: ReadonlyMap<string, readonly SchoolDescription[]>;
let catalogue: Catalogue;
const open: Observed[] = [];

const observed = async (): Promise<Observed> => {
  const database = await databaseForTest();
  const log = await openEventLog({ url: database.url });
  const models = makeReadModels({ pool: database.pool, store: log }, catalogue);
  models.projector.start();
  const one = { database, log, models };
  open.push(one);
  return one;
};

const take = async ({ log }: Observed, year: Year): Promise<number> => {
  const context = { ...testContext, correlationId: `import of ${year}` };
  const { counts } = await applySchools({ store: log }, byYear.get(year) ?? [], { context });
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
};

const uais = (): readonly string[] => [
  ...new Set([...byYear.values()].flat().map(({ uai }) => uai)),
];

const histories = async ({
  log,
  models,
}: Observed): Promise<ReadonlyMap<string, readonly SchoolVersion[]>> => {
  await models.clock.waitFor(await log.head(), 60_000);
  return models.histories.versions(uais());
};

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue that ships has mistakes');
  catalogue = read.value;
  const path = join(shippedCatalogue(), 'directory', 'lycees-2016-2021.csv.gz');
  const { territories } = catalogue;
  const file = await readSchools(createReadStream(path).pipe(createGunzip()), { territories });
  if (!file.ok || file.value.refused.length > 0) throw new Error('a line was refused');
  const { descriptions } = file.value;
  byYear = new Map(
    years.map((year) => [
      year,
      descriptions.filter(({ effectiveFrom }) => effectiveFrom.startsWith(year)),
    ]),
  );
}, 60_000);

afterAll(async () => {
  for (const { models, log, database } of open) {
    await models.projector.stop();
    await log.close();
    await database.drop();
  }
});

describe('every lycée of six school years', () => {
  it('has the same history in whatever order the years come, and the one without a year that is undone', async () => {
    const inOrder = await observed();
    for (const year of years.filter((one) => one !== '2018')) await take(inOrder, year);
    const withoutOne = await histories(inOrder);
    await take(inOrder, '2018');
    const whole = await histories(inOrder);
    expect([withoutOne.size, whole.size]).toEqual([3_697, 3_697]);
    expect(whole).not.toEqual(withoutOne);

    const anyOrder = await observed();
    for (const year of ['2020', '2016', '2021', '2018', '2017', '2019'] as const) {
      await take(anyOrder, year);
    }
    expect(await histories(anyOrder)).toEqual(whole);
    expect(await take(anyOrder, '2016')).toBe(0);

    const undoing = { importId: 'import of 2018', reason: 'wrong file' };
    const ground = { store: inOrder.log, histories: inOrder.models.histories };
    const undone = await undoImport(ground, undoing, testContext);
    expect(undone.ok && undone.value.schools).toBe(byYear.get('2018')?.length);
    expect(await histories(inOrder)).toEqual(withoutOne);
    const again = await undoImport(ground, undoing, testContext);
    expect(again.ok && again.value).toEqual({
      importId: 'import of 2018',
      schools: 0,
      position: null,
    });
  }, 300_000);
});
