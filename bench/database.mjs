// One embedded PostgreSQL for a benchmark, with its defaults for durability, in memory unless
// BENCH_DATA names a folder on a disk.
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createPool, migrate, startEmbedded } from '#postgres';

export const withDatabase = async (work) => {
  const parent = process.env.BENCH_DATA ?? (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());
  const dataDirectory = mkdtempSync(join(parent, 'observatoire-bench-'));
  chmodSync(dataDirectory, 0o755);
  const database = await startEmbedded({ dataDirectory });
  try {
    const pool = createPool({ url: database.url, max: 1 });
    await migrate(pool);
    await pool.end();
    return await work({ url: database.url, disk: parent, dataDirectory });
  } finally {
    await database.stop();
    rmSync(dataDirectory, { recursive: true });
  }
};
