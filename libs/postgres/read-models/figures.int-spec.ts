import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Figure, FigureQuery } from '#application';
import { parseSchoolYear, position, type Position, type SchoolYear } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  closing,
  correction,
  draft,
  opening,
  relocation,
  registration,
  respondent,
  smallCatalogue,
  submission,
  validation,
  withdrawal,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const year = (text: string): SchoolYear => {
  const parsed = parseSchoolYear(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
};

const campaign = 'small-2014';
const schools = [
  respondent('0130001F'),
  respondent('0130002G', { pupils: 200 }),
  respondent('0040001E', { department: '004', sector: 'PR', pupils: 50 }),
  respondent('0310001H', { department: '031', academy: '16', pupils: null }),
];
const left = { uai: '0130009P', reason: 'closed' } as const;
const place = { schoolType: 'ECOLE', sector: 'PU', department: '013', academy: '02' };

describe('figures', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let beforeCorrection: Position;
  let head: Position;

  const ask = (over: Partial<FigureQuery>): Promise<readonly Figure[]> =>
    models.figures.figures({
      indicators: ['pupils_per_computer'],
      territories: [{ kind: 'academy', code: '02' }],
      schoolYears: [year('2013-2014')],
      breakdown: [],
      moment: { asOf: null, geography: 'THEN' },
      ...over,
    });

  const valuesOf = async (over: Partial<FigureQuery>) =>
    (await ask(over)).map(({ value, numerator, denominator, used, status, missingReason }) => [
      value,
      numerator,
      denominator,
      used,
      missingReason ?? status,
    ]);

  beforeAll(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    models.projector.start();
    const write = logWriter(log);
    await write(schools.map((school) => registration(school)));
    await write(
      opening({ campaign, respondents: schools, exclusions: [{ ...left, school: place }] }),
    );
    await write([
      draft({ campaign, uai: '0130001F' }),
      submission({ campaign, uai: '0130001F', answers: { pupils: 101, computers: 10 } }),
      submission({ campaign, uai: '0040001E', answers: { pupils: 50, computers: 7 }, late: true }),
    ]);
    beforeCorrection = await write([
      submission({ campaign, uai: '0130002G', answers: { pupils: 200, computers: 0 } }),
    ]);
    await write([
      correction({ campaign, uai: '0130002G', answers: { pupils: 200, computers: 20 } }),
      validation({ campaign, uai: '0130001F' }),
      submission({ campaign, uai: '0310001H', answers: { pupils: 9, computers: 3 } }),
      withdrawal({ campaign, uai: '0310001H' }),
    ]);
    head = await write([relocation('0130002G', '006', '23')]);
    if (!(await models.clock.waitFor(head, 10_000)))
      throw new Error(
        models.projector
          .health()
          .map(({ failure }) => failure?.reason.en)
          .join(),
      );
  });

  afterAll(async () => {
    await models.projector.stop();
    await log.close();
    await database.drop();
  });

  it('says everything about a figure', async () => {
    expect(await ask({})).toEqual([
      {
        indicator: 'pupils_per_computer',
        definitionVersion: 1,
        territory: { kind: 'academy', code: '02' },
        schoolYear: '2013-2014',
        segment: { schoolType: null, sector: null },
        value: '10.03',
        numerator: '301',
        denominator: '30',
        used: 2,
        coverage: {
          expected: 3,
          received: 3,
          validated: 1,
          late: 1,
          excluded: 1,
          pupilsExpected: '350',
          pupilsReceived: '350',
        },
        responseRate: '100.00',
        status: 'provisional',
        missingReason: null,
        break: null,
        confidentiality: 'N',
        synthetic: false,
        position: head,
      },
    ]);
  });

  it('adds schools up to departments, académies, régions académiques and the country', async () => {
    const territories = [
      { kind: 'school', code: '0130001F' },
      { kind: 'department', code: '013' },
      { kind: 'academic-region', code: '93' },
      { kind: 'country', code: 'FR' },
    ] as const;
    expect(await valuesOf({ indicators: ['computers'], territories })).toEqual([
      ['10', '10', null, 1, 'provisional'],
      ['30', '30', null, 2, 'provisional'],
      ['37', '37', null, 3, 'provisional'],
      ['37', '37', null, 3, 'provisional'],
    ]);
  });

  it('gives what was known at an earlier position, without the correction', async () => {
    const moment = { asOf: beforeCorrection, geography: 'THEN' } as const;
    const [figure] = await ask({ moment });
    expect([
      figure?.value,
      figure?.denominator,
      figure?.coverage.validated,
      figure?.position,
    ]).toEqual(['30.10', '10', 0, beforeCorrection]);
  });

  it('rolls a school that has moved up to where it is now, when the map of today is asked for', async () => {
    const moment = { asOf: null, geography: 'CURRENT' } as const;
    const territories = [
      { kind: 'academy', code: '02' },
      { kind: 'academy', code: '23' },
      { kind: 'academic-region', code: '93' },
    ] as const;
    expect(await valuesOf({ territories, moment })).toEqual([
      ['10.10', '101', '10', 1, 'provisional'],
      ['10.00', '200', '20', 1, 'provisional'],
      ['10.03', '301', '30', 2, 'provisional'],
    ]);
  });

  it('breaks figures down by sector, and leaves nobody out who has not answered', async () => {
    const figures = await ask({ indicators: ['response_rate'], breakdown: ['sector'] });
    expect(figures.map(({ segment, value }) => [segment.sector, value])).toEqual([
      ['PR', '100.0'],
      ['PU', '100.0'],
    ]);
  });

  it('tells why there is no figure', async () => {
    const toulouse = [{ kind: 'academy', code: '16' }] as const;
    const nowhere = [{ kind: 'academy', code: '99' }] as const;
    expect([
      await valuesOf({ territories: toulouse }),
      await valuesOf({ territories: nowhere }),
      await valuesOf({ indicators: ['surface_per_pupil'] }),
      await valuesOf({ schoolYears: [year('2014-2015')] }),
      await valuesOf({ indicators: ['response_rate'], territories: toulouse }),
    ]).toEqual([
      [[null, null, null, 0, 'no-response']],
      [[null, null, null, 0, 'not-surveyed']],
      [[null, null, null, 0, 'not-surveyed']],
      [[null, null, null, 0, 'not-surveyed']],
      [['0.0', '0', '1', 1, 'provisional']],
    ]);
  });

  it('counts coverage the same from cells and from responses', async () => {
    const territories = [
      { kind: 'academy', code: '02' },
      { kind: 'country', code: 'FR' },
    ] as const;
    const about = { campaign, territories, breakdown: ['schoolType', 'sector'] as const };
    const ready = { ...about, moment: { asOf: null, geography: 'THEN' } as const };
    const summed = { ...about, moment: { asOf: head, geography: 'THEN' } as const };
    const fromCells = await models.figures.coverage(ready);
    expect(await models.figures.coverage(summed)).toEqual(fromCells);
    expect(
      fromCells.map(({ territory, segment, expected, received, excluded }) => [
        territory.code,
        segment.sector,
        expected,
        received,
        excluded,
      ]),
    ).toEqual([
      ['02', 'PR', 1, 1, 0],
      ['02', 'PU', 2, 2, 1],
      ['FR', 'PR', 1, 1, 0],
      ['FR', 'PU', 3, 2, 1],
    ]);
  });

  it.each<[string, Partial<FigureQuery['moment']>]>([
    ['then', {}],
    ['then, as known before', { asOf: position(9n) }],
    ['of today', { geography: 'CURRENT' }],
    ['of a year', { geography: { at: year('2013-2014') } }],
  ])('counts a territory that is named twice once, on the map %s', async (_map, over) => {
    const moment = { asOf: null, geography: 'THEN' as const, ...over };
    const one = { kind: 'academy', code: '02' } as const;
    const school = { kind: 'school', code: '0130001F' } as const;
    const about = { moment, schoolYears: [year('2013-2014'), year('2013-2014')] };
    const expected = await Promise.all(
      [one, school].map((territory) => ask({ ...about, territories: [territory] })),
    );
    const territories = [one, school, { ...one }, { ...school }];
    expect(await ask({ ...about, territories })).toEqual([...expected, ...expected].flat());

    const coverage = { campaign, moment, breakdown: [] };
    const [row] = await models.figures.coverage({ ...coverage, territories: [one] });
    const rows = await models.figures.coverage({ ...coverage, territories: [one, { ...one }] });
    expect(rows).toEqual([row, row]);
  });

  it('lists respondents with where each stands, page by page', async () => {
    const first = await models.campaigns.respondents({ campaign }, { first: 3, after: null });
    const rest = await models.campaigns.respondents(
      { campaign },
      { first: 3, after: first.cursors[2] ?? null },
    );
    const shown = [...first.rows, ...rest.rows].map(({ uai, status, late }) => [uai, status, late]);
    expect([first.hasNextPage, rest.hasNextPage, shown]).toEqual([
      true,
      false,
      [
        ['0040001E', 'submitted', true],
        ['0130001F', 'validated', false],
        ['0130002G', 'submitted', false],
        ['0310001H', 'withdrawn', false],
      ],
    ]);
  });

  it('lists respondents of some académies alone', async () => {
    const filter = { campaign, academies: ['16', '99'] };
    const { rows } = await models.campaigns.respondents(filter, { first: 3, after: null });
    expect([rows.map(({ uai }) => uai), await models.campaigns.respondentCount(filter)]).toEqual([
      ['0310001H'],
      1,
    ]);
  });

  it('turns figures normal when their campaign closes', async () => {
    const write = logWriter(log);
    const other = 'small-2013';
    await write(
      opening({ campaign: other, schoolYear: '2012-2013', respondents: [respondent('0130001F')] }),
    );
    await write([
      submission({ campaign: other, uai: '0130001F', answers: { pupils: 30, computers: 4 } }),
    ]);
    const closed = await write([closing(other)]).catch((error: unknown) => error);
    expect(closed).toEqual(expect.anything());
    await models.clock.waitFor(closed as Position, 10_000);
    expect(await valuesOf({ schoolYears: [year('2012-2013')] })).toEqual([
      ['7.50', '30', '4', 1, 'normal'],
    ]);
  });
});
