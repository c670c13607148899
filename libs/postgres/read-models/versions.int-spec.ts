import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rmSync } from 'node:fs';

import type { FigureQuery } from '#application';
import { type Catalogue, readCatalogue, shippedCatalogue } from '#catalogue';
import { type Answers, schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { folderWith, tabletsCount } from '../../testing/candidate.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import { closing, opening, respondent, submission } from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const folder = folderWith({ 'eleves_par_ordinateur_1d.v2.yaml': tabletsCount });
const schools = ['0130001F', '0310001H'];
const years = [2014, 2017, 2018, 2019].map(schoolYearOfCampaign);

let database: TestDatabase;
let log: PostgresEventLog;
let models: ReadModels;

const catalogueWith = async (folders: readonly string[]): Promise<Catalogue> => {
  const read = await readCatalogue(shippedCatalogue(), folders);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
};

/** A campaign with the schools that it expects; each answers the same. */
const campaign = (year: number, version: string, uais: readonly string[], answers: Answers) => {
  const id = `etic-1d-${String(year)}`;
  const places = { '0310001H': { department: '031', academy: '16' } };
  return [
    ...opening({
      campaign: id,
      survey: 'etic-1d',
      version,
      schoolYear: schoolYearOfCampaign(year),
      respondents: uais.map((uai) => respondent(uai, places[uai as '0310001H'])),
    }),
    ...uais.map((uai) =>
      submission({ campaign: id, uai, answers, questionnaire: `etic-1d@${version}` }),
    ),
  ];
};

const answers = (tablets: number, speed: string): Answers => ({
  nb_eleves: 100,
  nb_ordinateurs_fixes: 4,
  nb_ordinateurs_portables: 6,
  nb_tablettes: tablets,
  debit_internet: speed,
});

const ask = (over: Partial<FigureQuery>) =>
  models.figures.figures({
    indicators: ['eleves_par_ordinateur_1d'],
    territories: [{ kind: 'country', code: 'FR' }],
    schoolYears: years,
    breakdown: [],
    moment: { asOf: null, geography: 'THEN' },
    ...over,
  });

const shown = async (over: Partial<FigureQuery>) =>
  (await ask(over)).map(({ definitionVersion, value, status, break: found }) => [
    definitionVersion,
    value,
    status,
    found === null ? null : `${found.cause} ${found.comparedWith}`,
  ]);

const caughtUp = async (): Promise<void> => {
  await models.projector.ready();
  if (!(await models.clock.waitFor(await log.head(), 30_000))) throw new Error('behind');
};

beforeAll(async () => {
  database = await databaseForTest();
  log = await openEventLog({ url: database.url });
  models = makeReadModels({ pool: database.pool, store: log }, await catalogueWith([]));
  models.projector.start();
  const [first = '', second = ''] = schools;
  await logWriter(log)([
    ...campaign(2014, '2014', schools, answers(0, '512k_2m')),
    ...campaign(2017, '2014', [first], answers(10, '2m_plus')),
    ...campaign(2018, '2018', [first], answers(10, '10m_100m')),
    ...campaign(2019, '2018', schools, answers(40, '100m_plus')),
    ...[2014, 2017, 2018].map((year) => closing(`etic-1d-${String(year)}`)),
  ]);
  expect(second).toBe('0310001H');
  await caughtUp();
});

afterAll(async () => {
  await models.projector.stop();
  await log.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

describe('a series whose questions change', () => {
  it('says so on the first year after the change, with the reason', async () => {
    const [, , third] = await ask({ indicators: ['debit_2m_plus_part_ecoles'] });
    expect([third?.status, third?.break]).toEqual([
      'break',
      {
        cause: 'questionnaire',
        comparedWith: '2016-2017',
        reason: {
          fr: 'Les tranches de débit ont changé en 2018.',
          en: 'The bands of speed changed in 2018.',
        },
        questions: ['debit_internet'],
      },
    ]);
  });

  it('says so once, whichever years are asked for', async () => {
    const indicators = ['debit_2m_plus_part_ecoles'];
    expect([
      await shown({ indicators }),
      await shown({ indicators, schoolYears: years.slice(2, 3) }),
    ]).toEqual([
      [
        [1, '0.0', 'normal', null],
        [1, '100.0', 'normal', null],
        [1, '100.0', 'break', 'questionnaire 2016-2017'],
        [1, '100.0', 'provisional', null],
      ],
      [[1, '100.0', 'break', 'questionnaire 2016-2017']],
    ]);
  });

  it('is that of its territory: a figure may be provisional and a break, and says both', async () => {
    const toulouse = [{ kind: 'academy', code: '16' }] as const;
    expect(
      await shown({ indicators: ['debit_2m_plus_part_ecoles'], territories: toulouse }),
    ).toEqual([
      [1, '0.0', 'normal', null],
      [1, null, 'missing', null],
      [1, null, 'missing', null],
      [1, '100.0', 'provisional', 'questionnaire 2013-2014'],
    ]);
  });

  it('is the same from cells and from responses', async () => {
    const indicators = ['debit_2m_plus_part_ecoles'];
    const moment = { asOf: await log.head(), geography: 'THEN' } as const;
    expect(await shown({ indicators, moment })).toEqual(await shown({ indicators }));
  });

  it('goes on where no question of it has changed', async () => {
    expect(await shown({})).toEqual([
      [1, '10.00', 'normal', null],
      [1, '10.00', 'normal', null],
      [1, '10.00', 'normal', null],
      [1, '10.00', 'provisional', null],
    ]);
  });
});

describe('a second version of an indicator, added as a file', () => {
  beforeAll(async () => {
    await models.projector.stop();
    models = makeReadModels({ pool: database.pool, store: log }, await catalogueWith([folder]));
    models.projector.start();
    await caughtUp();
  });

  it('recomputes the whole history', async () => {
    expect(await shown({})).toEqual([
      [2, '10.00', 'normal', null],
      [2, '5.00', 'normal', null],
      [2, '5.00', 'normal', null],
      [2, '2.00', 'provisional', null],
    ]);
  });

  it('leaves the first one as it was', async () => {
    expect(await shown({ indicators: ['eleves_par_ordinateur_1d@1'] })).toEqual([
      [1, '10.00', 'normal', null],
      [1, '10.00', 'normal', null],
      [1, '10.00', 'normal', null],
      [1, '10.00', 'provisional', null],
    ]);
  });

  it('gives each year the version in force then, with the break between them', async () => {
    expect(await shown({ definitions: 'IN_FORCE' })).toEqual([
      [1, '10.00', 'normal', null],
      [1, '10.00', 'normal', null],
      [2, '5.00', 'break', 'definition 2016-2017'],
      [2, '2.00', 'provisional', null],
    ]);
  });
});
