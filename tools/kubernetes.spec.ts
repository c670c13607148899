import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';

import { loadConfig, type ProcessKind } from '#platform/process';

import { api } from '../apps/api/process.js';
import { intake } from '../apps/intake/process.js';
import { projector } from '../apps/projector/process.js';
import { relay } from '../apps/relay/process.js';
import { settings } from '../libs/platform/config/load-config.js';

const root = fileURLToPath(new URL('../infra/kubernetes/', import.meta.url));
const kinds: readonly ProcessKind[] = [api, projector, relay, intake];

type Variable = {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly key: string } };
};
type Container = {
  readonly args: readonly string[];
  readonly env: readonly Variable[];
  readonly resources: object;
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
};
type Manifest = {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: { readonly spec: { readonly containers: readonly [Container] } };
  };
};
type Kustomization = {
  readonly resources: readonly string[];
  readonly patches?: readonly { readonly path: string }[];
};

const kustomization = (folder: string): Kustomization =>
  parse(readFileSync(join(root, folder, 'kustomization.yaml'), 'utf8')) as Kustomization;

const manifestsIn = (folder: string): readonly Manifest[] =>
  kustomization(folder)
    .resources.filter((path) => path.endsWith('.yaml'))
    .flatMap((path) => parseAllDocuments(readFileSync(join(root, folder, path), 'utf8')))
    .map((document) => document.toJS() as Manifest);

const manifests = manifestsIn('base');
const named = (kind: string, name: string): Manifest | undefined =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name);

/** Stands for what a secret holds. */
const secrets: Readonly<Record<string, string>> = {
  'database-url': 'postgres://observatoire:hush@postgres:5432/observatoire',
  'kurrentdb-url': 'kurrentdb://observatoire:hush@kurrentdb:2113?tls=true',
  'kafka-password': 'hush',
  'publication-signing-key': '-----BEGIN PRIVATE KEY-----',
};

const containerOf = (name: string): Container => {
  const found = named('Deployment', name)?.spec.template.spec.containers[0];
  if (found === undefined) throw new Error(`no deployment of ${name}`);
  return found;
};

describe('the manifests of Kubernetes', () => {
  it.each(['base', 'overlays/example'])('name files that are there, all of them: %s', (folder) => {
    const { resources, patches = [] } = kustomization(folder);
    const files = [...resources, ...patches.map(({ path }) => path)];
    const present = readdirSync(join(root, folder)).filter((name) => name !== 'kustomization.yaml');

    expect(files.filter((path) => !existsSync(join(root, folder, path)))).toEqual([]);
    expect(present.filter((name) => !files.includes(name))).toEqual([]);
  });

  it('run each kind of process, and no other', () => {
    const deployed = manifests.filter(({ kind }) => kind === 'Deployment');

    expect(deployed.map(({ metadata }) => metadata.name).sort()).toEqual(
      kinds.map(({ name }) => name).sort(),
    );
    expect(deployed.map(({ metadata }) => containerOf(metadata.name).args)).toEqual(
      deployed.map(({ metadata }) => [`dist/apps/${metadata.name}/main.js`]),
    );
  });

  it.each(kinds)('give settings that the process accepts: $name', ({ name, duties }) => {
    const { env } = containerOf(name);
    const given = {
      ...named('ConfigMap', 'observatoire-settings')?.data,
      ...Object.fromEntries(
        env.map((one) => [one.name, secrets[one.valueFrom?.secretKeyRef.key ?? '']]),
      ),
    };
    const loaded = loadConfig(given, duties);

    expect(loaded.ok ? [] : loaded.error).toEqual([]);
    expect(Object.keys(given).filter((key) => !(key in settings))).toEqual([]);
  });

  it('hold no secret: those that the program knows come from elsewhere', () => {
    const plain = Object.keys(named('ConfigMap', 'observatoire-settings')?.data ?? {});
    const written = kinds.flatMap(({ name }) =>
      containerOf(name).env.filter(({ value }) => value !== undefined),
    );
    const secret = Object.entries(settings).filter(([, { isSecret }]) => isSecret);

    expect(manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
    expect(secret.filter(([key]) => plain.includes(key))).toEqual([]);
    expect(written).toEqual([]);
  });

  it.each(kinds)('let $name do nothing that it need not, and say how it is', ({ name }) => {
    expect(named('Deployment', name)?.spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    expect(containerOf(name)).toMatchObject({
      startupProbe: { httpGet: { path: '/health/live', port: 'health' } },
      livenessProbe: { httpGet: { path: '/health/live', port: 'health' } },
      readinessProbe: { httpGet: { path: '/health/ready', port: 'health' } },
      resources: { requests: {}, limits: {} },
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    expect(containerOf(name).ports).toContainEqual({
      name: 'health',
      containerPort: Number(settings.HEALTH_PORT.fallback),
    });
  });

  it.each(kinds)('keep one of $name while machines are changed', ({ name }) => {
    expect(named('PodDisruptionBudget', name)?.spec.selector.matchLabels).toEqual(
      named('Deployment', name)?.spec.selector.matchLabels,
    );
  });

  it('close the network but for what is used', () => {
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');

    expect(policies.map(({ metadata }) => metadata.name).sort()).toEqual(['api', 'observatoire']);
    for (const { spec } of policies)
      expect(spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
  });
});
