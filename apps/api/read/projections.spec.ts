import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { isObjectType } from 'graphql';
import type {} from 'mercurius';

import type { ProjectionName } from '#application';
import { position, type Position } from '#kernel';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { fakeClock, fakeMonitor, stoppedFigures } from '../../../libs/testing/fake-readers.js';
import { createApi } from '../create-api.js';

const withStop = async (work: (api: NestFastifyApplication) => Promise<void>): Promise<void> => {
  const { dependencies, config } = fakeApi();
  const monitor = fakeMonitor(stoppedFigures);
  const api = await createApi({ ...dependencies, monitor }, config);
  await work(api).finally(() => api.close());
};

const states = '{ observatory { projections { name status position lag { positions seconds } } } }';
const failures =
  '{ observatory { projections { name failure { eventPosition eventType schemaVersion reason remedy } } } }';
const atLeast = '{ observatory(atLeast: "43") { position } }';

describe('a read model that has stopped', () => {
  it('is told to everybody, with its lag', async () => {
    await withStop(async (api) => {
      const { data } = await ask(api, { query: states });

      expect(data).toEqual({
        observatory: {
          projections: [
            {
              name: 'school-directory',
              status: 'FOLLOWING',
              position: '43',
              lag: { positions: '0', seconds: 0 },
            },
            {
              name: 'figures',
              status: 'STOPPED',
              position: '42',
              lag: { positions: '1', seconds: 0.25 },
            },
          ],
        },
      });
    });
  });

  it('says why and what to do to those who run the observatory', async () => {
    await withStop(async (api) => {
      const { data } = await ask(api, { as: 'operator', query: failures });

      expect(data).toEqual({
        observatory: {
          projections: [
            { name: 'school-directory', failure: null },
            {
              name: 'figures',
              failure: {
                eventPosition: '43',
                eventType: 'ResponseSubmitted',
                schemaVersion: 9,
                reason: 'version 9 inconnue',
                remedy: 'Installez une version du programme.',
              },
            },
          ],
        },
      });
      expect(codesOf(await ask(api, { query: failures }))).toEqual(['UNAUTHENTICATED']);
      expect(codesOf(await ask(api, { as: 'school', query: failures }))).toEqual(['FORBIDDEN']);
    });
  });

  it('is named to who waits for a position that it does not reach', async () => {
    await withStop(async (api) => {
      const answer = await ask(api, { query: atLeast });

      expect(codesOf(answer)).toEqual(['READ_MODEL_STOPPED']);
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        position: '42',
        atLeast: '43',
        projections: ['figures'],
      });
      expect(answer.errors?.[0]?.message).toContain('Le modèle de lecture figures est arrêté');
    });
  });
});

const figures =
  'figures(indicators: "eleves_par_ordinateur_1d", schoolYears: "2013-2014", territories: { kind: COUNTRY, code: "FR" }) { value }';
const waiting = (fields: string, more = '') =>
  `{ observatory(atLeast: "43"${more}) { position ${fields} } }`;

describe('a read model that is behind', () => {
  const behind: [ProjectionName, Position][] = [];
  let api: NestFastifyApplication;

  beforeAll(async () => {
    const { dependencies, config } = fakeApi();
    const projections = fakeClock(position(43n), () => '0', behind);
    api = await createApi({ ...dependencies, projections }, config);
  });
  afterAll(() => api.close());

  const whileBehind = (late: ProjectionName, query: string) => {
    behind.splice(0, 1, [late, position(42n)]);
    return ask(api, { as: 'operator', query });
  };

  it.each([
    ['review', figures],
    ['publication-register', figures],
    ['review', 'campaign(id: "etic-1d-2014") { coverage(territories: []) { expected } }'],
    ['figures', 'schools(first: 1) { totalCount }'],
    ['figures', 'indicators(first: 1) { totalCount } publications(first: 1) { totalCount }'],
  ] as const)('holds back nobody who does not read it: %s, %s', async (late, fields) => {
    expect((await whileBehind(late, waiting(fields))).data).toMatchObject({
      observatory: { position: '43' },
    });
  });

  it.each([
    ['review', 'campaign(id: "etic-1d-2014") { returns(first: 1) { totalCount } }'],
    ['review', `${figures} school(uai: "0131884C") { toDo { campaign } }`],
    ['figures', 'campaign(id: "etic-1d-2014") { coverage(territories: []) { expected } }'],
    ['school-directory', figures],
    ['review', ''],
  ] as const)('holds back who reads it: %s, %s', async (late, fields) => {
    expect(codesOf(await whileBehind(late, waiting(fields)))).toEqual(['READ_MODEL_BEHIND']);
  });

  it('holds back who asks by a publication that it may not know yet', async () => {
    const query = waiting(figures, ', publication: "etic-1d-2014-v1"');

    expect(codesOf(await whileBehind('publication-register', query))).toEqual([
      'READ_MODEL_BEHIND',
    ]);
  });
});

describe('a position that the log does not have', () => {
  it('is not waited for again', async () => {
    const { dependencies, config } = fakeApi();
    const api = await createApi(dependencies, config);
    const query = '{ observatory(atLeast: "44") { position } }';
    const answer = await ask(api, { query }).finally(() => api.close());

    expect(codesOf(answer)).toEqual(['BAD_REQUEST']);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ position: '43', atLeast: '44' });
  });
});

describe('a field that has to be computed', () => {
  it('says which read models it reads', async () => {
    const { dependencies, config } = fakeApi();
    const api = await createApi(dependencies, config);
    const server = api.getHttpAdapter().getInstance();
    const { schema } = server.graphql;
    const computed = Object.values(schema.getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__') && name !== 'Mutation')
      .flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
      .filter(({ field }) => field.resolve !== undefined);
    await api.close();

    expect(computed.length).toBeGreaterThan(30);
    expect(
      computed
        .filter(({ field }) => field.extensions['reads'] === undefined)
        .map(({ type, field }) => `${type.name}.${field.name}`),
    ).toEqual([]);
  });
});

describe('a read model that is slow', () => {
  it('is named to who waits for it', async () => {
    const { dependencies, config } = fakeApi();
    const api = await createApi(dependencies, config);
    const answer = await ask(api, { query: atLeast }).finally(() => api.close());

    expect(codesOf(answer)).toEqual(['READ_MODEL_BEHIND']);
    expect(answer.errors?.[0]?.extensions['projections']).toEqual(['figures']);
  });
});
