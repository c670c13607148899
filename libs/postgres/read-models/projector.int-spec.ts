import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import { beginning, checkLetterOf } from '#kernel';
import {
  makeReadModels,
  openEventLog,
  type PostgresEventLog,
  type ReadModelOptions,
  type ReadModels,
} from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  indicator,
  opening,
  registration,
  relocation,
  respondent,
  smallCatalogue,
  smallIndicators,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

type Bench = {
  readonly database: TestDatabase;
  readonly log: PostgresEventLog;
  readonly write: ReturnType<typeof logWriter>;
};

const opened = async (): Promise<Bench> => {
  const database = await databaseForTest();
  const log = await openEventLog({ url: database.url });
  return { database, log, write: logWriter(log) };
};

const closed = async ({ database, log }: Bench): Promise<void> => {
  await log.close();
  await database.drop();
};

const modelsOf = (
  { database, log }: Bench,
  options: ReadModelOptions = {},
  catalogue = smallCatalogue(),
): ReadModels => makeReadModels({ pool: database.pool, store: log }, catalogue, options);

/** Starts a projector, waits for the head of the log, and stops it. */
const caughtUp = async ({ log }: Bench, { projector, clock }: ReadModels): Promise<void> => {
  projector.start();
  await projector.ready();
  if (!(await clock.waitFor(await log.head(), 20_000)))
    throw new Error(
      projector
        .health()
        .map(({ failure }) => failure?.reason.en)
        .join(', '),
    );
  await projector.stop();
};

/** A log that notes how many events each batch of its subscriptions has. */
const noting = (log: PostgresEventLog, sizes: number[]): PostgresEventLog => {
  const subscribe: PostgresEventLog['subscribe'] = async function* (after, options) {
    for await (const batch of log.subscribe(after, options)) {
      sizes.push(batch.length);
      yield batch;
    }
  };
  return Object.assign(Object.create(log) as PostgresEventLog, { subscribe });
};

const digits = (index: number): string => `013${String(index).padStart(4, '0')}`;
const uais = Array.from({ length: 6 }, (_, index) => digits(index) + checkLetterOf(digits(index)));
const [first = '', second = ''] = uais;
const respondents = uais.map((uai, index) =>
  respondent(uai, {
    sector: index % 2 === 0 ? 'PU' : 'PR',
    department: index % 3 === 0 ? '013' : '031',
    academy: index % 3 === 0 ? '02' : '16',
  }),
);

const openings = [
  ...respondents.map((school) => registration(school)),
  ...opening({ campaign: 'small-2014', respondents }),
  ...opening({
    campaign: 'small-2018',
    version: '2018',
    schoolYear: '2017-2018',
    respondents: respondents.slice(1),
    exclusions: [{ uai: first, reason: 'closed', school: null }],
  }),
];

