import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { fakeApi } from '../../../libs/testing/fake-api.js';
import {
  fakeCampaign,
  fakeCampaigns,
  fakeMonitor,
  stoppedFigures,
} from '../../../libs/testing/fake-readers.js';
import { createApi } from '../create-api.js';
import { html } from './html.js';

const fake = fakeApi();
let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createApi(fake.dependencies, fake.config);
});
afterAll(() => app.close());

type Over = Partial<typeof fake.dependencies>;

const withApi = async (over: Over, ask: (api: NestFastifyApplication) => Promise<void>) => {
  const api = await createApi({ ...fake.dependencies, ...over }, fake.config);
  await ask(api).finally(() => api.close());
};

const away = Object.assign(new Error('gone'), { name: 'DatabaseUnavailable' });
const noLog = { head: () => Promise.reject(away) };
const hangingLog = { head: () => new Promise<never>(() => undefined) };

describe('the first page', () => {
  it('says what runs, at which position, and how far the read models are', async () => {
    const { body, headers } = await app.inject({ method: 'GET', url: '/' });

    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(body).toMatch(/^\s*<!doctype html>\s*<html lang="fr">/);
    for (const text of [
      '0.1.0-test',
      'en retard de 1',
      'ETIC premier degré 2014',
      '/graphiql',
      'href="/publications"',
      '/health/ready',
    ]) {
      expect(body).toContain(text);
    }
    expect(body).toContain('/questionnaires/etic-1d/2014/template.csv');
    expect(body).not.toContain('Données synthétiques');
  });

  it('loads and runs nothing, and its policy allows its one style', async () => {
    const { body, headers } = await app.inject({ method: 'GET', url: '/' });
    const style = /<style>([\s\S]*?)<\/style>/.exec(body)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');

    expect(headers['content-security-policy']).toContain(
      `default-src 'none'; style-src 'sha256-${hash}'`,
    );
    expect(body).not.toMatch(/<script|<link|<img|style="|https?:\/\//);
  });

  it('speaks English to who prefers it', async () => {
    const asked = await app.inject({ method: 'GET', url: '/?lang=en' });
    const preferred = await app.inject({
      method: 'GET',
      url: '/',
      headers: { 'accept-language': 'en' },
    });

    for (const { body } of [asked, preferred]) expect(body).toContain('<html lang="en">');
    expect(asked.body).toContain('href="/?lang=fr"');
  });

  it('warns of synthetic answers, in plain sight', async () => {
    const campaigns = fakeCampaigns({
      campaigns: [fakeCampaign('demo', { synthetic: true, title: '<script>alert(1)</script>' })],
      respondents: [],
      exclusions: [],
    });
    await withApi({ campaigns }, async (api) => {
      const { body } = await api.inject({ method: 'GET', url: '/' });

      expect(body).toContain('Données synthétiques');
      expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(body).not.toContain('<script>');
    });
  });

  it('warns of some answers when others are real', async () => {
    const campaigns = fakeCampaigns({
      campaigns: [fakeCampaign('demo', { synthetic: true }), fakeCampaign('etic-1d-2026')],
      respondents: [],
      exclusions: [],
    });
    await withApi({ campaigns }, async (api) => {
      const { body } = await api.inject({ method: 'GET', url: '/' });

      expect(body).toContain('Données en partie synthétiques');
      expect(body).not.toContain('aucun chiffre de cette installation');
    });
  });

  it.each([
    ['fr', 'Le modèle de lecture figures s’est arrêté à la position 42.', 'L’événement 43'],
    ['en', 'The read model figures has stopped at position 42.', 'The event 43'],
  ])('tells in %s which read model has stopped, at which event', async (language, what, event) => {
    await withApi({ monitor: fakeMonitor(stoppedFigures) }, async (api) => {
      const { body } = await api.inject({ method: 'GET', url: `/?lang=${language}` });

      for (const text of [what, `${event} (ResponseSubmitted)`, 'observatory projections'])
        expect(body).toContain(text);
      expect(body).not.toContain('0131884C');
    });
  });

  it.each([
    ['is away', noLog],
    ['hangs', hangingLog],
  ])('is there when the database %s, and says so', async (_, eventLog) => {
    await withApi({ eventLog }, async (api) => {
      const { statusCode, body } = await api.inject({ method: 'GET', url: '/' });

      expect([statusCode, body.includes('La base de données ne répond pas')]).toEqual([200, true]);
    });
  });
});

const upToDate = { lag: { positions: '0', seconds: 0 } };
const oneBehind = { lag: { positions: '1', seconds: 0.25 } };

describe('health', () => {
  it('is live whatever the database does', async () => {
    await withApi({ eventLog: noLog }, async (api) => {
      const { statusCode, body } = await api.inject({ method: 'GET', url: '/health/live' });

      expect([statusCode, JSON.parse(body)]).toEqual([
        200,
        { status: 'live', version: '0.1.0-test' },
      ]);
    });
  });

  it('is ready while the database answers', async () => {
    const { statusCode, body } = await app.inject({ method: 'GET', url: '/health/ready' });

    expect([statusCode, JSON.parse(body)]).toEqual([
      200,
      {
        status: 'ready',
        intake: 'open',
        database: 'available',
        logPosition: '43',
        readModelPosition: '42',
        stopped: [],
        projections: [
          { projection: 'school-directory', status: 'following', position: '43', ...upToDate },
          { projection: 'figures', status: 'following', position: '42', ...oneBehind },
        ],
      },
    ]);
  });

  it('names what has stopped, the event and no school, and stays ready: writing and the others go on', async () => {
    await withApi({ monitor: fakeMonitor(stoppedFigures) }, async (api) => {
      const { statusCode, body } = await api.inject({ method: 'GET', url: '/health/ready' });

      expect([statusCode, JSON.parse(body)]).toMatchObject([
        200,
        {
          status: 'ready',
          stopped: ['figures'],
          projections: [
            { status: 'following' },
            { status: 'stopped', stoppedBy: { position: '43', type: 'ResponseSubmitted' } },
          ],
        },
      ]);
      expect(body).not.toContain('0131884C');
    });
  });

  it('is not ready while it does not', async () => {
    await withApi({ eventLog: noLog }, async (api) => {
      const { statusCode, body } = await api.inject({ method: 'GET', url: '/health/ready' });

      expect([statusCode, JSON.parse(body)]).toEqual([
        503,
        { status: 'not-ready', intake: 'open', database: 'unavailable', away: ['event-log'] },
      ]);
    });
  });
});

describe('GraphiQL', () => {
  it('comes whole from here', async () => {
    const { body, headers } = await app.inject({ method: 'GET', url: '/graphiql' });
    const parts = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    const answers = await Promise.all(parts.map((url) => app.inject({ method: 'GET', url })));

    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(parts.length).toBe(5);
    expect(parts.filter((path) => !path.startsWith('/graphiql/'))).toEqual([]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
  });

  it('serves no other file', async () => {
    const paths = ['package.json', '..%2f..%2fpackage.json', 'constructor'];
    const answers = await Promise.all(
      paths.map((path) => app.inject({ method: 'GET', url: `/graphiql/assets/${path}` })),
    );

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });

  it('is not there in production', async () => {
    const { graphql } = fake.config;
    const api = await createApi(fake.dependencies, {
      ...fake.config,
      graphql: { ...graphql, graphiql: false },
    });
    const answers = await Promise.all(
      ['/graphiql', '/graphiql/start.js', '/graphiql/assets/react.js'].map((url) =>
        api.inject({ method: 'GET', url }),
      ),
    );
    await api.close();

    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404]);
  });
});

