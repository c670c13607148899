import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { checkLetterOf, type Position } from '#kernel';
import {
  execute,
  inTransaction,
  makeReadModels,
  openEventLog,
  type PostgresEventLog,
  type ReadModels,
} from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  opening,
  registration,
  respondent,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';
import { cellSumsText } from './cell-sums.reader.js';
import { type Asked, keptParametersOf, parametersOf } from './found-sums.js';
import { pastSumsText, presentSumsText, sumsAtText } from './sums-at.statement.js';
import { parametersOf as sumsParametersOf, type SumsQuery } from './sums.js';

const departments = ['004', '013', '006', '031'];

const schools = Array.from({ length: 3_000 }, (_, index) => {
  const department = departments[index % 4] ?? '013';
  const digits = `${department}${String(index).padStart(4, '0')}`;
  return respondent(digits + checkLetterOf(digits), { department, academy: department });
});

type Plan = {
  readonly 'Node Type': string;
  readonly 'Total Cost': number;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly Plan[];
};

type Territory = SumsQuery['territories'][number];

const ofSmall = (territories: readonly Territory[], moment: SumsQuery['moment']) => ({
  wanted: {
    ...{ territories, breakdown: [], moment },
    ...{ campaign: null, surveys: ['small'], schoolYears: ['2013-2014'] },
  },
  parts: territories.map((territory) => ({ campaign: 'small-2014', territory, cell: territory })),
  slots: [0],
});

/** The country and a département on the map of the campaign, at a position. */
const atPosition = (text: string, position: bigint): readonly unknown[] => {
  const territories = [
    { kind: 'country', code: 'FR' },
    { kind: 'department', code: '013' },
  ] as const;
  const moment = { asOf: position as Position, geography: 'THEN' } as const;
  return parametersFor(text, ofSmall(territories, moment));
};

const isPresent = (text: string): boolean =>
  text === presentSumsText('then') || text === presentSumsText('other');

const parametersFor = (text: string, asked: Asked): readonly unknown[] => [
  ...parametersOf(asked),
  ...(isPresent(text) ? [] : keptParametersOf([])),
];

const nodesOf = (plan: Plan): readonly string[] => [
  `${plan['Node Type']} ${plan['Index Name'] ?? ''}`.trim(),
  ...(plan.Plans ?? []).flatMap(nodesOf),
];

