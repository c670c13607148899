import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import {
  type Figure,
  type FigureReader,
  revokeSkip,
  skipEvent,
  type RequestContext,
} from '#application';
import { checkLetterOf, position, type Position } from '#kernel';
import {
  makeReadModels,
  openEventLog,
  type PostgresEventLog,
  type ReadModels,
  RebuildRunning,
  RebuildStopped,
  SwitchPostponed,
} from '#postgres';

import { runTypeScript } from '../../testing/child-process.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  indicator,
  opening,
  registration,
  respondent,
  smallCatalogue,
  smallIndicators,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const digits = (index: number): string => `013${String(index).padStart(4, '0')}`;
const uais = Array.from({ length: 60 }, (_, index) => digits(index) + checkLetterOf(digits(index)));
const respondents = uais.map((uai) => respondent(uai));
const campaign = 'small-2014';

let database: TestDatabase;
let log: PostgresEventLog;
let write: ReturnType<typeof logWriter>;

beforeEach(async () => {
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  write = logWriter(log);
  await write([
    ...respondents.map((school) => registration(school)),
    ...opening({ campaign, respondents }),
  ]);
});

afterEach(async () => {
  await log.close();
  await database.drop();
});

const answered = (from: number, to: number): Promise<Position> =>
  write(
    uais
      .slice(from, to)
      .map((uai) => submission({ campaign, uai, answers: { pupils: 10, computers: 1 } })),
  );

const modelsOf = (catalogue = smallCatalogue()): ReadModels =>
  makeReadModels({ pool: database.pool, store: log }, catalogue, {
    lookAgainMs: 20,
    retryDelayMs: 5,
  });

const caughtUp = async (models: ReadModels): Promise<void> => {
  models.projector.start();
  await models.projector.ready();
  expect(await models.clock.waitFor(await log.head(), 30_000)).toBe(true);
};

const ask = (figures: FigureReader, indicators: readonly string[]): Promise<readonly Figure[]> =>
  figures.figures({
    indicators,
    territories: [
      { kind: 'country', code: 'FR' },
      { kind: 'academy', code: '02' },
    ],
    schoolYears: ['2013-2014' as never],
    breakdown: [],
    moment: { asOf: null, geography: 'THEN' },
  });

const shadowTables = async (): Promise<readonly unknown[]> => {
  const left = await database.pool.query(
    `select tablename from pg_tables where schemaname = 'rebuild' and tablename <> 'checkpoint'
     union all select projection from rebuild.checkpoint`,
  );
  return left.rows as readonly unknown[];
};

describe('a rebuild under load', () => {
  it('fails no query and mixes none: every answer is of the old rows or of the new ones', async () => {
    await answered(0, 30);
    // The same indicator, counted otherwise: the marker that tells old rows from new ones.
    const marker = (numerator: string) =>
      smallCatalogue([
        indicator({ id: 'marker_a', aggregation: 'total', numerator, decimals: 0 }),
        indicator({ id: 'marker_b', aggregation: 'total', numerator, decimals: 0 }),
        ...smallIndicators,
      ]);
    const before = modelsOf(marker('computers'));
    await caughtUp(before);
    await before.projector.stop();

    let isOver = false;
    const seen = new Set<string>();
    let queries = 0;
    const readers = Array.from({ length: 4 }, async () => {
      while (!isOver) {
        const answer = await ask(before.figures, ['marker_a', 'marker_b']);
        seen.add(answer.map(({ value }) => value).join());
        queries += 1;
      }
    });
    const after = modelsOf(marker('computers * 1000'));
    const arriving = answered(30, 60);
    const report = await after.rebuilder.rebuild('figures', { switchOver: true, batchSize: 7 });
    await arriving;
    while (![...seen].some((values) => values.startsWith('30000'))) await after.clock.position();
    isOver = true;
    await Promise.all(readers);

    expect([report.switched, report.sameDefinition]).toEqual([true, false]);
    expect(queries).toBeGreaterThan(5);
    expect([...seen].sort()).toEqual(['30,30,30,30', '30000,30000,30000,30000']);
  });

  it('is equal to rows that go on being written meanwhile', async () => {
    await answered(0, 10);
    const models = modelsOf();
    await caughtUp(models);
    const arriving = answered(10, 60);
    const report = await models.rebuilder.rebuild('figures', { switchOver: true, batchSize: 3 });
    await arriving;
    await caughtUp(models);
    const again = await models.rebuilder.rebuild('figures', { switchOver: false });
    await models.projector.stop();

    expect([report.equal, report.sameDefinition, again.equal]).toEqual([true, true, true]);
    expect(await shadowTables()).toEqual([]);
  });

  it('waits for a long query without letting others wait, and gives up in the end', async () => {
    await answered(0, 5);
    const models = modelsOf();
    await caughtUp(models);
    await models.projector.stop();
    const holder = await database.pool.connect();
    await holder.query('begin');
    await holder.query('select count(*) from read_model.cell');
    const options = { switchOver: true, switchWithinMs: 900 };
    const refused = models.rebuilder.rebuild('figures', options).catch((error: unknown) => error);
    const during = await ask(models.figures, ['computers']);
    expect(await refused).toBeInstanceOf(SwitchPostponed);
    await holder.query('commit');
    holder.release();

    expect(during[0]?.value).toBe('5');
    expect((await models.rebuilder.rebuild('figures', options)).switched).toBe(true);
  });

  it('is one at a time: another says that it is running', async () => {
    await answered(0, 20);
    const models = modelsOf();
    await caughtUp(models);
    await models.projector.stop();
    const outcomes = await Promise.allSettled([
      models.rebuilder.rebuild('figures', { switchOver: true, batchSize: 2 }),
      modelsOf().rebuilder.rebuild('figures', { switchOver: true, batchSize: 2 }),
    ]);
    const refused = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as unknown] : [],
    );
    expect(refused).toEqual([expect.any(RebuildRunning)]);
  });

  it('keeps the names of indexes and who may read', async () => {
    const named = async () => {
      const found = await database.pool.query<{ name: string }>(
        `select indexname || ' on ' || tablename as name from pg_indexes
         where schemaname = 'read_model' order by 1`,
      );
      return found.rows;
    };
    const models = modelsOf();
    await caughtUp(models);
    await models.projector.stop();
    await database.pool.query('grant select on read_model.cell to public');
    const before = await named();
    await models.rebuilder.rebuild('figures', { switchOver: true });
    const granted = await database.pool.query(
      `select has_table_privilege('public', 'read_model.cell', 'select') as may`,
    );
    expect(await named()).toEqual(before);
    expect(granted.rows).toEqual([{ may: true }]);
  });
});

