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

describe('what files and orders have changed', () => {
  const asked = [
    `{ observatory { schoolImports(first: 5) { edges { node { id sources schools facts undoneFor position } } } } }`,
    `{ observatory { schoolChanges(import: "i1", first: 5) { edges { node { uai kind before after since source isRetracted } } } } }`,
    `{ observatory { absorptionProposals(first: 5) { totalCount edges { node { uai name into announcedBy on state } } } } }`,
  ];

  it('is told to operators alone', async () => {
    const answers = await Promise.all(
      asked.flatMap((query) =>
        [undefined, 'school', 'observatory'].map((as) =>
          ask(app, { query, ...(as !== undefined && { as }) }),
        ),
      ),
    );
    expect(new Set(answers.flatMap((answer) => codesOf(answer)))).toEqual(
      new Set(['UNAUTHENTICATED', 'FORBIDDEN']),
    );
    expect(answers.map(({ data }) => data ?? null)).toEqual(answers.map(() => null));
  });

  it('is imports, the changes of one, and the absorptions that names propose', async () => {
    const answers = await Promise.all(asked.map((query) => ask(app, { as: 'operator', query })));
    expect(answers.map(({ data }) => data)).toEqual([
      {
        observatory: {
          schoolImports: {
            edges: [
              {
                node: {
                  id: 'i1',
                  sources: ['annuaire'],
                  schools: 2,
                  facts: 3,
                  undoneFor: 0,
                  position: '40',
                },
              },
            ],
          },
        },
      },
      {
        observatory: {
          schoolChanges: {
            edges: [
              {
                node: {
                  uai: '0131884C',
                  kind: 'RENAMED',
                  before: null,
                  after: 'Collège Belle de Mai',
                  since: '2016-09-01',
                  source: 'annuaire',
                  isRetracted: false,
                },
              },
            ],
          },
        },
      },
      {
        observatory: {
          absorptionProposals: {
            totalCount: 1,
            edges: [
              {
                node: {
                  uai: '0131884C',
                  name: 'Collège Belle de Mai',
                  into: '0130001F',
                  announcedBy: 'ECOLE A ABSORBE L’UAI 0131884C EN 2022',
                  on: '2022-09-01',
                  state: 'READY',
                },
              },
            ],
          },
        },
      },
    ]);
  });
});

describe('an order on many schools', () => {
  const outcome = `__typename ... on SchoolsChanged { import schools position } ... on Refused { problems { code } }`;
  const undo = (id: string) =>
    `mutation { undoSchoolImport(input: { import: "${id}", reason: "wrong file" }) { ${outcome} } }`;
  const absorb = `mutation { absorbProposed(input: { uais: ["0131884C"] }) { ${outcome} } }`;

  it('is the operator’s', async () => {
    for (const query of [undo('i1'), absorb])
      for (const as of ['school', 'observatory', 'dsden'])
        expect(codesOf(await ask(app, { as, query }))).toEqual(['FORBIDDEN']);
    expect(fake.given).toEqual([]);
  });

  it('undoes an import, or says that there is none', async () => {
    const undone = await ask(app, { as: 'operator', query: undo('i1') });
    const unknown = await ask(app, { as: 'operator', query: undo('i2') });
    expect([undone.data, unknown.data]).toEqual([
      {
        undoSchoolImport: {
          __typename: 'SchoolsChanged',
          import: 'i1',
          schools: 2,
          position: '43',
        },
      },
      {
        undoSchoolImport: { __typename: 'Refused', problems: [{ code: 'SCHOOL_IMPORT_UNKNOWN' }] },
      },
    ]);
  });

  it('records proposals as an import of its own, which can be undone', async () => {
    const headers = { 'x-correlation-id': 'decided-today' };
    const absorbed = await ask(app, { as: 'operator', query: absorb, headers });
    expect(absorbed.data).toEqual({
      absorbProposed: {
        __typename: 'SchoolsChanged',
        import: 'decided-today',
        schools: 1,
        position: '43',
      },
    });
    expect(fake.given).toEqual([
      {
        uais: ['0131884C'],
        origin: { actor: { role: 'operator', id: 'dsi' }, correlationId: 'decided-today' },
      },
    ]);
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
