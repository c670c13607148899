import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beginning, type RecordedEvent } from '#kernel';
import { openEventLog } from '#postgres';

import { newFolder, type Postgres } from './database.js';
import { type Load, pupils, schoolsFile, type Target, uaisOf } from './load.js';
import { type Supervised, supervised } from './supervised.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const program = 'dist/apps/observatory/main.js';

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
export type Observatory = (...args: readonly string[]) => Promise<readonly unknown[]>;

export const commandLine =
  (settings: Readonly<Record<string, string>>): Observatory =>
  async (...args) => {
    const { stdout } = await run(process.execPath, [program, '--json', ...args], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', ...settings },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as unknown);
  };

/** A campaign that schools can answer, and the service that listens to them. */
export type World = {
  readonly settings: Readonly<Record<string, string>>;
  readonly observatory: Observatory;
  readonly uais: readonly string[];
  readonly service: Supervised;
  readonly target: () => Target;
  /** Resolves when the service says that it is ready. */
  readonly ready: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

type Announced = {
  readonly tokens: readonly { readonly role: string; readonly token: string }[];
};

const announced = (lines: readonly string[]): string | undefined => {
  const line = lines.find((text) => text.startsWith('{"address"'));
  const tokens = line === undefined ? [] : (JSON.parse(line) as Announced).tokens;
  return tokens.find(({ role }) => role === 'operator')?.token;
};

export const isReady = async (address: string): Promise<boolean> => {
  try {
    return (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
};

export const openWorld = async (database: Postgres, schools: number): Promise<World> => {
  const folder = await newFolder();
  const port = await freePort();
  const settings = {
    DATABASE_URL: database.url,
    DATA_DIR: folder,
    PORT: String(port),
    LOG_LEVEL: 'warn',
  };
  const observatory = commandLine(settings);
  const uais = uaisOf(schools);
  const file = join(folder, 'schools.csv');
  await writeFile(file, `${schoolsFile(uais)}\n`);
  await observatory('import', 'schools', file, '-y', '2014');
  const days = ['--opens', '2014-05-01', '--closes', '2099-12-31'];
  await observatory('campaign', 'open', 'etic-1d', '2014', ...days);

  const service = supervised({ program: [program, '--json', 'serve'], settings });
  const address = `http://127.0.0.1:${String(port)}`;
  const ready = async (): Promise<void> => {
    while (!(await isReady(address))) await pause(50);
  };
  await ready();
  const token = announced(service.lines) ?? '';
  return {
    settings,
    observatory,
    uais,
    service,
    target: () => ({ address, token }),
    ready,
    stop: async () => {
      await service.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const acts: ReadonlySet<string> = new Set(['ResponseSubmitted', 'AnswersCorrected']);

/** What the log says of each school: the computers of its acts, in order. */
export const actsInLog = async (url: string): Promise<ReadonlyMap<string, readonly number[]>> => {
  const log = await openEventLog({ url });
  const found = new Map<string, number[]>();
  const ids = new Set<string>();
  const take = (event: RecordedEvent): void => {
    if (ids.has(event.id)) throw new Error(`the event ${event.id} is in the log twice`);
    ids.add(event.id);
    if (!acts.has(event.type)) return;
    const { uai, answers } = event.data as {
      readonly uai: string;
      readonly answers: Readonly<Record<string, unknown>>;
    };
    found.set(uai, [...(found.get(uai) ?? []), Number(answers['nb_ordinateurs_fixes'])]);
  };
  try {
    for (let after = beginning; ;) {
      const page = await log.readAll(after, 2_000);
      const last = page.at(-1);
      if (last === undefined) return found;
      page.forEach(take);
      after = last.position;
    }
  } finally {
    await log.close();
  }
};

export const expectedActs = ({ acknowledged }: Load): ReadonlyMap<string, readonly number[]> =>
  new Map(
    [...acknowledged].map(([uai, count]) => [
      uai,
      Array.from({ length: count }, (_, index) => index + 1),
    ]),
  );

type Figure = { readonly numerator: string; readonly denominator: string };

/** Pupils and computers of the country, as the read models have them and as the acknowledgements say. */
export const figuresOf = async (world: World, { acknowledged }: Load) => {
  const [found] = await world.observatory(
    ...['figures', 'eleves_par_ordinateur_1d', '-t', 'country:FR', '-y', '2014'],
  );
  const [figure] = found as readonly Figure[];
  const computers = [...acknowledged.values()].reduce((sum, one) => sum + one, 0);
  return {
    found: [figure?.numerator, figure?.denominator],
    expected: [String(acknowledged.size * pupils), String(computers)],
  };
};

type Rebuilt = { readonly projection: string; readonly equal: boolean };

/** The read models that are not what the log says; none, when all is well. */
export const unequalReadModels = async ({ observatory }: World): Promise<readonly string[]> => {
  const reports = (await observatory('rebuild')) as readonly Rebuilt[];
  return reports.filter(({ equal }) => !equal).map(({ projection }) => projection);
};
