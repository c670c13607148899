import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  absorbProposed,
  applySchools,
  changesOfImport,
  closeSchool,
  standingProposals,
  undoImport,
} from '#application';
import type { SchoolDescription } from '#domain/territory';
import type { Uai } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { testContext, testUai } from '../../testing/small-observatory.js';
import { smallCatalogue } from '../../testing/small-survey.js';

const school = (number: number, name: string): SchoolDescription => ({
  uai: testUai(number) as Uai,
  name,
  schoolType: 'ECOLE',
  degree: '1D',
  sector: 'PU',
  communeCode: '13055',
  commune: 'MARSEILLE',
  department: '013',
  academy: '02',
  openedOn: null,
  closedOn: null,
  socialPositionIndex: null,
  enrolment: null,
  effectiveFrom: '2021-09-01',
  source: 'annuaire',
});

const telling = (...numbers: readonly number[]): string =>
  `GROUPE A ABSORBE LES UAI ${numbers.map(testUai).join(' ET ')} EN 2022`;

const by = (correlationId: string) => ({ ...testContext, correlationId });

describe('the absorptions that names of the directory propose', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let ids = 0;

  const newId = (): string => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;

  /** Use cases over read models that have seen the whole log. */
  const ground = async () => {
    await models.clock.waitFor(await log.head(), 60_000);
    const { directory, histories } = models;
    return { store: log, directory, histories, newId };
  };

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    models.projector.start();
    const others = [2, 3, 4].map((number) => school(number, `ECOLE ${String(number)}`));
    const named = [school(1, telling(2, 3, 4, 9)), ...others];
    await applySchools({ store: log }, named, { context: by('first') });
    const renamed = { ...school(1, 'GROUPE'), effectiveFrom: '2023-09-01', source: 'later' };
    await applySchools({ store: log }, [renamed], { context: by('second') });
    const closing = { uai: testUai(4), on: '2021-12-01', reason: 'arrêté' };
    await closeSchool(await ground(), closing, by('third'));
  });

  afterAll(async () => {
    await models.projector.stop();
    await log.close();
    await database.drop();
  });

  const standing = async () =>
    (await standingProposals((await ground()).histories)).map(({ uai, into, on, state }) => {
      expect([into, on]).toEqual([testUai(1), '2022-09-01']);
      return `${uai} ${state}`;
    });

  it('stand until they are decided, though the name has changed since, each with what keeps it', async () => {
    expect(await standing()).toEqual([
      `${testUai(2)} ready`,
      `${testUai(3)} ready`,
      `${testUai(4)} closed`,
      `${testUai(9)} unknown`,
    ]);
  });

  it('are recorded together, none when one of them does not stand, and undone together', async () => {
    const before = await log.head();
    const refused = await absorbProposed(await ground(), [testUai(2), testUai(4)], by('wrong'));
    expect([refused.ok || refused.error.map(({ code, found }) => [code, found])]).toEqual([
      [['SCHOOL_PROPOSAL_UNKNOWN', testUai(4)]],
    ]);
    expect(await log.head()).toBe(before);

    const absorbed = await absorbProposed(await ground(), null, by('decided'));
    expect(absorbed).toEqual({ ok: true, value: { schools: 2, position: await log.head() } });
    expect(await standing()).toEqual([`${testUai(4)} closed`, `${testUai(9)} unknown`]);

    const undoing = { importId: 'decided', reason: 'too early' };
    const undone = await undoImport(await ground(), undoing, by('undoing'));
    expect(undone.ok && undone.value.schools).toBe(2);
    expect((await standing()).slice(0, 2)).toEqual([`${testUai(2)} ready`, `${testUai(3)} ready`]);
  });

  it('are told among the imports and orders, the latest first, page by page', async () => {
    const { histories } = await ground();
    const first = await histories.imports({ first: 3, after: null });
    const rest = await histories.imports({ first: 3, after: first.cursors[2] ?? null });
    const told = [...first.rows, ...rest.rows].map(
      ({ importId, sources, schools, facts, undoneFor }) =>
        [importId, sources, schools, facts, undoneFor] as const,
    );
    expect(told).toEqual([
      ['undoing', [], 2, 2, 0],
      ['decided', ['décision'], 2, 2, 2],
      ['third', ['décision'], 1, 1, 0],
      ['second', ['later'], 1, 2, 0],
      ['first', ['annuaire'], 4, 4, 0],
    ]);
    expect([first.hasNextPage, rest.hasNextPage]).toEqual([true, false]);
  });

  it('change schools one by one, told page by page', async () => {
    const { histories } = await ground();
    const page = await changesOfImport(histories, 'first', { first: 3, after: null });
    const after = page.cursors.at(-1) ?? null;
    const last = await changesOfImport(histories, 'first', { first: 3, after });
    expect(
      [page, last].map(({ rows, hasNextPage }) => [rows.map(({ uai }) => uai), hasNextPage]),
    ).toEqual([
      [[1, 2, 3].map(testUai), true],
      [[testUai(4)], false],
    ]);
  });
});