describe('lists of the read models', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;

  // Tables of a test are small enough to be scanned: what is asked is whether an index can serve.
  const explained = (text: string, values: readonly unknown[] = []): Promise<Plan> =>
    inTransaction(database.pool, async (connection) => {
      await execute(
        connection,
        'set local enable_seqscan = off; set local enable_bitmapscan = off',
      );
      const { rows } = await connection.query<{ 'QUERY PLAN': readonly [{ Plan: Plan }] }>(
        text,
        values.length === 0 ? undefined : [...values],
      );
      const [row] = rows;
      if (row === undefined) throw new Error('PostgreSQL explains nothing');
      return row['QUERY PLAN'][0].Plan;
    });

  const planOf = async (text: string, values?: readonly unknown[]): Promise<readonly string[]> =>
    nodesOf(await explained(`explain (format json) ${text}`, values));

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    const write = logWriter(log);
    await write(opening({ campaign: 'small-2014', respondents: schools }));
    await write(schools.slice(0, 400).map((school) => registration(school)));
    await write(opening({ campaign: 'small-2015', schoolYear: '2014-2015', respondents: schools }));
    const last = await write(
      schools
        .slice(0, 200)
        .map(({ uai }) =>
          submission({ campaign: 'small-2014', uai, answers: { pupils: 1, computers: 1 } }),
        ),
    );
    models.projector.start();
    if (!(await models.clock.waitFor(last, 20_000)))
      throw new Error('the projector did not get there');
    await models.projector.stop();
    await database.pool.query('analyze');
  });

  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  it('read a page of a campaign in the order of its key, without sorting', async () => {
    expect(
      await planOf(`select uai from read_model.respondent
        where campaign = 'small-2014' and uai > '' order by uai limit 101`),
    ).toEqual(['Limit', 'Index Only Scan respondent_pk']);
  });

  it('find the schools of an académie of a campaign by their place', async () => {
    expect(
      await planOf(`select uai from read_model.respondent
        where campaign = 'small-2014' and academy = '013'`),
    ).toContain('Index Only Scan respondent_by_place');
  });

  it('read the sums of a territory by the key of its cells', async () => {
    expect(
      await planOf(`select used from read_model.cell
        where campaign = 'small-2014' and kind = 'department' and code = '013'`),
    ).toContain('Index Scan cell_pk');
  });

  it('find the current version of a response by its key', async () => {
    expect(
      await planOf(`select status from read_model.response
        where campaign = 'small-2014' and uai = '0130001A' and known_to is null`),
    ).toContain('Index Scan response_pk');
  });

  it('find what a campaign has changed by the position, and what was kept by the key of its cell', async () => {
    const plan = await planOf(sumsAtText('then'), atPosition(sumsAtText('then'), 10n));
    expect(plan).toContain('Index Scan journal_page_pk');
    expect(plan).toContain('Index Scan past_cell_pk');
    expect(plan).toContain('Index Scan response_pk');
  });

  it('read no table of answers, cells or lists from end to end, at whichever position', async () => {
    const texts = [
      pastSumsText('then'),
      pastSumsText('other'),
      sumsAtText('other'),
      presentSumsText('then'),
      presentSumsText('other'),
    ];
    const plans = await Promise.all(texts.map((text) => planOf(text, atPosition(text, 10n))));
    expect(plans.flat().filter((node) => /^Seq Scan/.test(node))).toEqual([]);
  });

  it('look no dearer with one plan for all questions than with a plan for each, or each would be planned anew', async () => {
    const one = [{ kind: 'department', code: '013' }] as const;
    const past = ofSmall(one, { asOf: 10n as Position, geography: 'THEN' });
    const present = ofSmall(one, { asOf: null, geography: 'CURRENT' });
    for (const text of [
      pastSumsText('then'),
      pastSumsText('other'),
      sumsAtText('other'),
      presentSumsText('then'),
      presentSumsText('other'),
    ]) {
      const ofThisOne = await explained(
        `explain (format json) ${text}`,
        parametersFor(text, isPresent(text) ? present : past),
      );
      const ofAll = await explained(`explain (generic_plan, format json) ${text}`);
      expect(ofAll['Total Cost']).toBe(ofThisOne['Total Cost']);
    }
    const { wanted } = present;
    const ofCells = await explained(
      `explain (format json) ${cellSumsText}`,
      sumsParametersOf(wanted),
    );
    const ofAllCells = await explained(`explain (generic_plan, format json) ${cellSumsText}`);
    expect(ofAllCells['Total Cost']).toBe(ofCells['Total Cost']);
  });

  it('find the history of a school by its key', async () => {
    expect(
      await planOf(`select department from read_model.school_version
        where uai = '0130001A' and known_to is null order by valid_from`),
    ).toContain('Index Scan school_version_pk');
  });

  it('page through an académie of the directory by its own index', async () => {
    expect(
      await planOf(`select uai from read_model.school
        where academy = '013' and uai > '' order by uai limit 11`),
    ).toEqual(['Limit', 'Index Only Scan school_by_academy']);
  });

  it('page forward without gaps, repetitions, or an end too early', async () => {
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await models.directory.page(
        { departments: ['013', '031'] },
        { first: 7, after },
      );
      seen.push(...page.rows.map(({ uai }) => uai));
      after = page.cursors.at(-1) ?? null;
      if (!page.hasNextPage) break;
    }
    const wanted = schools
      .slice(0, 400)
      .filter(({ department }) => ['013', '031'].includes(department));
    expect(seen).toEqual(wanted.map(({ uai }) => uai).sort());
  });
});