describe('anything else', () => {
  it('is not there, says where to begin, and how to find the line in the log', async () => {
    const { statusCode, headers, body } = await app.inject({
      method: 'GET',
      url: '/admin',
      headers: { 'x-correlation-id': 'lost-visitor' },
    });

    expect([statusCode, headers['content-type'], headers['x-correlation-id']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
      'lost-visitor',
    ]);
    expect(JSON.parse(body)).toEqual({
      title: 'NOT_FOUND',
      status: 404,
      code: 'NOT_FOUND',
      detail: 'Il n’y a rien à cette adresse. Commencez par la page « / ».',
      correlationId: 'lost-visitor',
    });
  });

  it('is told so when its address is not UTF-8', async () => {
    const { statusCode, headers, body } = await app.inject({
      method: 'GET',
      url: '/publications/%ff',
    });

    expect([statusCode, headers['content-type'], headers['x-content-type-options']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
      'nosniff',
    ]);
    expect(JSON.parse(body)).toMatchObject({
      code: 'BAD_REQUEST',
      correlationId: headers['x-correlation-id'],
    });
  });

  it('is a page to who reads it in a browser, in their language', async () => {
    const { statusCode, headers, body } = await app.inject({
      method: 'GET',
      url: '/publications/<b>nope?lang=en',
      headers: { accept: 'text/html,*/*;q=0.8' },
    });

    expect([statusCode, headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(body).toContain('<html lang="en">');
    expect(body).toContain(String(headers['x-correlation-id']));
    expect(body).not.toContain('<b>nope');
  });

  it('gets an identifier of ours when its own could break a log', async () => {
    const { headers } = await app.inject({
      method: 'GET',
      url: '/health/live',
      headers: { 'x-correlation-id': '{"level":60}' },
    });

    expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('html', () => {
  it('escapes what is not HTML', () => {
    expect(html`<p title="${'"'}">${'<&>'}${[html`<b>${1}</b>`]}</p>`.text).toBe(
      '<p title="&quot;">&lt;&amp;&gt;<b>1</b></p>',
    );
  });
});
