import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import {
  type Figure,
  type Geography,
  type Measured,
  type Revision,
  type RevisionFilter,
  type RevisionReader,
  revisionReader,
  type TerritoryRef,
} from '#application';
import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import { add, compare, decimal, type Decimal, type Position, subtract, zero } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { nationalSurvey, nationalYear } from '../../testing/national-survey.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { logWriter } from '../../testing/written-log.js';

const france: TerritoryRef = { kind: 'country', code: 'FR' };
const nice: TerritoryRef = { kind: 'academy', code: '23' };
const everything: RevisionFilter = {
  territory: null,
  campaign: null,
  indicators: [],
  causes: [],
  within: { kind: 'all' },
};

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;
let catalogue: Catalogue;
let reader: RevisionReader;
let before: Position;
let head: Position;
/** The feed as it was read before anything came later, and where that reading ended. */
let early: readonly Revision[];
let cursor: string | null;

const readOn = async (
  from: string | null,
  { first = 100, filter = everything } = {},
): Promise<{ readonly rows: readonly Revision[]; readonly cursor: string | null }> => {
  const rows: Revision[] = [];
  let after = from;
  for (;;) {
    const page = await reader.revisions(filter, { first, after });
    rows.push(...page.rows);
    after = page.endCursor;
    if (!page.hasNextPage) return { rows, cursor: after };
  }
};

const reached = async (position: Position): Promise<void> => {
  if (!(await models.clock.waitFor(position, 60_000)))
    throw new Error(
      JSON.stringify(models.projector.health().map(({ failure }) => failure?.reason)),
    );
};

beforeAll(async () => {
  const read = await readCatalogue(shippedCatalogue());
  if (!read.ok) throw new Error('the catalogue does not load');
  catalogue = read.value;
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  models = makeReadModels({ pool: database.pool, store: log }, catalogue);
  models.projector.start();
  reader = revisionReader({ store: log, rows: models.revisionRows, figures: models.figures });
  const { first, later } = nationalSurvey(catalogue, 13);
  const write = logWriter(log);
  before = await write(first);
  await reached(before);
  ({ rows: early, cursor } = await readOn(null));
  head = await write(later);
  await reached(head);
}, 120_000);

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
});

const decimalOf = (text: string | null): Decimal => (text === null ? zero : decimal(text));

const plus = (total: Decimal, from: string | null, to: string | null): Decimal =>
  add(total, subtract(decimalOf(to), decimalOf(from)));

type Sums = { readonly used: number; readonly numerator: Decimal; readonly denominator: Decimal };

const moved = (sums: Sums, from: Measured, to: Measured): Sums => ({
  used: sums.used + to.used - from.used,
  numerator: plus(sums.numerator, from.numerator, to.numerator),
  denominator: plus(sums.denominator, from.denominator, to.denominator),
});

const sumsOf = ({ used, numerator, denominator }: Figure): Sums => ({
  used,
  numerator: decimalOf(numerator),
  denominator: decimalOf(denominator),
});

const agree = (left: Sums, right: Sums): boolean =>
  left.used === right.used &&
  compare(left.numerator, right.numerator) === 0 &&
  compare(left.denominator, right.denominator) === 0;

const figuresAt = (asOf: Position, geography: Geography = 'THEN') =>
  models.figures.figures({
    indicators: [...catalogue.indicators.keys()],
    territories: [france],
    schoolYears: ['2014', '2018'].map(nationalYear),
    breakdown: [],
    moment: { asOf, geography },
  });

const applied = (start: Sums, figure: Figure, revisions: readonly Revision[]): Sums =>
  revisions
    .filter(({ campaign }) => campaign?.endsWith(figure.schoolYear.slice(5)) === true)
    .flatMap(({ changes }) => changes)
    .filter(
      ({ indicator }) => indicator === `${figure.indicator}@${String(figure.definitionVersion)}`,
    )
    .reduce((sums, { from, to }) => moved(sums, from, to), start);

const nothing: Sums = { used: 0, numerator: zero, denominator: zero };

