// P1a: many submissions at once into the event log, without the file that they come from. Events
// are made before the clock starts, for us and for the peers.
import { finished } from 'node:stream/promises';

import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { openEventLog } from '#postgres';

import { withDatabase } from './database.mjs';
import { openEmmett } from './emmett.mjs';
import { compare, concurrently, throughput } from './harness.mjs';
import { submissionAppend } from './submissions.mjs';

const events = 40_000;
const emmettEvents = 8_000;
const chunk = 1_000;
const emmettBatch = 100;

const chunksOf = (size) =>
  Array.from({ length: events / size }, (_, index) =>
    Array.from({ length: size }, (_, at) => submissionAppend(index * size + at)),
  );

const oursOf = (log) => async () => {
  const chunks = chunksOf(chunk);
  return throughput(events, () =>
    concurrently(chunks.length, 4, (index) => log.appendMany(chunks[index])),
  );
};

const text = (value) => value.replaceAll('\\', '\\\\');

const copyLine = ({ stream, events: [event] }) =>
  `${[stream, 1, event.id, event.type, 1, text(JSON.stringify(event.data)), text(JSON.stringify(event.metadata))].join('\t')}\n`;

// The peer's lines are ready before its clock starts: PostgreSQL alone is measured.
const copyOf = (client) => async () => {
  const chunks = chunksOf(5_000).map((appends) => appends.map(copyLine).join(''));
  return throughput(events, async () => {
    for (const lines of chunks) {
      const stream = client.query(
        copyFrom(
          'copy event_log.event (stream, revision, event_id, type, schema_version, data, metadata) from stdin',
        ),
      );
      stream.end(lines);
      await finished(stream);
    }
  });
};

const emmettOf = (emmett) => async () => {
  const batches = Array.from({ length: emmettEvents / emmettBatch }, (_, index) =>
    emmett.eventsOf(index * emmettBatch, emmettBatch),
  );
  return throughput(emmettEvents, () =>
    concurrently(batches.length, 1, (index) => emmett.append(batches[index])),
  );
};

export const run = () =>
  withDatabase(async ({ url, disk }) => {
    const log = await openEventLog({ url, queueLimit: 20_000 });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const emmett = await openEmmett(url);
    try {
      return await compare({
        bench: 'P1a',
        unit: 'events a second',
        disk,
        ours: { name: 'appendMany', run: oursOf(log) },
        peers: [
          { name: 'copy', target: 0.5, run: copyOf(client) },
          { name: 'emmett, batches of 100', target: 8, run: emmettOf(emmett) },
        ],
      });
    } finally {
      await Promise.all([log.close(), client.end(), emmett.close()]);
    }
  });
