import { existsSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { runCommand, startCommand } from '../../libs/testing/command-line.js';

describe('a command that runs its own PostgreSQL', () => {
  let folder: string;
  let taken: Server;
  const embedded = () => ({ DATABASE_URL: '', DATA_DIR: folder });
  const isPostgresUp = () => existsSync(join(folder, 'postgres', 'postmaster.pid'));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'observatoire-test-'));
    taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
  });

  afterAll(async () => {
    taken.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('stops it in order when it is interrupted in the middle of its work', async () => {
    const child = startCommand(['demo', '--load'], embedded());
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let notes = '';
    let wasUp = false;
    child.stderr.setEncoding('utf8').on('data', (said: string) => {
      if (notes === '') {
        wasUp = isPostgresUp();
        child.kill('SIGINT');
      }
      notes += said;
    });

    expect([await ended, wasUp, isPostgresUp()]).toEqual([130, true, false]);
    expect(notes).toContain('Interrupted. Stopping…');
    expect(notes).not.toContain('    at ');
  });

  it('ends as interrupted when Ctrl-C comes while its data folder is made', async () => {
    const fresh = join(folder, 'fresh');
    const child = startCommand(['revisions'], { DATABASE_URL: '', DATA_DIR: fresh }, true);
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    let notes = '';
    child.stderr.setEncoding('utf8').on('data', (said: string) => (notes += said));
    const isMaking = () =>
      existsSync(fresh) && readdirSync(fresh).some((name) => /draft/.test(name));
    while (!isMaking() && child.exitCode === null) await pause(1);
    process.kill(-(child.pid ?? 0), 'SIGINT');

    expect([await ended, notes]).toEqual([130, 'Interrupted. Stopping…\n']);
  });

  it.each(['/proc/nowhere/data', '/dev/null'])('says that nothing can be at %s', async (at) => {
    const { code, notes } = await runCommand(['revisions'], { DATABASE_URL: '', DATA_DIR: at });

    expect([code, notes.split('\n').length]).toEqual([2, 2]);
    expect(notes).toContain(at.split('/data')[0]);
  });

  it.each(['serve', 'demo'])('says at once that its port is taken: %s', async (command) => {
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const settings = { ...embedded(), HOST: '127.0.0.1', PORT: String(port) };
    const { code, notes } = await runCommand([command], settings);

    expect([code, notes]).toEqual([
      2,
      `PORT: the port ${String(port)} is taken. Give this process another.\n`,
    ]);
    expect(isPostgresUp()).toBe(false);
  });
});
