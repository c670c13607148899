import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { EventStore } from '#application';
import { beginning } from '#kernel';
import { createPool, migrate, openEventLog, type RunningDatabase, startEmbedded } from '#postgres';

import { runTypeScript } from '../../testing/child-process.js';

const settings = { shared_buffers: '16MB' };

const idsIn = async (store: EventStore): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let after = beginning; ;) {
    const page = await store.readAll(after, 5_000);
    const end = page.at(-1);
    if (end === undefined) return ids;
    ids.push(...page.map(({ id }) => id));
    after = end.position;
  }
};

/** Appends one event after the other until told to end; answers with the acknowledged ones. */
const write = async (store: EventStore, acknowledged: Set<string>, end: AbortSignal) => {
  const stream = `response-load.${randomUUID()}`;
  for (let expectedRevision = 0; !end.aborted; expectedRevision += 1) {
    const id = randomUUID();
    const actor = { role: 'school', id: stream };
    const metadata = { actor, cause: 'submission' as const, correlationId: id };
    const event = { id, type: 'Written', schemaVersion: 1, data: {}, metadata };
    const outcome = await store.append({ stream, expectedRevision, events: [event] });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    acknowledged.add(id);
  }
};

describe('every acknowledged event is in the log, once', () => {
  let dataDirectory: string;
  let database: RunningDatabase;
  let port: number;

  beforeAll(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'observatoire-kill-'));
    await chmod(dataDirectory, 0o755);
    database = await startEmbedded({ dataDirectory, settings });
    port = Number(new URL(database.url).port);
    const pool = createPool({ url: database.url, max: 1 });
    await migrate(pool);
    await pool.end();
  });

  afterAll(async () => {
    await database.stop();
    await rm(dataDirectory, { recursive: true });
  });

  const until = async (acknowledged: Set<string>, count: number): Promise<void> => {
    while (acknowledged.size < count) await new Promise((resolve) => setImmediate(resolve));
  };

  it('after the process that writes is killed in the middle of a load', async () => {
    const writer = runTypeScript('libs/testing/append-load.process.ts', [database.url]);
    const acknowledged: string[] = [];
    for await (const id of writer.lines) {
      acknowledged.push(id);
      if (acknowledged.length === 3_000) writer.kill('SIGKILL');
    }
    await writer.exited;

    const store = await openEventLog({ url: database.url });
    const present = await idsIn(store);
    await store.close();

    expect(acknowledged.length).toBeGreaterThanOrEqual(3_000);
    expect(new Set(present).size).toBe(present.length);
    const known = new Set(present);
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
  });

  it('after PostgreSQL is killed in the middle of a load, and no writer notices', async () => {
    const store = await openEventLog({ url: database.url, retryForMs: 30_000 });
    const acknowledged = new Set<string>();
    const ending = new AbortController();
    const writers = Array.from({ length: 32 }, () => write(store, acknowledged, ending.signal));

    await until(acknowledged, 1_500);
    const pidFile = await readFile(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8');
    process.kill(Number(pidFile.split('\n')[0]), 'SIGKILL');
    database = await startEmbedded({ dataDirectory, settings, port });
    await until(acknowledged, 3_000);
    ending.abort();
    await Promise.all(writers);
    const present = await idsIn(store);
    await store.close();

    expect(new Set(present).size).toBe(present.length);
    const known = new Set(present);
    expect([...acknowledged].filter((id) => !known.has(id))).toEqual([]);
  });
});
