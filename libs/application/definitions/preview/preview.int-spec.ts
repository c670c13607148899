import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { type Figure, type Impact, previewDefinition, type Side } from '#application';
import { type Candidate, readCandidate, readCatalogue, shippedCatalogue } from '#catalogue';
import { type Answers, type SchoolYear, schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { folderWith, tabletsCount } from '../../../testing/candidate.js';
import { databaseForTest, type TestDatabase } from '../../../testing/postgres-for-tests.js';
import {
  correction,
  draft,
  type OnStream,
  opening,
  respondent,
  submission,
  validation,
  withdrawal,
} from '../../../testing/small-survey.js';
import { testUai } from '../../../testing/small-observatory.js';
import { logWriter } from '../../../testing/written-log.js';

const wider = tabletsCount.replace("school.sector = 'PU'", "school.type = 'ECOLE'");
const coverage = tabletsCount
  .replaceAll('eleves_par_ordinateur_1d', 'reponses_1d')
  .replace(/version: 2[^]*comparability: break\n/, 'version: 1\n')
  .replace('source: answers', 'source: coverage')
  .replace('aggregation: ratio', 'aggregation: share')
  .replace('numerator: nb_eleves', 'numerator: received')
  .replace(/denominator: .*/, 'denominator: expected');

const folders = {
  wider: folderWith({ 'eleves_par_ordinateur_1d.v2.yaml': wider }),
  coverage: folderWith({ 'reponses_1d.yaml': coverage }),
};

const places = [
  { department: '013', academy: '02' },
  { department: '084', academy: '02' },
  { department: '031', academy: '16' },
];
const uais = Array.from({ length: 12 }, (_, index) => testUai(index + 1));

/** Twelve schools, one in four private; some draft, correct, withdraw, or leave the tablets out. */
const campaign = (year: number, version: string): readonly OnStream[] => {
  const id = `etic-1d-${String(year)}`;
  const questionnaire = `etic-1d@${version}`;
  const answersOf = (index: number, computers: number): Answers => ({
    nb_eleves: 40 + index * 7,
    nb_ordinateurs_fixes: computers,
    nb_ordinateurs_portables: index % 3,
    ...(index % 5 !== 0 && { nb_tablettes: index + (year % 10) }),
  });
  const sent = uais.slice(1).flatMap((uai, place): readonly OnStream[] => {
    const index = place + 1;
    const about = { campaign: id, uai, questionnaire };
    const first = submission({ ...about, answers: answersOf(index, index) });
    if (index % 6 === 0) return [first, withdrawal(about)];
    if (index % 4 === 0) return [first, correction({ ...about, answers: answersOf(index, 3) })];
    return index % 2 === 0 ? [first, validation(about)] : [first];
  });
  return [
    ...opening({
      campaign: id,
      survey: 'etic-1d',
      version,
      schoolYear: schoolYearOfCampaign(year),
      respondents: uais.map((uai, index) =>
        respondent(uai, { ...places[index % 3], sector: index % 4 === 3 ? 'PR' : 'PU' }),
      ),
    }),
    draft({ campaign: id, uai: uais[0] ?? '' }),
    ...sent.map((fact, index) => (index === 3 ? { ...fact, synthetic: true as const } : fact)),
  ];
};

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;

const started = async (indicatorFolders: readonly string[]): Promise<ReadModels> => {
  const read = await readCatalogue(shippedCatalogue(), indicatorFolders);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const made = makeReadModels({ pool: database.pool, store: log }, read.value);
  made.projector.start();
  await made.projector.ready();
  if (!(await made.clock.waitFor(await log.head(), 30_000))) throw new Error('behind');
  return made;
};

const candidateIn = async (folder: string, name: string): Promise<Candidate> => {
  const read = await readCandidate(shippedCatalogue(), [], join(folder, name));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

const previewOf = async (folder: string, name: string): Promise<Impact> =>
  previewDefinition({ store: log, standings: models.standings }, await candidateIn(folder, name));

const rowsOf = ({ rows, totals }: Impact) => [...totals, ...rows];

const sideOf = ({ value, numerator, denominator, used }: Figure): Side => ({
  value,
  numerator,
  denominator,
  used,
});

/** The figures of an indicator where a preview has told of some. */
const figuresOf = (indicator: string, impact: Impact): Promise<readonly Side[]> =>
  Promise.all(
    rowsOf(impact).map(async ({ territory, schoolYear }) => {
      const [figure] = await models.figures.figures({
        indicators: [indicator],
        territories: [territory],
        schoolYears: [schoolYear],
        breakdown: [],
        moment: { asOf: null, geography: 'THEN' },
      });
      if (figure === undefined) throw new Error('no figure');
      return sideOf(figure);
    }),
  );

beforeAll(async () => {
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  await logWriter(log)([...campaign(2014, '2014'), ...campaign(2019, '2018')]);
  models = await started([]);
});

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true });
});

