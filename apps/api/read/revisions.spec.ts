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

/** Position 999, in base64url. */
const later = 'cjk5OQ';

const question = (args: string): string =>
  `{ observatory { revisions(first: 10${args}) { pageInfo { endCursor } edges { cursor node { position recordedAt territories { kind code } kind cause uai changes { indicator from { used } to { numerator } } } } } } }`;

describe('the feed of revisions', () => {
  it('says what changed, from what to what, and why', async () => {
    const { data } = await ask(app, { as: 'operator', query: question('') });
    expect(data).toEqual({
      observatory: {
        revisions: {
          pageInfo: { endCursor: 'cjQx' },
          edges: [
            {
              cursor: 'cjQx',
              node: {
                position: '41',
                recordedAt: '2014-05-02T08:00:00.000000Z',
                territories: [
                  { kind: 'SCHOOL', code: '0130001F' },
                  { kind: 'COUNTRY', code: 'FR' },
                ],
                kind: 'RESPONSE',
                cause: 'LATE_SUBMISSION',
                uai: '0130001F',
                changes: [
                  { indicator: 'nb_tbi_tni_1d@1', from: { used: 0 }, to: { numerator: '3' } },
                ],
              },
            },
          ],
        },
      },
    });
  });

  it('narrows to the schools of the caller, whatever it asks for', async () => {
    await ask(app, {
      as: 'dsden',
      query: question(', causes: [CORRECTION], territory: { kind: DEPARTMENT, code: "013" }'),
    });
    expect(fake.given.at(-1)).toEqual({
      filter: {
        territory: { kind: 'department', code: '013' },
        campaign: null,
        indicators: [],
        causes: ['correction'],
        within: { kind: 'department', codes: ['013'] },
      },
      page: { first: 10, after: null },
    });
  });

  it.each([
    ['a school', 'school', '', 'FORBIDDEN'],
    [
      'a territory out of reach',
      'dsden',
      ', territory: { kind: ACADEMY, code: "16" }',
      'FORBIDDEN',
    ],
    ['a text that is no cursor', 'operator', ', after: "nowhere"', 'BAD_REQUEST'],
    ['a cursor of a log that has gone further', 'operator', `, after: "${later}"`, 'BAD_REQUEST'],
    ['an unknown campaign', 'operator', ', campaign: "etic-1d-1999"', 'NOT_FOUND'],
    ['an unknown indicator', 'operator', ', indicators: ["nb_tbi"]', 'NOT_FOUND'],
  ])('refuses %s', async (_, as, args, code) => {
    expect(codesOf(await ask(app, { as, query: question(args) }))).toEqual([code]);
  });
});
