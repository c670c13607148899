import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  campaignRegister,
  type Contribution,
  contributionsHash,
  type Figure,
  type FigureName,
  type Geography,
  type LeftOut,
  type Moment,
  type ProvenanceReader,
  provenanceReader,
  responseReader,
  type TerritoryRef,
} from '#application';
import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import { add, compare, decimal, type Position, type SchoolYear, zero } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { nationalSurvey, nationalYear } from '../../testing/national-survey.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { logWriter } from '../../testing/written-log.js';

const everybody = { kind: 'all' } as const;
const france: TerritoryRef = { kind: 'country', code: 'FR' };
const marseille: TerritoryRef = { kind: 'academy', code: '02' };
const nice: TerritoryRef = { kind: 'academy', code: '23' };

const years: readonly SchoolYear[] = ['2014', '2018'].map(nationalYear);

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;
let catalogue: Catalogue;
let reader: ProvenanceReader;
let before: Position;
let head: Position;

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  catalogue = read.value;
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  models = makeReadModels({ pool: database.pool, store: log }, catalogue);
  models.projector.start();
  const register = campaignRegister({ store: log, campaigns: models.campaigns });
  const clock = () => '2026-01-01T00:00:00Z';
  const services = { store: log, catalogue, register, clock };
  const responses = responseReader(services);
  reader = provenanceReader({ ...services, responses, contributions: models.contributions });
  const { first, later } = nationalSurvey(catalogue);
  const write = logWriter(log);
  before = await write(first);
  head = await write(later);
  if (!(await models.clock.waitFor(head, 60_000)))
    throw new Error(
      JSON.stringify(models.projector.health().map(({ failure }) => failure?.reason)),
    );
}, 120_000);

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
});

const figuresOf = (territories: readonly TerritoryRef[], moment: Moment) =>
  models.figures.figures({
    indicators: [...catalogue.indicators.keys()],
    territories,
    schoolYears: years,
    breakdown: [],
    moment,
  });

const nameOf = (figure: Figure, { geography }: Moment): FigureName => ({
  indicator: figure.indicator,
  definitionVersion: figure.definitionVersion,
  territory: figure.territory,
  schoolYear: figure.schoolYear,
  segment: figure.segment,
  moment: { asOf: figure.position, geography },
});

const allContributions = async (name: FigureName, size = 7): Promise<readonly Contribution[]> => {
  const rows: Contribution[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await reader.contributions(name, everybody, { first: size, after });
    rows.push(...page.rows);
    after = page.cursors.at(-1) ?? null;
    if (!page.hasNextPage) return rows;
  }
};

const allLeftOut = async (name: FigureName): Promise<readonly LeftOut[]> => {
  const rows: LeftOut[] = [];
  let after: string | null = null;
  for (;;) {
    const page = await reader.leftOut(
      name,
      { within: everybody, reason: null },
      { first: 7, after },
    );
    rows.push(...page.rows);
    after = page.endCursor;
    if (!page.hasNextPage) return rows;
  }
};

const sum = (texts: readonly (string | null)[]) =>
  texts.reduce((total, text) => (text === null ? total : add(total, decimal(text))), zero);

const same = (left: string | null, right: ReturnType<typeof sum>): boolean =>
  compare(left === null ? zero : decimal(left), right) === 0;

/** What does not agree between a figure, its provenance and its contributions: nothing, when it reconciles. */
const disagreements = async (figure: Figure, moment: Moment): Promise<readonly string[]> => {
  const name = nameOf(figure, moment);
  const [told, lines] = [await reader.provenance(name), await allContributions(name)];
  const listed = figure.coverage.expected + figure.coverage.excluded;
  const left = told.leftOut.reduce((total, { schools }) => total + schools, 0);
  const checks: readonly (readonly [string, boolean])[] = [
    ['used', told.used === figure.used && lines.length === figure.used],
    ['numerator', same(figure.numerator, sum(lines.map(({ numerator }) => numerator)))],
    ['denominator', same(figure.denominator, sum(lines.map(({ denominator }) => denominator)))],
    ['told numerator', same(figure.numerator, sum([told.numerator]))],
    ['told denominator', same(figure.denominator, sum([told.denominator]))],
    ['hash', contributionsHash(lines) === told.contributionsHash],
    ['everybody', told.used + left === listed],
    ['position', told.position === figure.position],
    ['exact', told.exact],
  ];
  return checks.filter(([, holds]) => !holds).map(([what]) => what);
};

const reconciled = async (territories: readonly TerritoryRef[], moment: Moment) => {
  const figures = await figuresOf(territories, moment);
  const wrong: unknown[] = [];
  for (const figure of figures) {
    const found = await disagreements(figure, moment);
    const { indicator, schoolYear, territory } = figure;
    if (found.length > 0) wrong.push([indicator, schoolYear, territory.code, found]);
  }
  return { counted: figures.filter(({ used }) => used > 0).length, wrong };
};

describe('contributions', () => {
  it('add up to the figure, for every indicator of the catalogue', async () => {
    const { counted, wrong } = await reconciled([france, marseille], {
      asOf: null,
      geography: 'THEN',
    });
    expect(wrong).toEqual([]);
    expect(counted).toBeGreaterThan(catalogue.indicators.size);
  }, 120_000);

  it.each<[string, Geography]>([
    ['of the campaign', 'THEN'],
    ['of today', 'CURRENT'],
    ['of a year', { at: '2015-2016' as SchoolYear }],
  ])(
    'add up by the map %s, now and as of an earlier position',
    async (_, geography) => {
      for (const asOf of [head, before]) {
        const { wrong } = await reconciled([nice], { asOf, geography });
        expect(wrong).toEqual([]);
      }
      expect(before).not.toBe(head);
    },
    120_000,
  );

  it('leave nobody out without a reason, and the pages tell each school as the counts do', async () => {
    const moment: Moment = { asOf: head, geography: 'THEN' };
    const told = new Map<string, number>();
    for (const figure of await figuresOf([france], moment)) {
      const name = nameOf(figure, moment);
      const { leftOut } = await reader.provenance(name);
      const counts = new Map<string, number>();
      for (const { reason, detail } of await allLeftOut(name)) {
        const key = `${reason}|${detail ?? ''}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
        told.set(reason, (told.get(reason) ?? 0) + 1);
      }
      expect(Object.fromEntries(counts)).toEqual(
        Object.fromEntries(
          leftOut.map(({ reason, detail, schools }) => [`${reason}|${detail ?? ''}`, schools]),
        ),
      );
    }
    expect([...told.keys()].sort()).toEqual([
      'draft',
      'no-answer',
      'no-response',
      'not-concerned',
      'not-expected',
      'not-in-questionnaire',
      'outside-scope',
      'school-unknown',
      'withdrawn',
    ]);
  }, 120_000);

  it('add up in every kind of territory', async () => {
    const places: readonly TerritoryRef[] = [
      { kind: 'department', code: '013' },
      { kind: 'academic-region', code: '93' },
    ];
    expect((await reconciled(places, { asOf: before, geography: 'THEN' })).wrong).toEqual([]);
  }, 120_000);
});
