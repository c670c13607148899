import { describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, codesOf, fakeApi } from '../../../libs/testing/fake-api.js';
import { fakeMonitor, stoppedFigures } from '../../../libs/testing/fake-readers.js';
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

describe('a read model that is slow', () => {
  it('is named to who waits for it', async () => {
    const { dependencies, config } = fakeApi();
    const api = await createApi(dependencies, config);
    const answer = await ask(api, { query: atLeast }).finally(() => api.close());

    expect(codesOf(answer)).toEqual(['READ_MODEL_BEHIND']);
    expect(answer.errors?.[0]?.extensions['projections']).toEqual(['figures']);
  });
});
