import { resolve } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { loadConfig } from './config.js';

describe('configuration', () => {
  it('runs on one machine without a single variable', () => {
    expect(loadConfig({})).toEqual({
      ok: true,
      value: {
        http: {
          host: '127.0.0.1',
          port: 3000,
          bodyLimitBytes: 1_048_576,
          uploadLimitBytes: 4_294_967_296,
          trustProxy: false,
          metrics: 'operator',
        },
        graphql: {
          maxDepth: 12,
          maxAliases: 30,
          maxTokens: 4_000,
          maxCost: 20_000,
          graphiql: true,
          jit: true,
          atLeastTimeoutMs: 2_000,
        },
        auth: { kind: 'development-key', file: resolve('data', 'development.key') },
        logging: { level: 'info' },
        databaseUrl: undefined,
        dataFolder: resolve('data'),
        indicatorFolders: [],
        shutdownTimeoutMs: 15_000,
      },
    });
  });

  it('reports every failing key at once', () => {
    const loaded = loadConfig({
      PORT: 'http',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: 'yes',
      DATABASE_URL: 'mysql://x',
    });

    expect(loaded.ok ? [] : loaded.error.map(({ field }) => field)).toEqual([
      'PORT',
      'TRUST_PROXY',
      'LOG_LEVEL',
      'DATABASE_URL',
    ]);
  });

  it('does not repeat a refused connection string, which may hold a password', () => {
    const loaded = loadConfig({ DATABASE_URL: 'mysql://observatory:hush@db/obs' });

    expect(JSON.stringify(loaded)).not.toContain('hush');
  });

  it('refuses the development key in production, and hides GraphiQL there', () => {
    const missing = loadConfig({ NODE_ENV: 'production' });
    const given = loadConfig({
      NODE_ENV: 'production',
      AUTH_JWKS_URL: 'https://identity.example/jwks.json',
      AUTH_ISSUER: 'https://identity.example',
      AUTH_AUDIENCE: 'observatoire',
    });

    expect(missing.ok ? [] : missing.error.map(({ field }) => field)).toEqual(['AUTH_JWKS_URL']);
    expect(given.ok && [given.value.auth.kind, given.value.graphql.graphiql]).toEqual([
      'jwks',
      false,
    ]);
  });

  it('wants the issuer and the audience with an external key', () => {
    const loaded = loadConfig({ AUTH_JWKS_URL: 'https://identity.example/jwks.json' });

    expect(loaded.ok ? [] : loaded.error.map(({ field }) => field)).toEqual([
      'AUTH_ISSUER',
      'AUTH_AUDIENCE',
    ]);
  });

  it('takes an empty variable for one that is not set', () => {
    const loaded = loadConfig({ DATABASE_URL: '', PORT: '' });

    expect(loaded.ok && [loaded.value.databaseUrl, loaded.value.http.port]).toEqual([
      undefined,
      3000,
    ]);
  });
});
