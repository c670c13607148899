import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

const modern = 'application/graphql-response+json';
const legacy = 'application/json';
const position = '{ observatory { position } }';
const mutation = 'mutation { closeCampaign(input: { campaign: "c" }) { __typename } }';

let app: NestFastifyApplication;
beforeAll(async () => {
  const { dependencies, config } = fakeApi();
  app = await createApi(dependencies, config);
});
afterAll(() => app.close());

type Sent = { readonly headers?: Record<string, string>; readonly payload?: string };

const post = async ({ headers, payload = JSON.stringify({ query: position }) }: Sent) => {
  const {
    statusCode,
    headers: answered,
    body,
  } = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  });
  return { status: statusCode, type: answered['content-type'], body };
};

const get = async (query: Record<string, string>, headers: Record<string, string> = {}) => {
  const {
    statusCode,
    headers: answered,
    body,
  } = await app.inject({
    method: 'GET',
    url: `/graphql?${new URLSearchParams(query).toString()}`,
    headers,
  });
  return {
    status: statusCode,
    type: answered['content-type'],
    allow: answered['allow'],
    location: answered['location'],
    body,
  };
};

describe('GraphQL over HTTP', () => {
  it.each([
    [modern, modern],
    [legacy, legacy],
    [undefined, modern],
    ['*/*', modern],
    ['application/*', modern],
    [`${modern}; charset=utf-8, ${legacy}; charset=utf-8`, modern],
    [`${modern};q=0.1, ${legacy}`, legacy],
    [`text/html, ${legacy}`, legacy],
  ])('asked for %p answers %p', async (accept, type) => {
    const answer = await post({ headers: accept === undefined ? {} : { accept } });

    expect([answer.status, answer.type]).toEqual([200, `${type}; charset=utf-8`]);
  });

  it.each(['text/html', 'image/png', `${legacy}; charset=utf-16`])(
    'has nothing for who takes only %p',
    async (accept) => {
      expect((await post({ headers: { accept } })).status).toBe(406);
    },
  );

  it.each([
    ['a body that is not JSON', 'NONSENSE'],
    ['a truncated body', '{"query":'],
    ['an empty body', ''],
    ['a misspelt parameter', '{"qeury":"{__typename}"}'],
    ['a query that is not a text', '{"query":{"a":1}}'],
    ['variables that are a list', JSON.stringify({ query: position, variables: [7] })],
    ['extensions that are a text', JSON.stringify({ query: position, extensions: 'x' })],
    ['an operation name that is a number', JSON.stringify({ query: position, operationName: 7 })],
    ['a body that is a text', '"query"'],
    ['a batch', JSON.stringify([{ query: position }])],
    ['a body that would change prototypes', '{"query":"{__typename}","__proto__":{"admin":true}}'],
    [
      'a body that would, in escaped letters, further down',
      '{"query":"{__typename}","variables":{"a":{"\\u005f_proto\\u005f_":{"admin":true}}}}',
    ],
    [
      'a body that would change what makes its objects',
      '{"query":"{__typename}","variables":{"constructor":{"prototype":{"admin":true}}}}',
    ],
  ])('refuses %s with 400 in both media types', async (_, payload) => {
    const answers = await Promise.all(
      [modern, legacy].map((accept) => post({ headers: { accept }, payload })),
    );

    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(answers.map(({ body }) => Object.keys(JSON.parse(body) as object))).toEqual([
      ['errors'],
      ['errors'],
    ]);
  });

  it.each([
    ['a document that cannot be parsed', '{'],
    ['a document that is not valid', '{ observatory { budget } }'],
    ['an operation that does not exist', `query A ${position} query B ${position}`],
    ['a variable that is missing', 'query ($u: Uai!) { observatory { school(uai: $u) { name } } }'],
  ])('answers %s with 400, or 200 to who takes only the older type', async (_, query) => {
    const answers = await Promise.all(
      [modern, legacy].map((accept) =>
        post({ headers: { accept }, payload: JSON.stringify({ query }) }),
      ),
    );

    expect(answers.map(({ status }) => status)).toEqual([400, 200]);
    for (const { body } of answers) expect(JSON.parse(body)).not.toHaveProperty('data');
  });

  it('takes null for optional parameters', async () => {
    const payload = JSON.stringify({
      query: position,
      operationName: null,
      variables: null,
      extensions: null,
    });

    expect((await post({ payload })).status).toBe(200);
  });

  it('answers queries by GET, variables and all', async () => {
    const query = 'query Q ($u: Uai!) { observatory { school(uai: $u) { uai } } }';
    const answer = await get({ query, operationName: 'Q', variables: '{"u":"0131884C"}' });

    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      200,
      { data: { observatory: { school: { uai: '0131884C' } } } },
    ]);
  });

  it('takes no mutation by GET', async () => {
    const answers = await Promise.all(
      [modern, legacy].map((accept) => get({ query: mutation }, { accept })),
    );

    expect(answers.map(({ status, allow }) => [status, allow])).toEqual([
      [405, 'POST'],
      [405, 'POST'],
    ]);
  });

  it('refuses by GET what it refuses by POST', async () => {
    const answers = await Promise.all([
      get({}),
      get({ query: position, variables: 'nonsense' }),
      get({ query: `query A ${position} query B ${position}`, operationName: 'C' }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'takes no %s, which a foreign page could send',
    async (type) => {
      expect((await post({ headers: { 'content-type': type } })).status).toBe(415);
    },
  );

  it('leads a browser to the query editor', async () => {
    const answer = await get({}, { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });

    expect([answer.status, answer.location]).toEqual([303, '/graphiql']);
  });

  it('refuses a bad token with 401 in the shape of GraphQL', async () => {
    const answer = await post({ headers: { authorization: 'Bearer forged' } });

    expect([
      answer.status,
      (JSON.parse(answer.body) as { errors: { extensions: { code: string } }[] }).errors[0]
        ?.extensions.code,
    ]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
