import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
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

export const startAll = async (
  names: readonly ProcessName[],
  settings: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<ProcessName, Running>> => {
  const running = new Map<ProcessName, Running>();
  for (const name of names) {
    const port = String(await freePort());
    const process = supervised({
      program: [mainOf(name)],
      settings: { ...settings, HEALTH_PORT: port },
    });
    running.set(name, { process, address: `http://127.0.0.1:${port}` });
  }
  return running;
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
  const port = String(await freePort());
  const settings = {
    ...{ DATABASE_URL: database.url, DATA_DIR: folder, PORT: port, LOG_LEVEL: 'warn' },
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
  const all = await startAll([...always, ...(kafka === undefined ? [] : withKafka)], running);
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
