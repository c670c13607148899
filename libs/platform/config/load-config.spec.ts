import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';

import { loadConfig, settings } from './load-config.js';

const fieldsOf = (loaded: ReturnType<typeof loadConfig>): readonly (string | undefined)[] =>
  loaded.ok ? [] : loaded.error.map(({ field }) => field);

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
        health: { host: '127.0.0.1', port: 9464 },
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
        eventLog: { kind: 'postgres' },
        kafka: undefined,
        figuresFrom: 'log',
        signingKey: undefined,
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
      AUTH_ISSUER: 'https://identity.example',
      EVENT_LOG: 'kurrentdb',
      KAFKA_BROKERS: 'kafka-1',
      KAFKA_SASL_USERNAME: 'observatoire',
    });

    expect(fieldsOf(loaded)).toEqual([
      'PORT',
      'TRUST_PROXY',
      'LOG_LEVEL',
      'DATABASE_URL',
      'KAFKA_BROKERS',
      'KURRENTDB_URL',
      'KAFKA_SASL_MECHANISM',
      'KAFKA_SASL_PASSWORD',
    ]);
  });

  it('does not repeat a refused connection string, which may hold a password', () => {
    const loaded = loadConfig({ DATABASE_URL: 'mysql://observatory:hush@db/obs' });

    expect(JSON.stringify(loaded)).not.toContain('hush');
  });

  it('repeats no secret, whatever is wrong with it', () => {
    const secrets = Object.entries(settings).filter(([, { isSecret }]) => isSecret);
    const loaded = loadConfig(
      Object.fromEntries([['PORT', 'wrong'], ...secrets.map(([key]) => [key, 'hush'] as const)]),
    );

    expect(secrets.map(([key]) => key)).toEqual([
      'AUTH_PUBLIC_KEY',
      'DATABASE_URL',
      'KURRENTDB_URL',
      'KAFKA_SASL_PASSWORD',
      'PUBLICATION_SIGNING_KEY',
    ]);
    expect(loaded.ok).toBe(false);
    expect(JSON.stringify(loaded)).not.toContain('hush');
  });

  it('asks for Kafka where nothing is done without it', () => {
    const told = (env: Record<string, string>, onKafka?: string) =>
      fieldsOf(loadConfig(env, onKafka === undefined ? {} : { onKafka }));

    expect([told({}), told({}, 'relay'), told({ FIGURES_FROM: 'kafka' })]).toEqual([
      [],
      ['KAFKA_BROKERS'],
      ['KAFKA_BROKERS'],
    ]);
  });

  it('reads where events and messages are', () => {
    const loaded = loadConfig({
      EVENT_LOG: 'kurrentdb',
      KURRENTDB_URL: 'kurrentdb+discover://admin:hush@db:2113?tls=true',
      KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
      KAFKA_SSL: 'true',
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_SASL_USERNAME: 'observatoire',
      KAFKA_SASL_PASSWORD: 'hush',
      KAFKA_REPLICATION: '3',
      KAFKA_SESSION_TIMEOUT_MS: '6000',
      INTAKE_SOURCES: 'mon-outil=02,16;national=*',
      FIGURES_FROM: 'kafka',
    });

    expect(loaded.ok && [loaded.value.eventLog, loaded.value.kafka]).toEqual([
      { kind: 'kurrentdb', url: 'kurrentdb+discover://admin:hush@db:2113?tls=true' },
      {
        brokers: ['kafka-1:9092', 'kafka-2:9092'],
        clientId: 'observatoire',
        ssl: true,
        sasl: { mechanism: 'scram-sha-512', username: 'observatoire', password: 'hush' },
        partitions: 12,
        replication: 3,
        sessionTimeoutMs: 6_000,
        sources: new Map<string, unknown>([
          ['mon-outil', ['02', '16']],
          ['national', '*'],
        ]),
      },
    ]);
  });

  it.each(['5999', '300001', '30 s'])('takes no session of %s from Kafka', (timeout) => {
    const env = { KAFKA_BROKERS: 'kafka-1:9092', KAFKA_SESSION_TIMEOUT_MS: timeout };

    expect(fieldsOf(loadConfig(env))).toEqual(['KAFKA_SESSION_TIMEOUT_MS']);
  });

  it.each(['mon-outil', 'mon-outil=', 'Mon outil=02', 'a=2', 'a=02;', 'a=02,*', 'a=*;b=02,'])(
    'takes no tools from %s',
    (sources) => {
      const env = { KAFKA_BROKERS: 'kafka-1:9092', INTAKE_SOURCES: sources };

      expect(fieldsOf(loadConfig(env))).toEqual(['INTAKE_SOURCES']);
    },
  );

  it('asks a process that reads no token for no key of tokens', () => {
    const env = { NODE_ENV: 'production' };

    expect([fieldsOf(loadConfig(env)), fieldsOf(loadConfig(env, { readsTokens: false }))]).toEqual([
      ['AUTH_JWKS_URL'],
      [],
    ]);
  });

  it('cannot be changed once it is read', () => {
    const loaded = loadConfig({ KAFKA_BROKERS: 'kafka-1:9092' });

    expect(loaded.ok && Object.isFrozen(loaded.value)).toBe(true);
    expect(
      loaded.ok &&
        Object.entries(loaded.value).filter(
          ([, slice]) => typeof slice === 'object' && !Object.isFrozen(slice),
        ),
    ).toEqual([]);
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

describe('docs/reference/settings.md', () => {
  const page = readFileSync(
    fileURLToPath(new URL('../../../docs/reference/settings.md', import.meta.url)),
    'utf8',
  );
  const rows = page
    .split('\n')
    .map((line) => /^\| ((?:`[A-Z_]+`(?:, )?)+) +\| ([^|]*)\|/.exec(line))
    .filter((match) => match !== null)
    .flatMap(([, keys = '', fallbacks = '']) => {
      const told = fallbacks.trim().split(', ');
      return [...keys.matchAll(/`([A-Z_]+)`/g)].map(([, key = ''], index) => ({
        key,
        told: (told[index] ?? told.at(-1) ?? '').replaceAll('`', ''),
      }));
    });

  it('names every setting once, and no other', () => {
    expect(rows.map(({ key }) => key).sort()).toEqual(Object.keys(settings).sort());
  });

  it('tells what stands for those that are not set', () => {
    const byKey = new Map(Object.entries(settings).map(([key, { fallback }]) => [key, fallback]));
    const wrong = rows.filter(({ key, told }) => {
      const fallback = byKey.get(key) ?? null;
      return fallback !== null && fallback !== told;
    });

    expect(wrong).toEqual([]);
  });
});
