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

type Asking = {
  readonly as?: string;
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Record<string, string>;
};

const get = (url: string, { as, method = 'GET', headers }: Asking = {}) =>
  app.inject({
    method,
    url,
    headers: { ...(as !== undefined && { authorization: `Bearer ${as}` }), ...headers },
  });

describe('permalinks', () => {
  it('show the ledger and a publication, in French or English, and say what is synthetic', async () => {
    const pages = await Promise.all([
      get('/publications'),
      get('/publications/etic-1d-2014-v2'),
      get('/publications/etic-1d-2014-v2?lang=en'),
    ]);
    expect(
      pages.map(({ statusCode, headers }) => [statusCode, headers['content-language']]),
    ).toEqual([
      [200, 'fr'],
      [200, 'fr'],
      [200, 'en'],
    ]);
    expect(pages[0].body).toContain('Retirée');
    expect(pages[1].body).toContain('Données synthétiques');
    expect(pages[2].body).toContain('restricted');
  });

  it('give the manifest and dictionaries to all, for ever, by their digest', async () => {
    const answer = await get('/publications/etic-1d-2014-v2/indicators.csv');
    const { etag = '' } = answer.headers;
    const again = await get('/publications/etic-1d-2014-v2/indicators.csv', {
      headers: { 'if-none-match': etag },
    });
    const head = await get('/publications/etic-1d-2014-v2/manifest.json', { method: 'HEAD' });
    const asJson = await get('/publications/etic-1d-2014-v2', {
      headers: { accept: 'application/json' },
    });
    expect([answer.statusCode, answer.body, answer.headers['cache-control']]).toEqual([
      200,
      'indicator,label\ncharte,Charte\n',
      'public, max-age=31536000, immutable',
    ]);
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    expect([again.statusCode, again.body, head.statusCode, head.body]).toEqual([304, '', 200, '']);
    expect(JSON.parse(asJson.body)).toMatchObject({ publication: 'etic-1d-2014-v2' });
  });

  it.each([
    // what is asked                                  nobody school académie dépt. operator
    ['/publications/etic-1d-2014-v2/manifest.json', [200, 200, 200, 200, 200]],
    ['/publications/etic-1d-2014-v2/signature.json', [200, 200, 200, 200, 200]],
    ['/publications/etic-1d-2014-v2/figures.csv', [401, 200, 200, 200, 200]],
    ['/publications/national-v1/figures.csv', [401, 403, 403, 403, 200]],
    ['/publications/schools-v1/figures.csv', [401, 200, 200, 200, 200]],
    ['/publications/bassin-v1/figures.csv', [401, 200, 200, 200, 200]],
    ['/publications/bassins-v1/figures.csv', [401, 403, 200, 403, 200]],
    ['/publications/gone-v1/figures.csv', [401, 403, 403, 403, 200]],
  ])('give cells to those alone who see all their territories: %s', async (url, expected) => {
    const answers = await Promise.all(
      [undefined, 'school', 'observatory', 'dsden', 'operator'].map((as) =>
        get(url, as === undefined ? {} : { as }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(expected);
  });

  it('keep cells out of shared caches', async () => {
    const answer = await get('/publications/etic-1d-2014-v2/figures.csv', { as: 'operator' });
    expect([answer.headers['cache-control'], answer.headers['vary']]).toEqual([
      'private, max-age=31536000, immutable',
      'Authorization',
    ]);
  });

  it('of a withdrawn publication answer 410, with the reason and what replaces it', async () => {
    const page = await get('/publications/etic-1d-2014-v1');
    const table = await get('/publications/etic-1d-2014-v1/figures.csv', { as: 'operator' });
    expect([page.statusCode, page.body.includes('effectifs faux')]).toEqual([410, true]);
    expect(page.body).toContain('/publications/etic-1d-2014-v2');
    expect(JSON.parse(table.body)).toMatchObject({
      status: 410,
      code: 'GONE',
      reason: 'effectifs faux',
      replacedBy: 'etic-1d-2014-v2',
    });
  });

  it.each([
    '/publications/none-v1',
    '/publications/none-v1/manifest.json',
    '/publications/etic-1d-2014-v2/none.csv',
  ])('that lead nowhere say so: %s', async (url) => {
    const answer = await get(url);
    expect([answer.statusCode, JSON.parse(answer.body)]).toEqual([
      404,
      expect.objectContaining({ code: 'NOT_FOUND' }),
    ]);
  });

  it('name the key that signs now and those that have signed', async () => {
    expect((await get('/publications/keys.json')).json()).toEqual({
      keys: [
        { keyId: 'ef'.repeat(32), algorithm: 'Ed25519', publicKey: 'BBBB', current: false },
        { keyId: 'ab'.repeat(32), algorithm: 'Ed25519', publicKey: 'CCCC', current: true },
      ],
    });
  });
});

describe('GraphQL', () => {
  it('lists the ledger, or what of it is in one state', async () => {
    const query = `{ observatory {
      publications(first: 9) { totalCount edges { node { id } } }
      gone: publications(first: 9, state: WITHDRAWN) { edges { node { id withdrawal { reason } replacedBy } } }
      publication(id: "etic-1d-2014-v2") { state permalink synthetic } } }`;
    expect((await ask(app, { query })).data).toEqual({
      observatory: {
        publications: {
          totalCount: 3,
          edges: ['national-v1', 'etic-1d-2014-v2', 'etic-1d-2014-v1'].map((id) => ({
            node: { id },
          })),
        },
        gone: {
          edges: [
            {
              node: {
                id: 'etic-1d-2014-v1',
                withdrawal: { reason: 'effectifs faux' },
                replacedBy: 'etic-1d-2014-v2',
              },
            },
          ],
        },
        publication: {
          state: 'PROVISIONAL',
          permalink: '/publications/etic-1d-2014-v2',
          synthetic: true,
        },
      },
    });
  });

  it('reads everything at the moment and on the map of a publication', async () => {
    const query = '{ observatory(publication: "etic-1d-2014-v2") { position geography } }';
    expect((await ask(app, { query })).data).toEqual({
      observatory: { position: '41', geography: 'CURRENT' },
    });
  });

  it.each([
    ['asOf: "3"', 'BAD_REQUEST'],
    ['geography: THEN', 'BAD_REQUEST'],
  ])('refuses a publication together with %s', async (argument, code) => {
    const query = `{ observatory(publication: "etic-1d-2014-v2", ${argument}) { position } }`;
    expect(codesOf(await ask(app, { query }))).toEqual([code]);
  });

  it.each([
    ['none-v1', 'NOT_FOUND'],
    ['etic-1d-2014-v1', 'GONE'],
  ])('does not read at %s: %s', async (id, code) => {
    const query = `{ observatory(publication: "${id}") { position } }`;
    expect(codesOf(await ask(app, { query }))).toEqual([code]);
  });
});
