import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type RunningDatabase, startEmbedded } from '#postgres';

const settings = { shared_buffers: '32MB', max_connections: 100 };

/** A PostgreSQL with its real durability, that can be killed and started again at the same address. */
export type Postgres = {
  readonly url: string;
  readonly folder: string;
  /** `kill -9` of the server; its sessions end with it. */
  readonly kill: () => Promise<void>;
  /** Joins the server when it runs. */
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export const newFolder = async (): Promise<string> => {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'observatoire-faults-'));
  await chmod(folder, 0o755);
  return folder;
};

export const startPostgres = async (given?: string): Promise<Postgres> => {
  const folder = given ?? (await newFolder());
  await mkdir(folder, { recursive: true });
  const shares: RunningDatabase[] = [await startEmbedded({ dataDirectory: folder, settings })];
  const url = shares[0]?.url ?? '';
  const port = Number(new URL(url).port);
  return {
    url,
    folder,
    kill: async () => {
      const pidFile = await readFile(join(folder, 'postgres', 'postmaster.pid'), 'utf8');
      process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
    },
    start: async () => {
      shares.push(await startEmbedded({ dataDirectory: folder, settings, port }));
    },
    stop: async () => {
      for (const share of shares) await share.stop();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
};
