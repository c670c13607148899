// One embedded PostgreSQL for a benchmark, with its defaults for durability, in memory unless
// BENCH_DATA names a folder on a disk.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPool, migrate, startEmbedded } from '#postgres';

const migrated = async (url) => {
  const pool = createPool({ url, max: 1 });
  await migrate(pool);
  await pool.end();
};

/** Another migrated database on the same server, a copy of one that nobody uses if so wanted; answers with its address. */
export const createDatabase = async (url, name, template = 'template0') => {
  const pool = createPool({ url, max: 1 });
  await pool.query(`create database ${name} template ${template}`);
  await pool.end();
  const created = new URL(url);
  created.pathname = `/${name}`;
  await migrated(created.href);
  return created.href;
};

export const withDatabase = async (work) => {
  const parent = process.env.BENCH_DATA ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  const dataDirectory = mkdtempSync(join(parent, 'observatoire-bench-'));
  chmodSync(dataDirectory, 0o755);
  const database = await startEmbedded({ dataDirectory });
  try {
    await migrated(database.url);
    return await work({ url: database.url, disk: parent, dataDirectory });
  } finally {
    await database.stop();
    rmSync(dataDirectory, { recursive: true });
  }
};
