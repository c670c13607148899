import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { createPool, migrate, openEventLog } from '#postgres';

import { type Postgres, startPostgres } from './database.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const streams = 600;
const eventsOfOne = 20;
const memoryMb = 48;
const text = 'x'.repeat(20_000);

describe('a consumer that is slow', () => {
  let database: Postgres;

  beforeAll(async () => {
    database = await startPostgres();
    const pool = createPool({ url: database.url, max: 1 });
    await migrate(pool);
    await pool.end();
    const log = await openEventLog({ url: database.url });
    const metadata = {
      actor: { role: 'operator', id: 'faults' },
      cause: 'import' as const,
      correlationId: randomUUID(),
    };
    for (let stream = 0; stream < streams; stream += 1)
      await log.append({
        stream: `response-slow.${String(stream)}`,
        expectedRevision: 0,
        events: Array.from({ length: eventsOfOne }, () => ({
          ...{ id: randomUUID(), type: 'Written', schemaVersion: 1, data: { text }, metadata },
        })),
      });
    await log.close();
  });

  afterAll(() => database.stop());

  it('follows 240 MB of events in a process that has 48 MB to hold them', async () => {
    const events = streams * eventsOfOne;
    const { stdout } = await run(
      process.execPath,
      [
        `--max-old-space-size=${String(memoryMb)}`,
        '--conditions=source',
        '--no-warnings',
        ...['--import', './tools/jest/typescript.mjs'],
        ...['tools/faults/slow-reader.process.ts', database.url, String(events)],
      ],
      { cwd: root, env: { ...process.env, NODE_OPTIONS: '' } },
    );

    expect(stdout.trim()).toBe(String(events));
  });
});