describe('the preview of a definition', () => {
  let impact: Impact;
  let fresh: Impact;

  beforeAll(async () => {
    impact = await previewOf(folders.wider, 'eleves_par_ordinateur_1d.v2.yaml');
    fresh = await previewOf(folders.coverage, 'reponses_1d.yaml');
  });

  it('shows before what figures are now', async () => {
    const before = rowsOf(impact).map((row) => row.before);
    expect(before).toEqual(await figuresOf('eleves_par_ordinateur_1d', impact));
  });

  it('tells of every académie and département of every year, largest change first', () => {
    const sizes = impact.rows.map(({ relativeChange }) => Math.abs(Number(relativeChange)));
    expect([
      impact.candidate,
      impact.current,
      impact.totals.map(({ schoolYear }) => schoolYear),
      impact.rows.length,
      sizes,
    ]).toEqual([
      'eleves_par_ordinateur_1d@2',
      'eleves_par_ordinateur_1d@1',
      ['2013-2014', '2018-2019'],
      10,
      [...sizes].sort((a, b) => b - a),
    ]);
  });

  it('counts the schools that enter and leave, and sums up', () => {
    const { summary, responses, schools, synthetic } = impact;
    expect({ ...summary, responses, schools, synthetic }).toEqual({
      figures: 10,
      moving: 10,
      appearing: 0,
      disappearing: 0,
      maxRelativeChange: impact.rows[0]?.relativeChange?.replace('-', ''),
      entering: 6,
      leaving: 4,
      responses: 20,
      schools: 24,
      synthetic: true,
    });
  });

  it('has nothing before for a new indicator, and every figure appears', () => {
    expect([
      fresh.current,
      fresh.totals.map(({ before, after }) => [before, after.value, after.used]),
      fresh.summary.appearing,
    ]).toEqual([
      null,
      [
        [null, '77.78', 9],
        [null, '77.78', 9],
      ],
      10,
    ]);
  });

  it('leaves what is read and recorded as it was', async () => {
    const { rows } = await database.pool.query<{ readonly definition: string }>(
      "select definition from read_model.checkpoint where projection = 'figures'",
    );
    const head = await log.head();
    await previewOf(folders.wider, 'eleves_par_ordinateur_1d.v2.yaml');
    const again = await database.pool.query(
      "select definition from read_model.checkpoint where projection = 'figures'",
    );
    expect([again.rows, await log.head()]).toEqual([rows, head]);
  });

  it('shows after what figures are once the definition is adopted', async () => {
    await models.projector.stop();
    models = await started(Object.values(folders));
    const after = (one: Impact) => rowsOf(one).map((row) => row.after);
    expect([after(impact), after(fresh)]).toEqual([
      await figuresOf('eleves_par_ordinateur_1d', impact),
      await figuresOf('reponses_1d', fresh),
    ]);
  });

  it('compares a file that is adopted already with the catalogue without it', async () => {
    const path = join(folders.wider, 'eleves_par_ordinateur_1d.v2.yaml');
    const read = await readCandidate(shippedCatalogue(), [folders.wider], path);
    expect(read.ok && [read.value.candidate.version, read.value.current?.version]).toEqual([2, 1]);
  });

  it('tells of the territories that are asked for alone', async () => {
    const one = await previewDefinition(
      { store: log, standings: models.standings },
      {
        ...(await candidateIn(folders.wider, 'eleves_par_ordinateur_1d.v2.yaml')),
        territories: [{ kind: 'academy', code: '16' }],
      },
    );
    const years: readonly SchoolYear[] = one.rows.map(({ schoolYear }) => schoolYear);
    expect([[...years].sort(), one.summary.figures]).toEqual([['2013-2014', '2018-2019'], 2]);
  });
});