describe('the projector', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = await opened();
    await bench.write(openings);
  });

  afterEach(() => closed(bench));

  const answers = { pupils: 30, computers: 3 };

  it('takes what comes while a batch is written as one batch', async () => {
    const { database, log, write } = bench;
    const sizes: number[] = [];
    const store = noting(log, sizes);
    const { projector, clock } = makeReadModels({ pool: database.pool, store }, smallCatalogue());
    projector.start();
    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    sizes.length = 0;

    const holder = await database.pool.connect();
    await holder.query('begin; select from read_model.checkpoint for update');
    for (const uai of uais.slice(0, 4)) {
      await write([submission({ campaign: 'small-2014', uai, answers })]);
      while (sizes.length === 0) await delay(5);
    }
    await holder.query('commit');
    holder.release();

    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    await projector.stop();
    expect(sizes).toEqual([1, 3]);
  });

  it('writes full parts of a batch though nothing follows them', async () => {
    const { log } = bench;
    const { projector, clock } = modelsOf(bench, { batchSize: 10_000, partSize: 1 });
    projector.start();
    expect(await clock.waitFor(await log.head(), 20_000)).toBe(true);
    await projector.stop();
  });

  it('stops a read model alone at an event that it cannot apply, and says which, why and what to do', async () => {
    const stream = `response-small-2014.${second}`;
    await bench.write([submission({ campaign: 'small-2014', uai: first, answers })]);
    const outcome = await bench.log.append({
      stream,
      expectedRevision: 0,
      events: [
        {
          id: '00000000-0000-4000-8000-000000000001',
          type: 'ResponseImagined',
          schemaVersion: 3,
          data: {},
          metadata: { actor: { role: 'school', id: 'x' }, cause: 'submission', correlationId: 'c' },
        },
      ],
    });
    const bad = outcome.ok ? outcome.value.position : beginning;
    const last = await bench.write([relocation(first, '006', '23')]);

    const models = modelsOf(bench, { partSize: 3 });
    models.projector.start();
    while (
      models.projector.health()[2]?.status !== 'stopped' ||
      models.projector.health()[0]?.position !== last
    )
      await models.clock.position();
    await models.projector.stop();

    expect(await models.clock.waitFor(last, 0, ['school-directory'])).toBe(true);
    expect(await models.clock.waitFor(last, 0, ['school-directory', 'figures'])).toBe(false);
    expect(await models.clock.waitFor(last, 0)).toBe(false);
    expect(models.projector.health()).toEqual([
      { projection: 'school-directory', status: 'following', position: last, failure: null },
      { projection: 'campaign-register', status: 'following', position: last, failure: null },
      {
        projection: 'figures',
        status: 'stopped',
        position: bad - 1n,
        failure: {
          event: {
            id: '00000000-0000-4000-8000-000000000001',
            type: 'ResponseImagined',
            schemaVersion: 3,
            stream,
            revision: 1,
            position: bad,
          },
          reason: {
            fr: 'cette version du programme ne connaît pas l’événement ResponseImagined',
            en: 'this version of the program does not know the event ResponseImagined',
          },
          remedy: {
            fr: 'Installez une version du programme qui connaît cet événement : rien n’est perdu, la projection reprend où elle s’est arrêtée.',
            en: 'Install a version of the program that knows this event: nothing is lost, the projection resumes where it stopped.',
          },
        },
      },
      { projection: 'publication-register', status: 'following', position: last, failure: null },
      { projection: 'review', status: 'following', position: last, failure: null },
    ]);
    expect(await models.clock.waitFor(last, 20)).toBe(false);
  });

  it('makes figures anew when the catalogue has changed: a new indicator has its history at once', async () => {
    await bench.write([
      submission({ campaign: 'small-2014', uai: first, answers }),
      submission({ campaign: 'small-2014', uai: second, answers: { pupils: 60, computers: 12 } }),
    ]);
    await caughtUp(bench, modelsOf(bench));

    const added = indicator({
      id: 'a_new_one',
      aggregation: 'per-100',
      numerator: 'computers',
      denominator: 'pupils',
      decimals: 1,
    });
    const models = modelsOf(bench, {}, smallCatalogue([added, ...smallIndicators]));
    await caughtUp(bench, models);

    const figures = await models.figures.figures({
      indicators: ['a_new_one', 'computers'],
      territories: [{ kind: 'country', code: 'FR' }],
      schoolYears: ['2013-2014' as never],
      breakdown: [],
      moment: { asOf: null, geography: 'THEN' },
    });
    expect(figures.map(({ value }) => value)).toEqual(['16.7', '15']);
  });

  it('survives the loss of its connections, and two of them write everything once', async () => {
    const one = modelsOf(bench, { batchSize: 3, retryDelayMs: 5 });
    const other = modelsOf(bench, { batchSize: 2, retryDelayMs: 5 });
    one.projector.start();
    other.projector.start();
    for (const uai of uais.slice(1)) {
      await bench.write([submission({ campaign: 'small-2014', uai, answers })]);
      await bench.database.pool
        .query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and application_name = 'test'`,
        )
        .catch(() => undefined);
    }
    expect(await one.clock.waitFor(await bench.log.head(), 20_000)).toBe(true);
    await Promise.all([one.projector.stop(), other.projector.stop()]);

    const report = await one.rebuilder.rebuild('figures', { switchOver: false });
    expect([report.equal, report.sameDefinition]).toEqual([true, true]);
  });
});

describe('the directory', () => {
  it('suggests the schools that a misspelt UAI may have meant', async () => {
    const bench = await opened();
    await bench.write(openings);
    const models = modelsOf(bench);
    await caughtUp(bench, models);
    const wrongLetter = `${second.slice(0, 7)}${second.endsWith('A') ? 'B' : 'A'}`;
    const swapped = `${second.slice(0, 5)}${second.charAt(6)}${second.charAt(5)}${second.slice(7)}`;
    expect([
      (await models.directory.nearest(wrongLetter))[0],
      (await models.directory.nearest(swapped))[0],
      await models.directory.nearest('9999999Z'),
    ]).toEqual([second, second, []]);
    await closed(bench);
  });
});
