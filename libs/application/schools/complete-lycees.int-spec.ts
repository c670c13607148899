import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';

import { applySchools, closeMissed, missedSchools, undoImport } from '#application';
import { readSchools } from '#application/import';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { testContext } from '../../testing/small-observatory.js';

const opened = async () => {
  const catalogue = await readCatalogue(shippedCatalogue());
  if (!catalogue.ok) throw new Error('the catalogue that ships has mistakes');
  const path = join(shippedCatalogue(), 'directory', 'lycees-2016-2021.csv.gz');
  const { territories } = catalogue.value;
  const file = await readSchools(createReadStream(path).pipe(createGunzip()), { territories });
  if (!file.ok) throw new Error('the file of lycées is refused');
  return { catalogue: catalogue.value, file: file.value };
};

describe('the file of every lycée of six school years', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let ground: Awaited<ReturnType<typeof opened>>;

  beforeAll(async () => {
    ground = await opened();
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, ground.catalogue);
    models.projector.start();
  });

  afterAll(async () => {
    await models.projector.stop();
    await log.close();
    await database.drop();
  });

  const directory = async () => {
    await models.clock.waitFor(await log.head(), 60_000);
    const schools = await models.directory.all({});
    return { known: schools.length, open: schools.filter((one) => one.closedOn === null).length };
  };

  it('closes those that it ceases to name, in the year in which it does, and gives them back when it is undone', async () => {
    const { file, catalogue } = ground;
    const services = { store: log, directory: models.directory, catalogue };
    const inLastYear = file.descriptions.filter(
      ({ effectiveFrom }) => effectiveFrom === '2021-09-01',
    ).length;

    await applySchools(services, file.descriptions, { context: testContext });
    const before = await directory();
    const doubtful = await missedSchools(services, file, 10);
    const missed = await missedSchools(services, file, 12);
    if (!missed.ok || doubtful.ok) throw new Error('two of eighteen lycées have closed');
    const context = { ...testContext, correlationId: 'complete' };
    const { closed, refused } = await closeMissed(services, missed.value, context);
    const after = await directory();
    const undone = await undoImport(
      { store: log, histories: models.histories },
      { importId: 'complete', reason: 'not complete' },
      testContext,
    );

    expect(doubtful.error.map(({ found }) => found)).toEqual(['2 / 18']);
    expect([closed, refused]).toEqual([missed.value.length, []]);
    expect(after).toEqual({ known: before.known, open: inLastYear });
    expect(undone.ok).toBe(true);
    expect(await directory()).toEqual(before);
  });
});