describe('the feed of revisions', () => {
  it('reads on from a cursor to exactly what is new', async () => {
    const { rows: whole } = await readOn(null);
    const { rows: later } = await readOn(cursor);
    expect([...early, ...later]).toEqual(whole);
    expect(later.length).toBeGreaterThan(10);
    expect(later.every(({ position }) => position > before)).toBe(true);
    expect((await readOn((await readOn(cursor)).cursor)).rows).toEqual([]);
  }, 60_000);

  it('is the same feed however it is cut into pages, each event once, in the order of the log', async () => {
    const { rows: whole } = await readOn(null);
    const positions = whole.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => (a < b ? -1 : 1)));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 7, max: 100 }), async (first) => {
        expect((await readOn(null, { first })).rows).toEqual(whole);
      }),
      { numRuns: 6 },
    );
  }, 60_000);

  it('adds up: its changes after a position take the figures there to the figures of now', async () => {
    const { rows: later } = await readOn(cursor);
    const [then, now] = [await figuresAt(before), await figuresAt(head)];
    const wrong = now.filter((figure, index) => {
      const start = then[index];
      return start === undefined || !agree(applied(sumsOf(start), figure, later), sumsOf(figure));
    });
    expect(wrong.map(({ indicator, schoolYear }) => [indicator, schoolYear])).toEqual([]);
    const differing = now.filter((figure, index) => figure.numerator !== then[index]?.numerator);
    expect(differing.length).toBeGreaterThan(10);
  }, 60_000);

  it('makes every figure from nothing, lists of the expected among its changes', async () => {
    const { rows: whole } = await readOn(null);
    const wrong = (await figuresAt(head)).filter(
      (figure) => !agree(applied(nothing, figure, whole), sumsOf(figure)),
    );
    expect(wrong.map(({ indicator, schoolYear }) => [indicator, schoolYear])).toEqual([]);
  }, 60_000);

  it('tells causes apart, late submissions among them, and narrows to what is asked', async () => {
    const { rows } = await readOn(null);
    const kinds = [...new Set(rows.map(({ kind, cause }) => `${kind} ${cause}`))].sort();
    expect(kinds.filter((kind) => kind.startsWith('response'))).toEqual([
      'response late-submission',
      'response submission',
    ]);
    const filter: RevisionFilter = {
      ...everything,
      territory: nice,
      campaign: 'etic-1d-2014',
      indicators: ['taux_reponse_etic_1d'],
      causes: ['submission', 'late-submission'],
    };
    const { rows: narrowed } = await readOn(null, { filter });
    const ofNice = await models.campaigns.respondents(
      { campaign: 'etic-1d-2014', academy: '23' },
      { first: 100, after: null },
    );
    const uais = new Set<string | null>(ofNice.rows.map(({ uai }) => uai));
    const told = new Set(narrowed.map(({ uai }) => uai).filter((uai) => uai !== null));
    expect([told.size > 0, [...told].filter((uai) => !uais.has(uai))]).toEqual([true, []]);
    expect(narrowed.flatMap(({ changes }) => changes.map(({ indicator }) => indicator))).toEqual(
      narrowed.filter(({ kind }) => kind !== 'campaign').map(() => 'taux_reponse_etic_1d@1'),
    );
  }, 60_000);

  it('takes a difference apart by cause, to the last unit, and what the map moved by itself', async () => {
    const span = { schoolYear: nationalYear('2014'), from: before, to: null };
    for (const indicator of catalogue.indicators.keys()) {
      for (const geography of ['THEN', 'CURRENT'] as const) {
        const change = await reader.figureChange({
          ...span,
          indicator,
          territory: nice,
          geography,
        });
        if (change === undefined) throw new Error(indicator);
        const { before: was, after: is, causes } = change;
        const total = causes.reduce(
          (sums, cause) => moved(sums, { used: 0, numerator: null, denominator: null }, cause),
          sumsOf(was),
        );
        expect([indicator, geography, agree(total, sumsOf(is))]).toEqual([
          indicator,
          geography,
          true,
        ]);
        if (geography === 'CURRENT') continue;
        const causesThen = causes.map(({ cause }) => cause);
        expect([indicator, causesThen.includes('territory-change')]).toEqual([indicator, false]);
      }
    }
  }, 60_000);
});
