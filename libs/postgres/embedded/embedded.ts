import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import pg from 'pg';

import { accountFor } from './account.js';
import { findBinaries } from './binaries.js';
import {
  announcedUrl,
  type Cluster,
  initialise,
  removeDrafts,
  type ServerOptions,
  startServer,
  stopServer,
} from './cluster.js';
import { EmbeddedPostgresFailed } from './failure.js';
import { passageFor } from './passage.js';

export type EmbeddedOptions = ServerOptions & {
  /** Holds everything; made when it is missing. Delete it to start again from nothing. */
  readonly dataDirectory: string;
};

/** A database to work with, wherever it comes from. */
export type RunningDatabase = {
  readonly url: string;
  /** Gives it up; the last process that does stops a server that came with the program. */
  readonly stop: () => Promise<void>;
};

const firstPauseMs = 50;
const longestPauseMs = 4_000;
const abandonedDraftMs = 600_000;

// Each process that uses the server holds this lock shared, in a session that dies with it.
const shareServer = 'select pg_advisory_lock_shared(7203, 2)';
const shareServerNoMore = 'select pg_advisory_unlock_shared(7203, 2)';
const ownServerAlone = 'select pg_try_advisory_lock(7203, 2) as alone';

const faultOfMaking = (path: string): Promise<NodeJS.ErrnoException | undefined> =>
  mkdir(path).then(
    () => undefined,
    (error: unknown) => {
      const fault = error as NodeJS.ErrnoException;
      return fault.code === 'EEXIST' ? undefined : fault;
    },
  );

/** Node's own way loops for ever where nothing can be made, as below /proc. */
const makeFolder = async (path: string): Promise<void> => {
  const fault = await faultOfMaking(path);
  if (fault === undefined) return;
  if (fault.code !== 'ENOENT' || dirname(path) === path) throw fault;
  await makeFolder(dirname(path));
  const still = await faultOfMaking(path);
  if (still !== undefined) throw still;
};

const clusterOf = async (dataDirectory: string): Promise<Cluster> => {
  const home = resolve(dataDirectory);
  await makeFolder(home);
  const directory = join(await realpath(home), 'postgres');
  const [account, binaries] = await Promise.all([accountFor(directory), findBinaries()]);
  const passage = await passageFor(account, { directory, program: binaries.postgres });
  return { directory, binaries, account, passage };
};

/** Takes a share in the server that the folder announces; undefined when none answers. */
const joinServer = async (cluster: Cluster): Promise<pg.Client | undefined> => {
  const url = await announcedUrl(cluster);
  if (url === undefined) return undefined;
  const lease = new pg.Client({
    connectionString: url,
    application_name: 'observatoire lease',
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // A server that ends first takes the share with it.
  lease.on('error', () => undefined);
  try {
    await lease.connect();
    await lease.query(shareServer);
    return lease;
  } catch {
    await lease.end().catch(() => undefined);
    return undefined;
  }
};

// Another process may start it at the same moment, or be stopping it; or a killed server's last
// sessions may still hold its memory. All three leave a pid file to wait for.
const joinOrStart = async (cluster: Cluster, options: ServerOptions): Promise<pg.Client> => {
  for (let pauseMs = firstPauseMs; ; pauseMs *= 2) {
    const joined = await joinServer(cluster);
    if (joined !== undefined) return joined;
    try {
      await startServer(cluster, options);
    } catch (error) {
      const isContended = pauseMs === firstPauseMs || (await announcedUrl(cluster)) !== undefined;
      if (!isContended || pauseMs > longestPauseMs) throw error;
      await pause(pauseMs);
    }
  }
};

const leave = async (lease: pg.Client, cluster: Cluster): Promise<void> => {
  let alone: boolean;
  try {
    await lease.query(shareServerNoMore);
    const { rows } = await lease.query<{ alone: boolean }>(ownServerAlone);
    alone = rows[0]?.alone === true;
  } catch {
    return;
  }
  if (alone) await stopServer(cluster);
  await lease.end().catch(() => undefined);
};

/**
 * Starts the PostgreSQL that comes with the program on `dataDirectory`, or joins the one that runs
 * there already: one that other processes use, or that a killed one has left. Throws
 * `EmbeddedPostgresFailed` with the last lines of the server's log (ADR-0011).
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<RunningDatabase> => {
  const cluster = await clusterOf(options.dataDirectory);
  await removeDrafts(resolve(options.dataDirectory), Date.now() - abandonedDraftMs);
  await initialise(cluster);
  const lease = await joinOrStart(cluster, options);
  const url = await announcedUrl(cluster);
  if (url === undefined) throw new EmbeddedPostgresFailed('PostgreSQL stopped as it was joined');

  let stopping: Promise<void> | undefined;
  return { url, stop: () => (stopping ??= leave(lease, cluster)) };
};

/** The database that the configuration names, else the one that comes with the program. */
export const databaseFrom = async (options: {
  readonly databaseUrl?: string | undefined;
  readonly dataDirectory: string;
}): Promise<RunningDatabase> =>
  options.databaseUrl === undefined
    ? startEmbedded({ dataDirectory: options.dataDirectory })
    : { url: options.databaseUrl, stop: () => Promise.resolve() };
