import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { parse } from 'yaml';

import { ProcessMeasures, ProjectionMeasures } from '#platform';
import { loadConfig, type ProcessKind } from '#platform/process';

import { Metrics } from '../apps/api/metrics/metrics.js';
import { api } from '../apps/api/process.js';
import { IntakeMetrics } from '../apps/intake/metrics.js';
import { intake } from '../apps/intake/process.js';
import { projector } from '../apps/projector/process.js';
import { RelayMetrics } from '../apps/relay/metrics.js';
import { relay } from '../apps/relay/process.js';
import { settings } from '../libs/platform/config/load-config.js';
import { PartMeasures } from '../libs/platform/metrics/part.measures.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const yaml = (path: string): unknown => parse(read(path), { merge: true });

type Service = {
  readonly build?: object;
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>;
};
type Compose = {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, null>>;
};
type Scraping = {
  readonly scrape_configs: readonly {
    readonly dns_sd_configs: readonly { readonly names: readonly string[] }[];
  }[];
  readonly rule_files: readonly string[];
};
type Alerts = {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly annotations: { readonly summary?: string; readonly description?: string };
    }[];
  }[];
};
type Uid = { readonly uid: string };
type Dashboard = { readonly panels: readonly { readonly datasource: Uid }[] };

const compose = yaml('docker-compose.yml') as Compose;
const shipped = ['dist/apps/observatory/main.js'] as const;

const kinds: Readonly<Record<string, ProcessKind['duties']>> = {
  'apps/observatory/main.ts': {},
  ...Object.fromEntries(
    [api, projector, relay, intake].map(({ name, duties }) => [`apps/${name}/main.ts`, duties]),
  ),
};

const sourceOf = (command: readonly string[]): string =>
  (command[0] ?? '').replace(/^dist\//, '').replace(/\.js$/, '.ts');

const interpolated = (value: string): string =>
  value.replaceAll(/\$\{\w+(?::-([^}]*))?\}/g, (_, fallback: string | undefined) => fallback ?? '');

const pinned = /^[\w./-]+:v?\d+\.\d+[\w.-]*$/;

describe('the image', () => {
  const lines = read('infra/docker/Dockerfile').split('\n');

  it('is made of pinned images and of folders that are here and not ignored', () => {
    const images = lines.flatMap((line) => /^FROM (\S+)/.exec(line)?.[1] ?? []);
    const copied = lines
      .flatMap((line) => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])
      .filter((path) => path !== '.');
    const ignored = read('.dockerignore').split('\n');

    expect(images.filter((image) => !pinned.test(image))).toEqual([]);
    expect(copied.length).toBeGreaterThan(5);
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(copied.filter((path) => ignored.includes(path))).toEqual([]);
  });

  it('runs as nobody in particular, a program that exists, and says how it is', () => {
    const commands = lines.flatMap((line) => /^CMD (.+)/.exec(line)?.[1] ?? []);
    const checks = lines.flatMap((line) => /HEALTHCHECK .*CMD (.+)/.exec(line)?.[1] ?? []);

    expect(lines).toContain('USER 1000:1000');
    expect(commands.map((text) => sourceOf(JSON.parse(text) as string[]))).toEqual([
      'apps/observatory/main.ts',
    ]);
    expect(
      checks.map((text) => existsSync(join(root, (JSON.parse(text) as string[])[1] ?? ''))),
    ).toEqual([true]);
  });
});