describe('a rebuild whose process is killed', () => {
  it('leaves the old rows serving at any moment, and a later one succeeds', async () => {
    await answered(0, 60);
    const models = modelsOf();
    await caughtUp(models);
    await models.projector.stop();
    const expected = await ask(models.figures, ['computers']);

    for (const moment of ['replaying 5', 'replaying 77', 'comparing', 'switching', 'switched']) {
      const child = runTypeScript('libs/testing/rebuild-load.process.ts', [database.url]);
      for await (const line of child.lines) {
        const [phase, at] = line.split(' ');
        const [wanted, from] = moment.split(' ');
        if (phase === wanted && Number(at ?? 0) >= Number(from ?? 0)) child.kill('SIGKILL');
      }
      await child.exited;
      expect(await ask(models.figures, ['computers'])).toEqual(expected);
    }
    const retried = async (): Promise<boolean> => {
      for (;;) {
        try {
          const report = await models.rebuilder.rebuild('figures', { switchOver: true });
          return report.equal && report.switched;
        } catch (error) {
          if (!(error instanceof RebuildRunning)) throw error;
        }
      }
    };
    expect(await retried()).toBe(true);
    expect(await ask(models.figures, ['computers'])).toEqual(expected);
    expect(await models.rebuilder.sweep()).toEqual([]);
    expect(await shadowTables()).toEqual([]);
  });
});

const context: RequestContext = {
  actor: { role: 'operator', id: 'test' },
  correlationId: '7d3c8c4e-5f0b-4b5e-9c39-2f7f8f6f0001',
};

const badEvent = async (type: string, schemaVersion: number, data: unknown): Promise<Position> => {
  const outcome = await log.append({
    stream: `response-${campaign}.bad`,
    expectedRevision: 0,
    events: [
      {
        id: '00000000-0000-4000-8000-000000000001',
        type,
        schemaVersion,
        data,
        metadata: { actor: context.actor, cause: 'submission', correlationId: 'c' },
      },
    ],
  });
  return outcome.ok ? outcome.value.position : position(0n);
};

describe('an event that cannot be applied', () => {
  let ids = 0;
  const ground = (models: ReadModels) => ({
    store: log,
    projections: models.monitor,
    newId: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '1')}`,
  });
  const stoppedState = async (models: ReadModels) => {
    for (;;) {
      const state = (await models.monitor.states()).find(
        ({ projection }) => projection === 'figures',
      );
      if (state?.status === 'stopped') return state;
    }
  };

  it.each([
    ['of an unknown type', 'ResponseImagined', 1, {}],
    ['of an unknown version of a known type', 'ResponseSubmitted', 99, {}],
    ['whose data is not what its version says', 'ResponseSubmitted', 1, { uai: 1 }],
  ])(
    '%s stops figures, for every process to see, and goes on once it is skipped',
    async (_what, type, version, data) => {
      const bad = await badEvent(type, version, data);
      await answered(0, 3);
      const models = modelsOf();
      models.projector.start();
      const stopped = await stoppedState(models);
      const { failure } = stopped;
      expect([failure?.event?.position, failure?.event?.type, stopped.position]).toEqual([
        bad,
        type,
        position(bad - 1n),
      ]);

      const wanted = { projection: 'figures', position: String(bad), reason: 'written by mistake' };
      const other = await skipEvent(ground(models), { ...wanted, position: '1' }, context);
      expect(other.ok ? [] : other.error.map(({ code }) => code)).toEqual([
        'NOT_THE_BLOCKING_EVENT',
      ]);
      expect((await skipEvent(ground(models), wanted, context)).ok).toBe(true);
      expect(await models.clock.waitFor(await log.head(), 30_000)).toBe(true);
      const report = await models.rebuilder.rebuild('figures', { switchOver: true });
      const skipped = (await models.monitor.states()).map((state) => state.skipped);
      expect([report.equal, report.sameDefinition]).toEqual([true, true]);
      expect(skipped.flat()).toEqual([bad]);

      expect((await revokeSkip(ground(models), wanted, context)).ok).toBe(true);
      const stale = (await models.monitor.states()).filter((state) => state.needsRebuild);
      expect(stale.map(({ projection }) => projection)).toEqual(['figures']);
      await expect(models.rebuilder.rebuild('figures', { switchOver: true })).rejects.toThrow(
        RebuildStopped,
      );
      expect((await ask(models.figures, ['computers']))[0]?.value).toBe('3');
      expect(await shadowTables()).toEqual([]);
      await models.projector.stop();
    },
  );
});
