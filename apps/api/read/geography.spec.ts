import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

describe('the two times of a question', () => {
  const fake = fakeApi();
  let app: NestFastifyApplication;

  beforeAll(async () => {
    app = await createApi(fake.dependencies, fake.config);
  });

  afterAll(() => app.close());

  const root = (about: string) =>
    ask(app, { query: `{ observatory(${about}) { position geography geographyYear } }` });

  it('are chosen at the root: which map, and what was known', async () => {
    const answers = await Promise.all(
      [
        'geography: CURRENT',
        'geography: AT, geographyYear: "2019-2020"',
        'asOf: "41"',
        'asOfInstant: "2013-06-30T12:00:00Z"',
        'asOfInstant: "2030-06-30T12:00:00Z"',
      ].map(root),
    );
    expect(answers.map(({ data }) => data)).toEqual(
      [
        { position: '42', geography: 'CURRENT', geographyYear: null },
        { position: '42', geography: 'AT', geographyYear: '2019-2020' },
        { position: '41', geography: 'THEN', geographyYear: null },
        { position: '7', geography: 'THEN', geographyYear: null },
        { position: '42', geography: 'THEN', geographyYear: null },
      ].map((observatory) => ({ observatory })),
    );
  });

  it('reach the figures as they were asked', async () => {
    fake.calls.length = 0;
    const figures =
      'figures(indicators: ["eleves_par_ordinateur_1d"], territories: [{ kind: COUNTRY, code: "FR" }], schoolYears: ["2013-2014"]) { position }';
    const answer = await ask(app, {
      as: 'operator',
      query: `{ observatory(geography: AT, geographyYear: "2019-2020", asOf: "41") { ${figures} } }`,
    });
    expect([answer.data, fake.calls]).toEqual([
      { observatory: { figures: [{ position: '41' }] } },
      ['figures 2019-2020'],
    ]);
  });

  it.each([
    ['a map of no year', 'geography: AT'],
    ['a year without its map', 'geography: THEN, geographyYear: "2019-2020"'],
    ['a position and an instant at once', 'asOf: "41", asOfInstant: "2013-06-30T12:00:00Z"'],
  ])('are refused when they say %s', async (_, about) => {
    expect(codesOf(await root(about))).toEqual(['BAD_REQUEST']);
  });
});
