import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { checkLetterOf, type Position } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  confirmation,
  exception,
  exceptionWithdrawn,
  locking,
  opening,
  respondent,
  returning,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const uaiOf = (index: number): string => {
  const digits = `013${String(index).padStart(4, '0')}`;
  return digits + checkLetterOf(digits);
};
const [one, two, three] = [uaiOf(1), uaiOf(2), uaiOf(3)];
const france = { kind: 'country', code: 'FR' } as const;
const school = { kind: 'school', code: one } as const;

const respondents = [
  respondent(one),
  respondent(two, { department: '031', academy: '16' }),
  respondent(three),
];

describe('the review of a campaign', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let beforeAnswer: Position;

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue(), {
      batchSize: 3,
    });
    const write = logWriter(log);
    await write(opening({ campaign, respondents }));
    await write(
      [one, two].map((uai) => submission({ campaign, uai, answers: { pupils: 3, computers: 1 } })),
    );
    beforeAnswer = await write([
      returning({ campaign, uai: one, question: 'pupils' }),
      returning({ campaign, uai: one, question: 'computers', until: '2014-08-31' }),
      returning({ campaign, uai: two, question: 'pupils' }),
      locking(campaign, france, null),
      exception(campaign, school, '2014-09-15'),
    ]);
    const last = await write([
      confirmation({ campaign, uai: one, question: 'pupils' }),
      returning({ campaign, uai: two, question: 'pupils', until: '2014-10-31' }),
      locking(campaign, france, '2014-12-31'),
      exceptionWithdrawn(campaign, school),
    ]);
    models.projector.start();
    if (!(await models.clock.waitFor(last, 20_000))) throw new Error('the projector is late');
    await models.projector.stop();
  });

  afterAll(async () => {
    await log.close();
    await database.drop();
  });

  const now = { today: '2014-09-10', asOf: null };
  const all = { first: 100, after: null };

  it('lists what was returned, with what became of it on that day', async () => {
    const { rows } = await models.review.returns({ campaign }, now, all);
    expect(
      rows.map(({ uai, question, status, until, text }) => [uai, question, status, until, text]),
    ).toEqual([
      [one, 'computers', 'expired', '2014-08-31', null],
      [one, 'pupils', 'confirmed', '2014-09-30', 'counted twice'],
      [two, 'pupils', 'replaced', '2014-09-30', null],
      [two, 'pupils', 'open', '2014-10-31', null],
    ]);
    expect(rows[1]?.returned.by).toEqual({ role: 'school', id: 'test' });
    expect(rows[1]?.settled?.position).toBe(beforeAnswer + 1n);
  });

  it('keeps to an académie, a school and a status, counts, and pages without a gap', async () => {
    const found = async (filter: object) => {
      const wanted = { campaign, ...filter };
      const { rows } = await models.review.returns(wanted, now, all);
      return [rows.length, await models.review.returnCount(wanted, now)];
    };
    expect([
      await found({}),
      await found({ academies: ['16', '99'] }),
      await found({ department: '013' }),
      await found({ uai: one }),
      await found({ status: 'open' }),
      await found({ status: 'expired', academies: ['16'] }),
    ]).toEqual([
      [4, 4],
      [2, 2],
      [2, 2],
      [2, 2],
      [1, 1],
      [0, 0],
    ]);
    const seen: string[] = [];
    for (let after: string | null = null; ;) {
      const page = await models.review.returns({ campaign }, now, { first: 1, after });
      seen.push(...page.rows.map(({ uai, question }) => `${uai} ${question}`));
      after = page.cursors.at(-1) ?? null;
      if (!page.hasNextPage) break;
    }
    expect(seen).toEqual([`${one} computers`, `${one} pupils`, `${two} pupils`, `${two} pupils`]);
  });

  it('tells what waited at an earlier position', async () => {
    const then = { today: '2014-08-01', asOf: beforeAnswer };
    const { rows } = await models.review.returns({ campaign }, then, all);
    expect(rows.map(({ status, settled, text }) => [status, settled, text])).toEqual([
      ['open', null, null],
      ['open', null, null],
      ['open', null, null],
    ]);
  });

  it('lists locks and exceptions: those in force, and those that ever were', async () => {
    const access = async (effect: 'lock' | 'exception', moment: typeof now, inForce?: boolean) => {
      const filter = { campaign, effect, ...(inForce !== undefined && { inForce }) };
      const { rows } = await models.review.access(filter, moment, all);
      expect(await models.review.accessCount(filter, moment)).toBe(rows.length);
      return rows.map((row) => [row.code, row.until, row.inForce, row.endReason]);
    };
    expect([
      await access('lock', now),
      await access('lock', now, true),
      await access('exception', now),
      await access('exception', now, true),
    ]).toEqual([
      [
        ['FR', null, false, null],
        ['FR', '2014-12-31', true, null],
      ],
      [['FR', '2014-12-31', true, null]],
      [[one, '2014-09-15', false, 'a mistake']],
      [],
    ]);
    const before = { today: '2014-09-10', asOf: beforeAnswer } as unknown as typeof now;
    expect(await access('exception', before, true)).toEqual([[one, '2014-09-15', true, null]]);
    expect(await access('lock', { ...now, today: '2015-01-01' }, true)).toEqual([]);
  });

  it('tells a school what waits for it, the most pressing first', async () => {
    const kinds = async (uai: string, today: string) =>
      (await models.review.toDo(uai, today)).map(({ kind, question, until }) => [
        kind,
        question,
        until,
      ]);
    expect([
      await kinds(one, '2014-08-01'),
      await kinds(two, '2014-09-10'),
      await kinds(three, '2014-03-01'),
    ]).toEqual([
      [['answer-return', 'computers', '2014-08-31']],
      [['answer-return', 'pupils', '2014-10-31']],
      [['respond', null, '2014-03-31']],
    ]);
  });

  it('comes out the same when it is made anew, however the log is cut', async () => {
    for (const batchSize of [1, 100]) {
      const report = await models.rebuilder.rebuild('review', { switchOver: false, batchSize });
      expect([report.equal, report.sameDefinition]).toEqual([true, true]);
    }
  });
});
