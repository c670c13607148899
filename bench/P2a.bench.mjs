// P2a: one submission at a time into the event log, without HTTP. Events are made before the clock
// starts, for us and for the peers.
import { randomUUID } from 'node:crypto';

import pg from 'pg';

import { openEventLog } from '#postgres';

import { withDatabase } from './database.mjs';
import { openEmmett } from './emmett.mjs';
import { compare, concurrently, throughput } from './harness.mjs';
import { metadata, submission, submissionAppend } from './submissions.mjs';

const events = 20_000;
const emmettEvents = 4_000;
const clients = 64;

const made = (total, make) => Array.from({ length: total }, (_, index) => make(index));

const oursOf = (log) => async () => {
  const appends = made(events, submissionAppend);
  return throughput(events, () =>
    concurrently(events, clients, (index) => log.append(appends[index])),
  );
};

const emmettOf = (emmett) => async () => {
  const batches = made(emmettEvents, (index) => emmett.eventsOf(index, 1));
  return throughput(emmettEvents, () =>
    concurrently(emmettEvents, 32, (index) => emmett.append(batches[index])),
  );
};

const insertOne = {
  name: 'bare-insert',
  text: `insert into bare.event (stream, revision, event_id, type, schema_version, data, metadata)
values ($1, 1, $2, 'ResponseSubmitted', 1, $3, $4)`,
};

// Same columns, keys and durability as the log, without its trigger, checks of a stream or order.
const insertOf = async (url, concurrency) => {
  const pool = new pg.Pool({ connectionString: url, max: concurrency });
  const insert = (data) =>
    pool.query({
      ...insertOne,
      values: [
        `response-${randomUUID()}`,
        randomUUID(),
        JSON.stringify(data),
        JSON.stringify(metadata),
      ],
    });
  return {
    name: `one-row insert, ${String(concurrency)} connections`,
    target: 0.5,
    run: async () => {
      const rows = made(events / 2, submission);
      return throughput(rows.length, () =>
        concurrently(rows.length, concurrency, (index) => insert(rows[index])),
      );
    },
    close: () => pool.end(),
  };
};

export const run = () =>
  withDatabase(async ({ url, disk }) => {
    const admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query(
      'create schema bare; create table bare.event (like event_log.event including all)',
    );
    await admin.end();
    const log = await openEventLog({ url });
    const emmett = await openEmmett(url);
    const inserts = await Promise.all([8, 16, 32].map((connections) => insertOf(url, connections)));
    try {
      return await compare({
        bench: 'P2a',
        unit: 'events a second',
        disk,
        ours: { name: 'append, 64 clients', run: oursOf(log) },
        peers: [{ name: 'emmett, 32 clients', target: 3, run: emmettOf(emmett) }, ...inserts],
      });
    } finally {
      await Promise.all([log.close(), emmett.close(), ...inserts.map((insert) => insert.close())]);
    }
  });
