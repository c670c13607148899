import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Bilingual } from '#kernel';
import { developmentKey, developmentTokens } from '#platform';
import { newFolder, type Postgres } from './database.js';
import { schoolsFile, type Target, uaisOf } from './load.js';
import { type Supervised, supervised } from './supervised.js';
import { source } from './tool.js';
import { sessionTimeoutMs } from './topics.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const commands = 'dist/apps/observatory/main.js';

const listening = async (): Promise<Server> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
};

/** Ports that nobody has, each another: one after the other they might be given twice. */
const freePorts = async (count: number): Promise<readonly string[]> => {
  const servers = await Promise.all(Array.from({ length: count }, listening));
  const ports = servers.map((server) => String((server.address() as AddressInfo).port));
  for (const server of servers) await new Promise((resolve) => server.close(resolve));
  return ports;
};

/** What a command of the build prints as JSON, a value for each line. */
type Observatory = (...args: readonly string[]) => Promise<readonly unknown[]>;

const commandLine =
  (settings: Readonly<Record<string, string>>): Observatory =>
  async (...args) => {
    const { stdout } = await run(process.execPath, [commands, '--json', ...args], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', ...settings },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  };

/** What runs beside each other, as in a deployment: an API, two projectors, and with Kafka a relay and an intake. */
export type World = {
  readonly observatory: Observatory;
  readonly uais: readonly string[];
  readonly processes: ReadonlyMap<ProcessName, Supervised>;
  readonly target: () => Target;
  /** What a process says of itself; undefined when it does not answer. */
  readonly health: (name: ProcessName) => Promise<Health | undefined>;
  /** Resolves when every process says that it is ready. */
  readonly ready: () => Promise<void>;
  /** How often processes had to be started again, in all. */
  readonly restarts: () => number;
  readonly stop: () => Promise<void>;
};

export type ProcessName = 'api' | 'projector' | 'second projector' | 'relay' | 'intake';

const always: readonly ProcessName[] = ['api', 'projector', 'second projector'];
const withKafka: readonly ProcessName[] = ['relay', 'intake'];

export type Health = {
  readonly status: 'ready' | 'not-ready';
  readonly parts: readonly {
    readonly name: string;
    readonly status: 'up' | 'standby' | 'down';
    readonly why?: Bilingual;
  }[];
};

const mainOf = (name: ProcessName): string =>
  `dist/apps/${name === 'second projector' ? 'projector' : name}/main.js`;

export const operatorToken = async (folder: string): Promise<string> => {
  const key = await developmentKey(join(folder, 'development.key'));
  const tomorrow = new Date(Date.now() + 24 * 3_600_000);
  const operator = { role: 'operator', id: 'faults' } as const;
  return (await developmentTokens(key, [operator], tomorrow))[0]?.token ?? '';
};

const healthAt = async (address: string): Promise<Health | undefined> => {
  try {
    const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) });
    return (await answer.json()) as Health;
  } catch {
    return undefined;
  }
};

type Running = { readonly process: Supervised; readonly address: string };

/** `port`: where an API listens. */
export const startAll = async (
  names: readonly ProcessName[],
  settings: Readonly<Record<string, string>>,
): Promise<{ readonly port: string; readonly running: ReadonlyMap<ProcessName, Running> }> => {
  const [port = '', ...healthPorts] = await freePorts(1 + names.length);
  const start = (name: ProcessName, at: number): [ProcessName, Running] => {
    const healthPort = healthPorts[at] ?? '';
    const program = [mainOf(name)];
    const ports = { PORT: port, HEALTH_PORT: healthPort };
    const process = supervised({ program, settings: { ...settings, ...ports } });
    return [name, { process, address: `http://127.0.0.1:${healthPort}` }];
  };
  return { port, running: new Map(names.map(start)) };
};

const openCampaign = async (observatory: Observatory, folder: string, uais: readonly string[]) => {
  const file = join(folder, 'schools.csv');
  await writeFile(file, `${schoolsFile(uais)}\n`);
  await observatory('import', 'schools', file, '-y', '2014');
  const days = ['--opens', '2014-05-01', '--closes', '2099-12-31'];
  await observatory('campaign', 'open', 'etic-1d', '2014', ...days);
};

type Wanted = {
  readonly schools: number;
  readonly kafka?: string;
  readonly figuresFrom?: 'log' | 'kafka';
};

/** Opens a campaign for so many schools, then starts the processes; relay and intake where there is a Kafka. */
export const openWorld = async (
  database: Postgres,
  { schools, kafka, figuresFrom = 'log' }: Wanted,
): Promise<World> => {
  const folder = await newFolder();
  const settings = {
    ...{ DATABASE_URL: database.url, DATA_DIR: folder, LOG_LEVEL: 'warn' },
    ...(kafka !== undefined && {
      KAFKA_BROKERS: kafka,
      KAFKA_PARTITIONS: '3',
      KAFKA_SESSION_TIMEOUT_MS: String(sessionTimeoutMs),
      INTAKE_SOURCES: `${source}=*`,
    }),
  };
  const uais = uaisOf(schools);
  await openCampaign(commandLine(settings), folder, uais);
  const running = { ...settings, FIGURES_FROM: figuresFrom };
  const observatory = commandLine(running);
  const token = await operatorToken(folder);
  const names = [...always, ...(kafka === undefined ? [] : withKafka)];
  const { port, running: all } = await startAll(names, running);
  const health: World['health'] = (name) => healthAt(all.get(name)?.address ?? '');
  const processes = new Map([...all].map(([name, { process }]) => [name, process]));
  const world: World = {
    observatory,
    uais,
    processes,
    target: () => ({ address: `http://127.0.0.1:${port}`, token }),
    health,
    ready: async () => {
      for (const name of processes.keys())
        while ((await health(name))?.status !== 'ready') await pause(50);
    },
    restarts: () => [...processes.values()].reduce((sum, one) => sum + one.starts() - 1, 0),
    stop: async () => {
      await Promise.all([...processes.values()].map((one) => one.stop()));
      await rm(folder, { recursive: true, force: true });
    },
  };
  await world.ready();
  return world;
};
