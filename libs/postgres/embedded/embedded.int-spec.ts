import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';

import { databaseFrom, type RunningDatabase, startEmbedded } from '#postgres';

import { runTypeScript } from '../../testing/child-process.js';
import { passageFor } from './passage.js';

const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const settings = { shared_buffers: '16MB' };

const ask = async (url: string, question: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ answer: unknown }>(question);
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
};

const isDown = (url: string): Promise<boolean> =>
  ask(url, 'select 1 as answer').then(
    () => false,
    () => true,
  );

describe('the embedded PostgreSQL', () => {
  let dataDirectory: string;
  const started: RunningDatabase[] = [];

  const start = async (): Promise<RunningDatabase> => {
    const database = await startEmbedded({ dataDirectory, settings });
    started.push(database);
    return database;
  };

  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(memory, 'observatoire-embedded-'));
    await chmod(dataDirectory, 0o755);
  });

  afterEach(async () => {
    for (const database of started.splice(0)) await database.stop();
    await rm(dataDirectory, { recursive: true, force: true });
  });

  it('keeps its data from one start to the next', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 2014 as year');
    await first.stop();
    expect(await isDown(first.url)).toBe(true);

    const second = await start();

    expect(await ask(second.url, 'select year as answer from kept')).toBe(2014);
  });

  it('listens on this machine only, asks for a password, and keeps it to itself', async () => {
    const { url } = await start();
    const wrong = new URL(url);
    wrong.password = 'wrong';

    expect(await ask(url, "select current_setting('listen_addresses') as answer")).toBe(
      '127.0.0.1',
    );
    await expect(ask(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    const { mode } = await stat(join(dataDirectory, 'postgres', 'observatoire.password'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('sorts texts alike on every machine', async () => {
    const { url } = await start();

    expect(
      await ask(
        url,
        "select concat(datlocprovider, ' ', datlocale) as answer from pg_database where datname = 'postgres'",
      ),
    ).toBe('b C.UTF-8');
  });

  it('is shared by those who start it at once, and stopped by the last who leaves', async () => {
    const [one, two, three] = await Promise.all([start(), start(), start()]);

    expect([two.url, three.url]).toEqual([one.url, one.url]);
    await one.stop();
    await three.stop();
    expect(await isDown(one.url)).toBe(false);
    await two.stop();
    expect(await isDown(one.url)).toBe(true);
  });

  it('outlives an application that is killed, and is found by the next one', async () => {
    const killed = runTypeScript('libs/testing/embedded-user.process.ts', [dataDirectory]);
    const { value: url } = await killed.lines.next();
    killed.kill('SIGKILL');
    await killed.exited;

    const next = await start();

    expect(next.url).toBe(url);
    await next.stop();
    expect(await isDown(next.url)).toBe(true);
  });

  it('starts again after PostgreSQL itself was killed', async () => {
    const killed = await start();
    await ask(killed.url, 'create table kept as select 2014 as year');
    const pidFile = join(dataDirectory, 'postgres', 'postmaster.pid');
    process.kill(Number((await readFile(pidFile, 'utf8')).split('\n')[0]), 'SIGKILL');

    const next = await start();

    expect(await ask(next.url, 'select year as answer from kept')).toBe(2014);
  });

  it("says why it does not start, with the last lines of the server's log", async () => {
    await (await start()).stop();
    await writeFile(join(dataDirectory, 'postgres', 'postgresql.conf'), 'shared_buffers = many\n');

    await expect(startEmbedded({ dataDirectory, settings: {} })).rejects.toThrow(
      /^PostgreSQL did not start on .*The last lines of its log:\n.*invalid value for parameter "shared_buffers": "many"/s,
    );
  });

  it('starts where folders are closed to all but their owner, as the home of root is', async () => {
    await chmod(dataDirectory, 0o700);
    const { url } = await start();

    expect(await ask(url, 'select 1 as answer')).toBe(1);
  });

  it('says which folder its user cannot enter, where it cannot be let in', async () => {
    const closed = join(dataDirectory, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const stranger = { uid: 4_242_424, gid: 4_242_424 };
    const missing = { directory: dataDirectory, program: join(closed, 'postgres') };

    await expect(passageFor(stranger, missing)).rejects.toThrow(
      `PostgreSQL cannot run as root, and user 4242424, whom it runs as instead, cannot enter ${closed}. Open that folder to it (chmod o+x ${closed}), move the project to a place such as /srv, install setpriv (util-linux), or set DATABASE_URL.`,
    );
  });

  it('leaves an external database alone', async () => {
    const database = await databaseFrom({ databaseUrl: 'postgres://elsewhere/db', dataDirectory });

    await database.stop();
    expect(database.url).toBe('postgres://elsewhere/db');
    await expect(stat(join(dataDirectory, 'postgres'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
