import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const fake = fakeApi();
let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());

type Asked = {
  readonly root?: string;
  readonly indicator?: string;
  readonly territory?: string;
  readonly span: string;
};

const question = ({
  root = '',
  indicator = 'eleves_par_ordinateur_1d',
  territory = '{ kind: DEPARTMENT, code: "013" }',
  span,
}: Asked): string =>
  `{ observatory${root} { figureChange(indicator: "${indicator}", territory: ${territory}, schoolYear: "2013-2014", ${span}) { before { value position territory { name } } after { position } byCause { cause used numerator denominator } } } }`;

describe('the change of a figure', () => {
  it('is told from a position to that of the root, cause by cause', async () => {
    const { data, extensions } = await ask(app, {
      as: 'dsden',
      query: question({ root: '(asOf: "40", geography: CURRENT)', span: 'from: "7"' }),
    });
    expect(fake.given.at(-1)).toEqual({
      span: {
        indicator: 'eleves_par_ordinateur_1d',
        territory: { kind: 'department', code: '013' },
        schoolYear: '2013-2014',
        geography: 'CURRENT',
        from: 7n,
        to: 40n,
      },
    });
    expect(data).toEqual({
      observatory: {
        figureChange: {
          before: { value: '15.56', position: '7', territory: { name: 'Bouches-du-Rhône' } },
          after: { position: '40' },
          byCause: [
            { cause: 'CORRECTION', used: 0, numerator: '-2', denominator: '0' },
            { cause: 'TERRITORY_CHANGE', used: 1, numerator: '5', denominator: '0' },
          ],
        },
      },
    });
    expect(extensions?.cost).toBeGreaterThan(150);
  });

  it.each([
    ['anybody who did not say who', '', { span: 'from: "7"' }, 'UNAUTHENTICATED'],
    [
      'a territory out of reach',
      'dsden',
      { span: 'from: "7"', territory: '{ kind: ACADEMY, code: "16" }' },
      'FORBIDDEN',
    ],
    [
      'an indicator that is unknown',
      'operator',
      { span: 'from: "7"', indicator: 'no_such_one' },
      'NOT_FOUND',
    ],
    ['positions in the wrong order', 'operator', { span: 'from: "9", to: "8"' }, 'BAD_REQUEST'],
    ['a position that is not yet', 'operator', { span: 'from: "9", to: "43"' }, 'BAD_REQUEST'],
  ])('is refused for %s', async (_, as, asked, code) => {
    const caller = as === '' ? {} : { as };
    expect(codesOf(await ask(app, { ...caller, query: question(asked) }))).toEqual([code]);
  });
});
