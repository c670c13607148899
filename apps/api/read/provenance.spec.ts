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

const question = (inner: string, root = ''): string =>
  `{ observatory${root} { figures(indicators: ["eleves_par_ordinateur_1d"], territories: [{ kind: COUNTRY, code: "FR" }], schoolYears: ["2013-2014"]) { position provenance { ${inner} } } } }`;

const lists = 'contributions(first: 5) { totalCount edges { node { uai numerator } } }';

type Asked = { readonly within?: unknown; readonly figure: { readonly moment: unknown } };

const asked = async (as: string, inner: string, root?: string): Promise<readonly Asked[]> => {
  const from = fake.given.length;
  const answer = await ask(app, { as, query: question(inner, root) });
  expect(codesOf(answer)).toEqual([]);
  return fake.given.slice(from) as readonly Asked[];
};

describe('why this figure', () => {
  it('answers with the definition, the counts and the hash, and says whether they are the figure', async () => {
    const inner =
      'definition { indicator version numerator denominator questions } used numerator contributionsHash notValidated reconciles exact leftOutCounts { reason detail schools }';
    const { data } = await ask(app, { as: 'operator', query: question(inner) });
    expect(data).toMatchObject({
      observatory: {
        figures: [
          {
            provenance: {
              definition: {
                indicator: 'eleves_par_ordinateur_1d',
                questions: ['nb_eleves', 'nb_ordinateurs_fixes'],
              },
              contributionsHash: 'ef'.repeat(32),
              notValidated: 1,
              reconciles: false,
              exact: true,
              leftOutCounts: [{ reason: 'NO_ANSWER', detail: null, schools: 1 }],
            },
          },
        ],
      },
    });
  });

  it('is read at the position and on the map of its figure, lists too', async () => {
    const found = await asked('operator', `used ${lists}`, '(geography: CURRENT)');
    const moments = found.map(({ figure }) => figure.moment);
    const { data } = await ask(app, { as: 'operator', query: question('used') });
    const { position } = (data as { observatory: { figures: { position: string }[] } }).observatory
      .figures[0] ?? { position: '' };
    const moment = { asOf: BigInt(position), geography: 'CURRENT' };
    expect(moments).toEqual([moment, moment]);
  });

  it('is not read at all unless it is asked for', async () => {
    const from = fake.given.length;
    await ask(app, {
      as: 'operator',
      query: question('used').replace(/provenance.*?\} \} /, ''),
    });
    expect(fake.given.slice(from)).toEqual([]);
  });

  it.each([
    ['operator', { kind: 'all' }],
    ['observatory', { kind: 'academy', codes: ['02'] }],
    ['normandie', { kind: 'academy', codes: ['70', '05'] }],
    ['dsden', { kind: 'department', codes: ['013'] }],
    ['school', { kind: 'school', uai: '0131884C' }],
  ])('names to %s no school but those whose answers it may read', async (as, within) => {
    const found = await asked(as, lists);
    expect(found.at(-1)?.within).toEqual(within);
  });

  it('says nothing to who has no token', async () => {
    expect(codesOf(await ask(app, { query: question('used') }))).toEqual(['UNAUTHENTICATED']);
  });

  it('takes up where a short page of the left out has ended', async () => {
    const inner =
      'leftOut(first: 5, reason: NO_ANSWER) { totalCount pageInfo { endCursor hasNextPage } edges { node { uai reason missing { question state } } } }';
    const { data } = await ask(app, { as: 'operator', query: question(inner) });
    expect(data).toMatchObject({
      observatory: {
        figures: [
          {
            provenance: {
              leftOut: {
                totalCount: 1,
                pageInfo: {
                  endCursor: expect.stringMatching(/^.{8}Mg$/) as unknown,
                  hasNextPage: true,
                },
                edges: [
                  {
                    node: {
                      uai: '0131884C',
                      reason: 'NO_ANSWER',
                      missing: [{ question: 'nb_eleves', state: 'NO_ANSWER' }],
                    },
                  },
                ],
              },
            },
          },
        ],
      },
    });
  });
});
