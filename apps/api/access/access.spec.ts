import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { createApi } from '../create-api.js';

let app: NestFastifyApplication;
beforeAll(async () => {
  const { dependencies, config } = fakeApi();
  app = await createApi(dependencies, config);
});
afterAll(() => app.close());

const figures = (kind: string, code: string): string =>
  `{ observatory { figures(indicators: ["nb_tbi_tni_1d"], territories: [{ kind: ${kind}, code: "${code}" }], schoolYears: ["2013-2014"]) { value } } }`;
const response = (uai: string): string =>
  `{ observatory { response(campaign: "etic-1d-2014", uai: "${uai}") { status } } }`;
const campaign = (inner: string): string =>
  `{ observatory { campaign(id: "etic-1d-2014") { ${inner} } } }`;
const command = (name: string, uai: string): string =>
  `mutation { ${name}(input: { campaign: "etic-1d-2014", uai: "${uai}" }) { __typename } }`;
const close = 'mutation { closeCampaign(input: { campaign: "etic-1d-2014" }) { __typename } }';

const territoryNamed = (name: string, parent: object) => ({
  observatory: { territory: { name, parent } },
});

const own = '0131884C';
const near = '0130001F';
const far = '0310001H';

const yes = 'yes';
const no = 'FORBIDDEN';
const who = 'UNAUTHENTICATED';

describe('who may ask what', () => {
  it.each([
    // what is asked                                 nobody school académie dépt. operator
    [
      'the directory',
      '{ observatory { schools(first: 1) { totalCount } } }',
      [yes, yes, yes, yes, yes],
    ],
    [
      'the catalogue',
      '{ observatory { indicators(first: 1) { totalCount } } }',
      [yes, yes, yes, yes, yes],
    ],
    [
      'published figures',
      '{ observatory { references(first: 1) { totalCount } } }',
      [yes, yes, yes, yes, yes],
    ],
    ['campaigns', campaign('title'), [yes, yes, yes, yes, yes]],
    ['figures of its own school', figures('SCHOOL', own), [who, yes, yes, yes, yes]],
    ['figures of a school nearby', figures('SCHOOL', near), [who, no, yes, yes, yes]],
    ['figures of a school elsewhere', figures('SCHOOL', far), [who, no, no, no, yes]],
    ['figures of its département', figures('DEPARTMENT', '013'), [who, yes, yes, yes, yes]],
    ['figures of the département beside', figures('DEPARTMENT', '084'), [who, no, yes, no, yes]],
    ['figures of its académie', figures('ACADEMY', '02'), [who, yes, yes, yes, yes]],
    ['figures of another académie', figures('ACADEMY', '16'), [who, no, no, no, yes]],
    [
      'figures of its région académique',
      figures('ACADEMIC_REGION', '93'),
      [who, yes, yes, yes, yes],
    ],
    ['figures of its bassin', figures('BASSIN', '02104'), [who, yes, yes, yes, yes]],
    [
      'figures of a bassin of two départements',
      figures('BASSIN', '02900'),
      [who, no, yes, no, yes],
    ],
    ['figures of a bassin elsewhere', figures('BASSIN', '16001'), [who, no, no, no, yes]],
    [
      'the names of a bassin',
      '{ observatory { territory(kind: BASSIN, code: "16001") { name parent { code } } } }',
      [yes, yes, yes, yes, yes],
    ],
    ['figures of the country', figures('COUNTRY', 'FR'), [who, yes, yes, yes, yes]],
    [
      'coverage of its académie',
      campaign('coverage(territories: [{ kind: ACADEMY, code: "02" }]) { received }'),
      [who, yes, yes, yes, yes],
    ],
    [
      'coverage of another académie',
      campaign('coverage(territories: [{ kind: ACADEMY, code: "16" }]) { received }'),
      [who, no, no, no, yes],
    ],
    ['respondents', campaign('respondents(first: 9) { totalCount }'), [who, yes, yes, yes, yes]],
    [
      'respondents elsewhere',
      campaign(
        'respondents(first: 9, filter: { academy: "16", uai: "0310001H", department: "031" }) { totalCount }',
      ),
      [who, no, no, no, yes],
    ],
    ['exclusions', campaign('exclusions(first: 9) { totalCount }'), [who, no, yes, yes, yes]],
    ['answers of its own school', response(own), [who, yes, yes, yes, yes]],
    ['answers of a school nearby', response(near), [who, no, yes, yes, yes]],
    ['answers of a school elsewhere', response(far), [who, no, no, no, yes]],
    ['to write for its own school', command('prefillDraft', own), [who, yes, yes, yes, yes]],
    ['to write for a school nearby', command('prefillDraft', near), [who, no, yes, yes, yes]],
    ['to write for a school elsewhere', command('prefillDraft', far), [who, no, no, no, yes]],
    ['to validate', command('validateResponse', own), [who, no, yes, yes, yes]],
    ['to close a campaign', close, [who, no, no, no, yes]],
  ])('%s', async (_, query, expected) => {
    const answers = await Promise.all(
      [undefined, 'school', 'observatory', 'dsden', 'operator'].map((as) =>
        ask(app, { query, ...(as !== undefined && { as }) }),
      ),
    );

    expect(answers.map((answer) => codesOf(answer)[0] ?? yes)).toEqual(expected);
    for (const answer of answers) expect(answer.status).not.toBeGreaterThanOrEqual(500);
  });

  it('lets an académie into the series of those that were merged into it', async () => {
    const asked = ['05', '70', '02'].map((code) => figures('ACADEMY', code));
    const answers = await Promise.all(asked.map((query) => ask(app, { query, as: 'normandie' })));

    expect(answers.map((answer) => codesOf(answer)[0] ?? yes)).toEqual([yes, yes, no]);
  });

  it('names a bassin, and what its schools have in common', async () => {
    const named = (code: string): string =>
      `{ observatory { territory(kind: BASSIN, code: "${code}") { name parent { kind code } } } }`;
    const answers = await Promise.all(
      ['02104', '02900', '99999'].map((code) => ask(app, { query: named(code) })),
    );

    expect(answers.map(({ data }) => data)).toEqual([
      territoryNamed('Marseille centre', { kind: 'DEPARTMENT', code: '013' }),
      territoryNamed('Durance', { kind: 'ACADEMY', code: '02' }),
      { observatory: { territory: null } },
    ]);
    expect(answers.map((answer) => codesOf(answer))).toEqual([[], [], ['NOT_FOUND']]);
  });

  it('tells an anonymous caller with 401, before anything is read', async () => {
    const answer = await ask(app, { query: figures('ACADEMY', '02') });

    expect([answer.status, answer.data]).toEqual([401, undefined]);
    expect(answer.errors?.[0]?.message).toContain('Authorization: Bearer');
  });

  it('is not fooled by a fragment or an alias', async () => {
    const hidden =
      'fragment F on Observatory { x: figures(indicators: [], territories: [], schoolYears: []) { value } }';
    const answer = await ask(app, { query: `{ observatory { ...F } } ${hidden}` });

    expect(codesOf(answer)).toEqual([who]);
  });

  it('takes the scope from the token: no argument widens it', async () => {
    const answer = await ask(app, {
      as: 'school',
      query: campaign(
        'respondents(first: 9, filter: { academy: "16" }) { edges { node { uai } } }',
      ),
    });

    expect(answer.data).toEqual({ observatory: { campaign: { respondents: { edges: [] } } } });
  });
});
