import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { type Account } from './account.js';
import { type Binaries } from './binaries.js';
import { EmbeddedPostgresFailed, lastLinesOf } from './failure.js';
import { type Passage } from './passage.js';

/** One PostgreSQL data folder, and what is needed to run a server on it. */
export type Cluster = {
  readonly directory: string;
  readonly binaries: Binaries;
  readonly account: Account;
  readonly passage: Passage;
};

const execute = promisify(execFile);

/** Runs a program of PostgreSQL's under the cluster's account. */
const run = async (
  { passage }: Cluster,
  cwd: string,
  command: readonly string[],
): Promise<void> => {
  const [program = '', ...how] = [...passage.prefix, ...command];
  await execute(program, how, { ...passage.starter, cwd });
};

const superuser = 'observatoire';
const passwordFile = 'observatoire.password';
const logFile = 'observatoire.log';
const startSeconds = 60;
const stopSeconds = 60;
const largestLogBytes = 8_000_000;

const reasonOf = (error: unknown): string => {
  const { stderr, stdout, message } = error as Record<string, string | undefined>;
  return [stderr, stdout, message].find((text) => text !== undefined && text.trim() !== '') ?? '';
};

const failed = async (cluster: Cluster, what: string, cause: unknown): Promise<never> => {
  const log = await lastLinesOf(join(cluster.directory, logFile));
  const lines = log === '' ? '' : `\nThe last lines of its log:\n${log}`;
  throw new EmbeddedPostgresFailed(`${what}: ${reasonOf(cause).trim()}${lines}`, { cause });
};

const giveTo = async ({ uid, gid }: Account, path: string): Promise<void> => {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
};

const initdb = async (cluster: Cluster, directory: string, password: string): Promise<void> => {
  const { binaries, account } = cluster;
  const secret = `${directory}.password`;
  await writeFile(secret, password, { mode: 0o600 });
  await giveTo(account, secret);
  const how = [
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ];
  const access = [`--username=${superuser}`, '--auth=scram-sha-256', `--pwfile=${secret}`];
  try {
    await run(cluster, directory, [binaries.initdb, `--pgdata=${directory}`, ...how, ...access]);
  } finally {
    await rm(secret, { force: true });
  }
};

const isInitialised = async ({ directory }: Cluster): Promise<boolean> =>
  stat(join(directory, 'PG_VERSION')).then(
    () => true,
    () => false,
  );

/**
 * Makes the data folder unless it is there. It appears at once and complete: of several processes
 * that make it at the same time one succeeds, and one that is killed leaves nothing that counts.
 */
export const initialise = async (cluster: Cluster): Promise<void> => {
  if (await isInitialised(cluster)) return;
  const { directory, account } = cluster;
  const draft = `${directory}.draft-${randomBytes(6).toString('hex')}`;
  const password = randomBytes(24).toString('base64url');
  try {
    await mkdir(draft, { mode: 0o700 });
    await giveTo(account, draft);
    await initdb(cluster, draft, password);
    await writeFile(join(draft, passwordFile), password, { mode: 0o600 });
    await giveTo(account, join(draft, passwordFile));
    await rename(draft, directory);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isInitialised(cluster)))
      await failed(cluster, `A PostgreSQL data folder could not be made at ${directory}`, error);
  }
};

/** Removes what processes that were killed while they initialised have left. */
export const removeDrafts = async (parent: string, olderThanMs: number): Promise<void> => {
  const drafts = (await readdir(parent)).filter((name) => name.includes('.draft-'));
  for (const name of drafts) {
    const { mtimeMs } = await stat(join(parent, name));
    if (mtimeMs < olderThanMs) await rm(join(parent, name), { recursive: true, force: true });
  }
};

/** The port of the server that the folder's pid file names, alive or not. */
const announcedPort = async ({ directory }: Cluster): Promise<number | undefined> => {
  const text = await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '');
  const port = Number(text.split('\n')[3]);
  return port > 0 ? port : undefined;
};

/** The address of the server that the folder's pid file names; undefined without one. */
export const announcedUrl = async (cluster: Cluster): Promise<string | undefined> => {
  const port = await announcedPort(cluster);
  if (port === undefined) return undefined;
  const password = await readFile(join(cluster.directory, passwordFile), 'utf8');
  return `postgres://${superuser}:${password}@127.0.0.1:${String(port)}/postgres`;
};

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });

const trimLog = async ({ directory }: Cluster): Promise<void> => {
  const log = join(directory, logFile);
  const size = await stat(log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > largestLogBytes) await rename(log, `${log}.previous`);
};

export type ServerOptions = {
  /** Default: any free one. */
  readonly port?: number;
  /** PostgreSQL settings beyond the data folder's own. */
  readonly settings?: Readonly<Record<string, string | number>>;
};

/**
 * Starts a server on the folder and waits until it answers. It listens on 127.0.0.1 only, in a
 * session of its own: a Ctrl-C in the terminal does not reach it. A pid file that a killed server
 * has left is taken over.
 */
export const startServer = async (cluster: Cluster, options: ServerOptions): Promise<void> => {
  const { directory, binaries } = cluster;
  await trimLog(cluster);
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 100,
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    wal_compression: 'off',
    ...options.settings,
    port: options.port ?? (await freePort()),
  };
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}='${String(value)}'`);
  const log = join(directory, logFile);
  const how = ['start', '-w', '-t', String(startSeconds), '-D', directory, '-l', log];
  try {
    const program = ['-p', binaries.postgres, '-o', flags.join(' ')];
    await run(cluster, directory, [binaries.pg_ctl, ...how, ...program]);
  } catch (error) {
    await failed(cluster, `PostgreSQL did not start on ${directory}`, error);
  }
};

/** Ends every session, writes a checkpoint, and waits until the server is gone. */
export const stopServer = async (cluster: Cluster): Promise<void> => {
  const { directory, binaries } = cluster;
  const how = ['stop', '-w', '-t', String(stopSeconds), '-m', 'fast', '-D', directory];
  try {
    await run(cluster, directory, [binaries.pg_ctl, ...how]);
  } catch (error) {
    await failed(cluster, `PostgreSQL did not stop on ${directory}`, error);
  }
};