describe('docker-compose.yml', () => {
  const { services, volumes } = compose;
  const ours = Object.entries(services).filter(([, { build }]) => build !== undefined);

  it('runs each kind of process', () => {
    expect(ours.map(([, { command }]) => sourceOf(command ?? shipped)).sort()).toEqual(
      Object.keys(kinds).sort(),
    );
  });

  it.each(ours)('gives settings that the process accepts: %s', (_name, service) => {
    const source = sourceOf(service.command ?? shipped);
    const env = Object.fromEntries(
      Object.entries(service.environment).map(([key, value]) => [key, interpolated(value)]),
    );
    const loaded = loadConfig(env, kinds[source]);

    expect(loaded.ok ? [] : loaded.error).toEqual([]);
    expect(Object.keys(env).filter((key) => !(key in settings))).toEqual([]);
  });

  it.each(ours)(
    'lets the process write to /data and /tmp alone, and be nobody: %s',
    (_n, service) => {
      expect(service).toMatchObject({
        read_only: true,
        tmpfs: ['/tmp'],
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    },
  );

  it('names what exists: images by version, volumes, files, services', () => {
    const all = Object.entries(services);
    const images = all.filter(([, { build }]) => build === undefined).map(([, { image }]) => image);
    const mounts = all.flatMap(([, one]) => one.volumes ?? []);
    const sources = mounts.map((mount) => mount.split(':')[0] ?? '');
    const needed = all.flatMap(([, { depends_on: found = [] }]) =>
      Array.isArray(found) ? (found as readonly string[]) : Object.keys(found),
    );

    expect(images.filter((image) => !pinned.test(image))).toEqual([]);
    expect(
      sources.filter((source) =>
        source.startsWith('./') ? !existsSync(join(root, source)) : !(source in volumes),
      ),
    ).toEqual([]);
    expect(needed.filter((name) => !(name in services))).toEqual([]);
  });
});

const measured = async (): Promise<readonly string[]> => {
  const usage = () => ({ total: 0, idle: 0, waiting: 0, limit: 1 });
  const ofRelay = { state: () => ({ status: 'following' as const }), publishedEvents: () => 0 };
  const registries = [new Registry(), new Registry(), new Registry()] as const;
  new Metrics(registries[0], usage, 'test');
  new ProcessMeasures(registries[1], 'test');
  new ProjectionMeasures(registries[1]);
  new PartMeasures(registries[2]);
  new IntakeMetrics(registries[1]);
  new RelayMetrics(
    registries[2],
    ofRelay as unknown as ConstructorParameters<typeof RelayMetrics>[1],
  );
  const found = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
  return [...new Set(found.flat().map(({ name }) => name))];
};

const named = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(/\bobservatory_[a-z_]+/g)].map(([name]) =>
      name.replace(/(_seconds)_(bucket|count|sum)$/, '$1'),
    ),
  ),
];

describe('what is observed', () => {
  const dashboards = readdirSync(join(root, 'infra/observability/grafana/dashboards'));
  const watched = [
    'infra/observability/alerts.yml',
    ...dashboards.map((name) => `infra/observability/grafana/dashboards/${name}`),
  ];

  it.each(watched)('is measured by the program: %s', async (path) => {
    const names = await measured();

    expect(named(read(path)).length).toBeGreaterThan(0);
    expect(named(read(path)).filter((name) => !names.includes(name))).toEqual([]);
  });

  it('is all in docs/reference/metrics.md', async () => {
    const told = named(read('docs/reference/metrics.md'));

    expect((await measured()).filter((name) => !told.includes(name))).toEqual([]);
  });

  it('is scraped from services that are there, and shown from a source that is provisioned', () => {
    const scraping = yaml('infra/observability/prometheus.yml') as Scraping;
    const hosts = scraping.scrape_configs.flatMap(({ dns_sd_configs: found }) =>
      found.flatMap(({ names }) => names),
    );
    const sources = yaml('infra/observability/grafana/provisioning/datasources/prometheus.yml');
    const { datasources } = sources as { readonly datasources: readonly Uid[] };
    const uids = dashboards.flatMap((name) => {
      const text = read(`infra/observability/grafana/dashboards/${name}`);
      return (JSON.parse(text) as Dashboard).panels.map(({ datasource }) => datasource.uid);
    });
    const missing = scraping.rule_files.filter(
      (name) => !existsSync(join(root, 'infra/observability', name)),
    );

    expect(hosts.filter((name) => !(name in compose.services))).toEqual([]);
    expect(missing).toEqual([]);
    expect(new Set(uids)).toEqual(new Set(datasources.map(({ uid }) => uid)));
  });

  it('calls somebody in French and in English', () => {
    const { groups } = yaml('infra/observability/alerts.yml') as Alerts;
    const texts = groups.flatMap(({ rules }) => rules.map(({ annotations }) => annotations));

    expect(texts.filter(({ summary, description }) => !summary || !description)).toEqual([]);
  });
});
