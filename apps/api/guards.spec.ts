import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { getIntrospectionQuery } from 'graphql';

import { ask, codesOf, fakeApi } from '../../libs/testing/fake-api.js';
import { createApi } from './create-api.js';

const fake = fakeApi();
let app: NestFastifyApplication;

beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());

const nested = (times: number, inner: string): string =>
  times === 0 ? inner : `parent { ${nested(times - 1, inner)} }`;

const territory = (inner: string): string =>
  `{ observatory { territory(kind: ACADEMY, code: "02") { ${inner} } } }`;

const aliases = (count: number): string =>
  Array.from({ length: count }, (_, index) => `a${String(index)}: position`).join(' ');

const at = (instant: string): string => `{ observatory(asOfInstant: "${instant}") { position } }`;

/** Twenty lines that unfold into a million fields. */
const bomb = [
  territory('...F0'),
  ...Array.from(
    { length: 20 },
    (_, index) =>
      `fragment F${String(index)} on Territory { ...F${String(index + 1)} ...F${String(index + 1)} }`,
  ),
  'fragment F20 on Territory { name }',
].join('\n');

const page = `schools(first: 100) { edges { node { department { schools(first: 100) { edges { node { uai } } } } } } }`;

describe('a query that asks too much is refused before anything runs:', () => {
  it.each([
    [
      'too deep',
      territory(nested(12, 'name')),
      'GRAPHQL_VALIDATION_FAILED',
      { limit: 'depth', allowed: 12 },
    ],
    [
      'too many aliases',
      `{ observatory { ${aliases(31)} } }`,
      'GRAPHQL_VALIDATION_FAILED',
      { limit: 'aliases', allowed: 30 },
    ],
    [
      'pages of pages',
      `{ observatory { ${page} } }`,
      'QUERY_TOO_COSTLY',
      { limit: 'cost', allowed: 20_000 },
    ],
    [
      'fragments that unfold without end',
      bomb,
      'QUERY_TOO_COSTLY',
      { limit: 'selections', allowed: 10_000 },
    ],
    [
      'a page that is too long',
      '{ observatory { schools(first: 1000000) { totalCount } } }',
      'GRAPHQL_VALIDATION_FAILED',
      { limit: 'first', found: 1_000_000, allowed: 100 },
    ],
  ])('%s', async (_, query, code, limit) => {
    fake.calls.length = 0;
    const answer = await ask(app, { as: 'operator', query });

    expect([answer.status, codesOf(answer), answer.data]).toEqual([400, [code], undefined]);
    expect(answer.errors?.[0]?.extensions).toMatchObject(limit);
    expect(fake.calls).toEqual([]);
  });

  it.each([
    ['of too many words', `{ observatory { ${'position '.repeat(4_100)} } }`],
    ['too nested for the parser', `{ ${'parent { '.repeat(1_990)}`],
    ['that is nothing', '}'],
    ['that is JSON', '{"kind":"Document","definitions":[]}'],
    ['that is a number', '42'],
    ['that is a list', '[]'],
    ['of unbalanced braces', '{'.repeat(3_000)],
  ])('a text %s', async (_, query) => {
    const answer = await ask(app, { query });

    expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_PARSE_FAILED']]);
  });

  it('a text of too many words, in the words of the caller', async () => {
    const answer = await ask(app, { query: `{ observatory { ${'position '.repeat(4_100)} } }` });

    expect(answer.errors?.[0]).toMatchObject({
      message: expect.stringContaining('plus de 4000 mots'),
      extensions: { limit: 'tokens', allowed: 4_000 },
    });
  });

  it.each([
    ['a subscription', 'subscription { revisions }'],
    ['an instant of a day that no month has', at('2026-02-30T10:00:00Z')],
    ['an instant of a thirteenth month', at('2026-13-01T10:00:00Z')],
    ['an instant of a year that never was', at('0000-01-01T10:00:00Z')],
    ['an instant of an offset that no clock has', at('2026-01-01T10:00:00+20:00')],
  ])('%s', async (_, query) => {
    const answer = await ask(app, { query });

    expect([answer.status, codesOf(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  it.each([
    ['an unknown field', '{ observatory { budget } }'],
    ['a fragment within itself', '{ observatory { ...F } } fragment F on Observatory { ...F }'],
    [
      'the lists of introspection within each other',
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    ],
  ])('%s', async (_, query) => {
    const answer = await ask(app, { query });

    expect([answer.status, new Set(codesOf(answer))]).toEqual([
      400,
      new Set(['GRAPHQL_VALIDATION_FAILED']),
    ]);
  });

  it('ten megabytes', async () => {
    const answer = await ask(app, {
      query: `{ observatory { position } } # ${'x'.repeat(10_000_000)}`,
    });

    expect([answer.status, codesOf(answer)]).toEqual([413, ['REQUEST_TOO_LARGE']]);
  });
});

describe('a query that asks for what there is', () => {
  it('is told what it costs', async () => {
    const cost = async (query: string) => (await ask(app, { query })).extensions?.cost;

    expect(await cost('{ observatory { position } }')).toBe(1);
    expect(await cost('{ observatory { schools(first: 50) { edges { node { uai } } } } }')).toBe(
      1 + 50 * 3,
    );
  });

  it('may be introspected', async () => {
    const answer = await ask(app, { query: getIntrospectionQuery() });

    expect([answer.status, answer.errors]).toEqual([200, undefined]);
  });

  it('may carry variables that do not fit, and hears of each', async () => {
    const query =
      'query ($uai: Uai!, $first: Int!) { observatory { school(uai: $uai) { name } schools(first: $first) { totalCount } } }';
    const answer = await ask(app, { query, variables: { uai: 7, first: 'many' } });

    expect([answer.status, codesOf(answer)]).toEqual([
      400,
      ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
    ]);
  });

  it('hears in its own language', async () => {
    const query = '{ observatory { schools(first: 0) { totalCount } } }';
    const message = async (language: string) =>
      (await ask(app, { query, headers: { 'accept-language': language } })).errors?.[0]?.message;

    expect(await message('fr')).toContain('sont permis');
    expect(await message('en')).toContain('are allowed');
  });
});

describe('a document that was let through before', () => {
  it('is still open to those alone who may ask for its fields', async () => {
    const query =
      'mutation ($input: ResponseInput!) { validateResponse(input: $input) { __typename } }';
    const variables = { input: { campaign: 'etic-1d-2014', uai: '0131884C' } };
    const asked = async (as?: string) => {
      const answer = await ask(app, { ...(as !== undefined && { as }), query, variables });
      return [answer.status, ...codesOf(answer)];
    };
    for (let time = 0; time < 3; time += 1) expect(await asked('operator')).toEqual([200]);

    expect(await asked()).toEqual([401, 'UNAUTHENTICATED']);
    expect(await asked('school')).toEqual([403, 'FORBIDDEN']);
    expect(await asked('operator')).toEqual([200]);
  });

  it('is weighed anew when its pages are as long as its variables say', async () => {
    const query = `query ($first: Int!) { observatory { ${page.replaceAll('100', '$first')} } }`;
    const asked = async (first: number) => {
      const answer = await ask(app, { as: 'operator', query, variables: { first } });
      return [answer.status, ...codesOf(answer)];
    };
    for (let time = 0; time < 3; time += 1) expect(await asked(2)).toEqual([200]);

    expect(await asked(100)).toEqual([400, 'QUERY_TOO_COSTLY']);
    expect(await asked(101)).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
  });

  const input = { campaign: 'etic-1d-2014', uai: '0131884C', answers: {} };

  it.each([
    ['nothing', {}],
    ['null', { input: null }],
    ['a text', { input: 'x' }],
    ['a list', { input: [] }],
    ['an input without its fields', { input: {} }],
    ['a field too many', { input: { ...input, more: 1 } }],
    ['a revision that is no integer', { input: { ...input, expectedRevision: 1.5 } }],
    ['answers that are a list', { input: { ...input, answers: [1] } }],
    ['several mistakes', { input: { ...input, campaign: {}, answers: { a: {} }, reason: 7 } }],
  ])(
    'is refused in the words of the first time when its variables are %s',
    async (_, variables) => {
      const query =
        'mutation ($input: SubmitResponseInput!) { submitResponse(input: $input) { __typename } }';
      for (let time = 0; time < 3; time += 1)
        expect(await ask(app, { as: 'operator', query, variables: { input } })).toMatchObject({
          status: 200,
        });
      fake.calls.length = 0;

      const refused = async (text: string) => {
        const answer = await ask(app, { as: 'operator', query: text, variables });
        const told = answer.errors?.map(({ message }) => message);
        return { status: answer.status, data: answer.data, codes: codesOf(answer), told };
      };
      const known = await refused(query);
      expect(known).toEqual(await refused(`${query} # never asked: ${JSON.stringify(variables)}`));
      expect([known.status, known.data, fake.calls]).toEqual([400, undefined, []]);
    },
  );
});

describe('when the database is away', () => {
  const away = Object.assign(new Error('connect ECONNREFUSED'), { name: 'DatabaseUnavailable' });

  it('the answer says so, with 503, and comes back by itself', async () => {
    const fragile = fakeApi();
    let isAway = true;
    const { read } = fragile.dependencies.projections;
    const dependencies = {
      ...fragile.dependencies,
      projections: {
        ...fragile.dependencies.projections,
        read: () => (isAway ? Promise.reject(away) : read()),
      },
    };
    const api = await createApi(dependencies, fragile.config);
    const query = '{ observatory { position } }';

    const during = await ask(api, { query });
    const { headers } = await api.inject({ url: '/graphql', query: { query } });
    const legacy = await ask(api, { query, headers: { accept: 'application/json' } });
    isAway = false;
    const after = await ask(api, { query });
    await api.close();

    expect([during.status, codesOf(during), during.data]).toEqual([
      503,
      ['SERVICE_UNAVAILABLE'],
      null,
    ]);
    expect([legacy.status, headers['retry-after']]).toEqual([503, '5']);
    expect([after.status, after.data]).toEqual([200, { observatory: { position: '42' } }]);
  });

  it('what does not need it is still answered', async () => {
    const fragile = fakeApi();
    const directory = { ...fragile.dependencies.directory, school: () => Promise.reject(away) };
    const api = await createApi({ ...fragile.dependencies, directory }, fragile.config);
    const answer = await ask(api, {
      query: '{ observatory { position school(uai: "0131884C") { name } } }',
    });
    await api.close();

    expect([answer.status, answer.data]).toEqual([
      200,
      { observatory: { position: '42', school: null } },
    ]);
    expect(codesOf(answer)).toEqual(['SERVICE_UNAVAILABLE']);
  });

  it('a NUL character in what is asked for is a mistake of who asks', async () => {
    const fragile = fakeApi();
    const refused = Object.assign(new Error('0x00'), { name: 'DatabaseTextRefused' });
    const directory = { ...fragile.dependencies.directory, school: () => Promise.reject(refused) };
    const api = await createApi({ ...fragile.dependencies, directory }, fragile.config);
    const answer = await ask(api, {
      query: '{ observatory { school(uai: "0131884C") { name } } }',
    });
    await api.close();

    expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
    expect(answer.errors?.[0]?.message).toContain('caractère nul');
  });

  it('a fault of ours is told without its insides, with the identifier that finds it in the log', async () => {
    const broken = fakeApi();
    const directory = {
      ...broken.dependencies.directory,
      school: () => Promise.reject(new Error('relation read_model.school does not exist')),
    };
    const api = await createApi({ ...broken.dependencies, directory }, broken.config);
    const answer = await ask(api, {
      query: '{ observatory { school(uai: "0131884C") { name } } }',
      headers: { 'x-correlation-id': 'my-request-1' },
    });
    await api.close();

    expect(codesOf(answer)).toEqual(['INTERNAL']);
    expect(JSON.stringify(answer)).not.toContain('read_model');
    expect(answer.errors?.[0]?.extensions['correlationId']).toBe('my-request-1');
  });
});
