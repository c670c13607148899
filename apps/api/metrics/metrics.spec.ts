import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { ask, fakeApi } from '../../../libs/testing/fake-api.js';
import { fakeMonitor, stoppedFigures } from '../../../libs/testing/fake-readers.js';
import { createApi } from '../create-api.js';

const { dependencies, config } = fakeApi();
const monitor = fakeMonitor(stoppedFigures);

type Served = 'off' | 'operator' | 'public';

const apiThat = (metrics: Served, over: Partial<typeof dependencies> = {}) =>
  createApi(
    { ...dependencies, monitor, ...over },
    { ...config, http: { ...config.http, metrics } },
  );

const scrape = (api: NestFastifyApplication, as?: string) =>
  api.inject({
    method: 'GET',
    url: '/metrics',
    headers: as === undefined ? {} : { authorization: `Bearer ${as}` },
  });

describe('metrics', () => {
  let api: NestFastifyApplication;
  beforeAll(async () => {
    api = await apiThat('public');
  });
  afterAll(() => api.close());

  it('tell where the log and each read model are, and what has stopped', async () => {
    const { statusCode, headers, body } = await scrape(api);

    expect([statusCode, headers['content-type']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    const lines = body.split('\n');
    for (const line of [
      'observatory_info{version="0.1.0-test"} 1',
      'observatory_database_up 1',
      'observatory_log_position 43',
      'observatory_projection_position{projection="figures"} 42',
      'observatory_projection_lag_positions{projection="figures"} 1',
      'observatory_projection_lag_seconds{projection="figures"} 0.25',
      'observatory_projection_status{projection="figures",status="stopped"} 1',
      'observatory_projection_status{projection="figures",status="following"} 0',
      'observatory_projection_status{projection="school-directory",status="following"} 1',
      'observatory_pool_connections{state="busy"} 2',
      'observatory_pool_limit 16',
    ])
      expect(lines).toContain(line);
  });

  it('tell the memory of the process, and what its program holds of it', async () => {
    const { body } = await scrape(api);
    const bytesOf = (name: string): number =>
      Number(new RegExp(`^observatory_${name}_bytes (\\d+)$`, 'm').exec(body)?.[1]);

    expect(bytesOf('heap_used')).toBeGreaterThan(0);
    expect(bytesOf('resident_memory')).toBeGreaterThan(bytesOf('heap_used'));
  });

  it('count requests by declared route, never by what was asked', async () => {
    await ask(api, { query: '{ observatory { position } }' });
    await api.inject({ method: 'GET', url: '/publications/secret-0131884C' });
    await api.inject({ method: 'GET', url: '/nowhere/0131884C' });
    const { body } = await scrape(api);

    expect(body).toMatch(
      /duration_seconds_count\{method="POST",route="\/graphql",status="200"\} 1/,
    );
    expect(body).toMatch(/duration_seconds_count\{method="GET",route="\/publications\/:\w+"/);
    expect(body).not.toContain('0131884C');
  });
});

describe('metrics are told', () => {
  it.each([
    ['operator', [401, 403, 403, 200]],
    ['off', [404, 404, 404, 404]],
    ['public', [200, 200, 200, 200]],
  ] as const)(
    'when METRICS is %s, to nobody, a school, an observatory, an operator: %j',
    async (metrics, expected) => {
      const api = await apiThat(metrics);
      const answers = [];
      for (const as of [undefined, 'school', 'observatory', 'operator'])
        answers.push((await scrape(api, as)).statusCode);
      await api.close();

      expect(answers).toEqual(expected);
    },
  );

  it('without what is not known while the database is away', async () => {
    const gone = Object.assign(new Error('gone'), { name: 'DatabaseUnavailable' });
    const api = await apiThat('public', { eventLog: { head: () => Promise.reject(gone) } });
    const { statusCode, body } = await scrape(api);
    await api.close();

    expect([statusCode, body.includes('observatory_database_up 0')]).toEqual([200, true]);
    expect(body).not.toMatch(/^observatory_(log|projection)_position/m);
  });
});
