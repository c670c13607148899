// Starts one throw-away PostgreSQL for a run of the tests, as the program itself starts one, in memory
// where the system has a place for it, and passes its address on as TEST_DATABASE_URL. A server that
// the caller gives is kept.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

// Fast, because nothing here outlives a crash.
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
};

const start = (folder) =>
  spawn(
    process.execPath,
    [
      '--conditions=source',
      '--no-warnings',
      '--import',
      './tools/jest/typescript.mjs',
      'libs/testing/embedded-user.process.ts',
      folder,
      JSON.stringify(settings),
    ],
    // In a session of its own: a Ctrl-C reaches Jest alone, which stops it.
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );

export default async function startPostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = mkdtempSync(join(memory, 'observatoire-test-'));
  const server = start(folder);
  const { value: url } = await createInterface({ input: server.stdout })
    [Symbol.asyncIterator]()
    .next();
  if (url === undefined) throw new Error('PostgreSQL did not start for the tests');

  process.env.TEST_DATABASE_URL = url;
  globalThis.stopTestPostgres = async () => {
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
    rmSync(folder, { recursive: true, force: true });
    delete process.env.TEST_DATABASE_URL;
  };
}
