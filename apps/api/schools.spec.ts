import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../libs/testing/fake-api.js';
import { createApi } from './create-api.js';

const fake = fakeApi();
let app: NestFastifyApplication;

beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());
beforeEach(() => {
  fake.given.length = 0;
});

describe('the history of a school', () => {
  it('is its versions, the oldest first, and none for a school that has none', async () => {
    const query = `{ observatory { schools(first: 2) { edges { node { uai history {
      validFrom validTo name isOpen department academy bassin circonscription } } } } } }`;
    const { data } = await ask(app, { query });
    const version = {
      isOpen: true,
      department: '013',
      academy: '02',
      bassin: '02104',
      circonscription: null,
    };
    expect(data).toEqual({
      observatory: {
        schools: {
          edges: [
            { node: { uai: '0130001F', history: [] } },
            {
              node: {
                uai: '0131884C',
                history: [
                  { ...version, name: 'Collège neuf', validFrom: null, validTo: '2016-09-01' },
                  {
                    ...version,
                    name: 'Collège Belle de Mai',
                    validFrom: '2016-09-01',
                    validTo: null,
                  },
                ],
              },
            },
          ],
        },
      },
    });
  });
});

const uai = '0131884C';
const on = '2022-09-01';

describe('an act on a school', () => {
  it.each([
    ['closeSchool', { uai, on, reason: 'arrêté' }, { type: 'CloseSchool' }],
    ['reopenSchool', { uai, on }, { type: 'ReopenSchool' }],
    ['absorbSchool', { uai, on, into: '0130001F' }, { type: 'AbsorbSchool' }],
  ])('is the operator’s: %s', async (mutation, input, command) => {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
    const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`;
    const refused = await ask(app, { as: 'observatory', query, variables: { input } });
    expect([codesOf(refused), fake.given]).toEqual([['FORBIDDEN'], []]);

    const done = await ask(app, { as: 'operator', query, variables: { input } });
    expect(done.data).toEqual({ [mutation]: { __typename: 'Accepted' } });
    expect(fake.given).toEqual([expect.objectContaining({ command: { ...command, ...input } })]);
  });
});
