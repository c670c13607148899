import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Figure, FigureQuery, Geography } from '#application';
import type { Catalogue } from '#catalogue';
import { checkLetterOf, type Position, schoolYearOfCampaign } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  absorption,
  closure,
  move,
  reclassification,
  zoning,
} from '../../testing/school-changes.js';
import {
  correction,
  type OnStream,
  opening,
  registration,
  respondent,
  smallCatalogue,
  submission,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2018';
const year = schoolYearOfCampaign(2018);

const academy = (code: string, departments: readonly string[], over: object = {}) => ({
  code,
  name: code,
  academicRegion: '28',
  from: null,
  until: null,
  departments,
  predecessors: [],
  legalBasis: null,
  ...over,
});

/** Caen and Rouen until the end of 2019, Normandie from 2020. */
const normandy: Catalogue = {
  ...smallCatalogue(),
  territories: {
    departments: ['014', '050', '076', '013'].map((code) => ({ code, name: code })),
    academies: [
      academy('05', ['014', '050'], { until: '2019-12-31' }),
      academy('21', ['076'], { until: '2019-12-31' }),
      academy('70', ['014', '050', '076'], { from: '2020-01-01', predecessors: ['05', '21'] }),
      academy('02', ['013'], { academicRegion: '93' }),
    ],
    academicRegions: ['28', '93'].map((code) => ({ code, name: code })),
  },
};

const uai = (digits: string): string => digits + checkLetterOf(digits);

// The directory of later years calls the académie of all Normans 70.
const schools = [
  respondent(uai('0140001'), { department: '014', academy: '70' }),
  respondent(uai('0500001'), { department: '050', academy: '70' }),
  respondent(uai('0760001'), { department: '076', academy: '70', sector: 'PR' }),
  respondent(uai('0130001'), { department: '013', academy: '02' }),
  respondent(uai('0130002'), { department: '013', academy: '02' }),
];
const [caen, coutances, rouen, marseille, silent] = schools.map((school) => school.uai);
const computers = [1, 10, 100, 1_000];

describe('figures on a map', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let write: ReturnType<typeof logWriter>;

  const happen = async (...events: readonly OnStream[]): Promise<void> => {
    if (!(await models.clock.waitFor(await write(events), 20_000)))
      throw new Error(
        models.projector
          .health()
          .map(({ failure }) => failure?.reason.en)
          .join(),
      );
  };

  const ask = (geography: Geography, over: Partial<FigureQuery>): Promise<readonly Figure[]> =>
    models.figures.figures({
      indicators: ['computers'],
      territories: [{ kind: 'country', code: 'FR' }],
      schoolYears: [year],
      breakdown: [],
      moment: { asOf: null, geography },
      ...over,
    });

  const academies = async (geography: Geography): Promise<readonly unknown[]> => {
    const territories = ['05', '21', '70', '02'].map((code) => ({
      kind: 'academy' as const,
      code,
    }));
    const country = { kind: 'country', code: 'FR' } as const;
    const figures = await ask(geography, { territories: [...territories, country] });
    return figures.map(({ value, missingReason }) => missingReason ?? value);
  };

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, normandy);
    models.projector.start();
    write = logWriter(log);
    const about = { campaign, version: '2018', schoolYear: year };
    await happen(
      ...schools.map((school) => registration(school)),
      ...opening({ ...about, respondents: schools }),
      ...computers.map((count, index) =>
        submission({
          campaign,
          uai: schools[index]?.uai ?? '',
          answers: { pupils: 1, computers: count },
          questionnaire: 'small@2018',
        }),
      ),
    );
  });

  afterAll(async () => {
    await models.projector.stop();
    await log.close();
    await database.drop();
  });

  it('leave merged académies their past, and give it to the one that they became, without moving the nation', async () => {
    const off = 'not-in-geography';
    expect([
      await academies('THEN'),
      await academies({ at: schoolYearOfCampaign(2020) }),
      await academies({ at: schoolYearOfCampaign(2021) }),
      await academies('CURRENT'),
    ]).toEqual([
      ['11', '100', off, '1000', '1111'],
      ['11', '100', off, '1000', '1111'],
      [off, off, '111', '1000', '1111'],
      [off, off, '111', '1000', '1111'],
    ]);
  });

  it('keep last year’s response rate when a school closes today', async () => {
    const rate = { indicators: ['response_rate'] };
    const before = await ask('THEN', rate);
    await happen(closure({ uai: silent ?? '', effectiveFrom: '2024-09-01' }));
    for (const geography of ['THEN', 'CURRENT', { at: schoolYearOfCampaign(2026) }] as const) {
      const [figure] = await ask(geography, rate);
      expect([figure?.value, figure?.coverage]).toEqual([before[0]?.value, before[0]?.coverage]);
    }
  });

  it('never leave out of a breakdown a school that has not answered', async () => {
    await happen(
      reclassification({
        uai: silent ?? '',
        effectiveFrom: '2019-09-01',
        schoolType: 'COLLEGE',
        degree: '2D',
        sector: 'PU',
      }),
    );
    const segments = async (geography: Geography) =>
      (await ask(geography, { breakdown: ['schoolType'] })).map(({ segment, coverage }) => [
        segment.schoolType,
        coverage.expected,
        coverage.received,
      ]);
    expect([await segments('THEN'), await segments('CURRENT')]).toEqual([
      [['ECOLE', 5, 4]],
      [
        ['COLLEGE', 1, 0],
        ['ECOLE', 4, 4],
      ],
    ]);
  });

  it('count a school where it was on the day of the map, and an absorbed one where its absorber is', async () => {
    await happen(
      move({ uai: caen ?? '', effectiveFrom: '2021-09-01', department: '013', academy: '02' }),
      absorption({ uai: coutances ?? '', effectiveFrom: '2022-09-01', into: caen ?? '' }),
    );
    expect([
      await academies('THEN'),
      await academies({ at: schoolYearOfCampaign(2021) }),
      await academies({ at: schoolYearOfCampaign(2022) }),
      await academies('CURRENT'),
    ]).toEqual([
      ['11', '100', 'not-in-geography', '1000', '1111'],
      ['not-in-geography', 'not-in-geography', '111', '1000', '1111'],
      ['not-in-geography', 'not-in-geography', '110', '1001', '1111'],
      ['not-in-geography', 'not-in-geography', '100', '1011', '1111'],
    ]);
    const territories = [{ kind: 'school', code: coutances ?? '' }] as const;
    const again = [await ask('CURRENT', { territories }), await ask('CURRENT', { territories })];
    expect(again.flat().map(({ value }) => value)).toEqual(['10', '10']);
  });

  it('follow a school that is elsewhere, answer after answer, through a rebuild, and back to what it had answered', async () => {
    const ofMarseille = async (asOf: Position | null = null) => {
      const territories = [{ kind: 'academy', code: '02' }] as const;
      const figures = await ask('CURRENT', { territories, moment: { asOf, geography: 'CURRENT' } });
      return figures.map(({ value, position }) => [value, position] as const)[0];
    };
    const correct = (count: number) =>
      happen(
        correction({
          campaign,
          uai: caen ?? '',
          answers: { pupils: 1, computers: count },
          questionnaire: 'small@2018',
        }),
      );
    const [first, before] = (await ofMarseille()) ?? [];
    await correct(3);
    const [second, corrected] = (await ofMarseille()) ?? [];
    await models.rebuilder.rebuild('figures', { switchOver: true });
    await correct(1);
    const [third] = (await ofMarseille()) ?? [];
    const again = [await ofMarseille(corrected ?? null), await ofMarseille(before ?? null)];
    expect([first, second, third, ...again.map((found) => found?.[0])]).toEqual([
      ...['1011', '1013', '1011'],
      ...['1013', '1011'],
    ]);
  });

  it('count circonscriptions and bassins as they were drawn on the day of the map', async () => {
    const first = { kind: 'bassin', code: 'B1' } as const;
    const second = { kind: 'circonscription', code: 'C1' } as const;
    await happen(
      zoning({ uai: rouen ?? '', effectiveFrom: '2016-09-01', ...first }),
      zoning({ uai: marseille ?? '', effectiveFrom: '2016-09-01', ...first }),
      zoning({ uai: marseille ?? '', effectiveFrom: '2023-09-01', kind: 'bassin', code: 'B2' }),
      zoning({ uai: rouen ?? '', effectiveFrom: '2016-09-01', ...second }),
    );
    const values = async (geography: Geography) =>
      (await ask(geography, { territories: [first, second] })).map(({ value }) => value);
    expect([await values('THEN'), await values('CURRENT')]).toEqual([
      ['1100', '100'],
      ['100', '100'],
    ]);
    const { histories, directory } = models;
    expect([
      await histories.zone('bassin', 'B1'),
      await histories.zone('circonscription', 'C1'),
      await histories.zone('bassin', 'C1'),
    ]).toEqual([
      { name: 'B1', departments: ['013', '076'] },
      { name: 'C1', departments: ['076'] },
      undefined,
    ]);
    const now = await Promise.all(['B1', 'B2'].map((code) => directory.all({ bassins: [code] })));
    expect(now.map((found) => found.map(({ uai }) => uai))).toEqual([[rouen], [marseille]]);
  });
});
