// P3: from the log to the read models, against reading and parsing the same events on one thread.
// BENCH_YEARS: one campaign of each degree a year, over the 40,630 schools of the directory.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import pg from 'pg';

import { createPool, makeReadModels, openEventLog } from '#postgres';

import { fillLog, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { openEmmett } from './emmett.mjs';
import { compare, throughput } from './harness.mjs';

const years = (process.env.BENCH_YEARS ?? '2013,2014').split(',').map(Number);
const emmettEvents = 4_000;
const batch = 5_000;

const forget = `truncate read_model.checkpoint, read_model.school, read_model.campaign, read_model.exclusion,
  read_model.measure, read_model.round, read_model.respondent, read_model.excluded_school,
  read_model.response, read_model.cell, read_model.past_cell, read_model.journal_page, read_model.roll,
  read_model.district`;

/** All three read models, from nothing to the head of the log. */
const project = async ({ pool, log, definitions, events }) => {
  await pool.query(forget);
  const { projector, clock } = makeReadModels({ pool, store: log }, definitions);
  const head = await log.head();
  const perSecond = await throughput(events, async () => {
    projector.start();
    if (!(await clock.waitFor(head, 600_000))) throw new Error('the projector did not get there');
  });
  await projector.stop();
  const failed = projector.health().find(({ failure }) => failure !== null);
  if (failed !== undefined) throw new Error(failed.failure.reason.en);
  return perSecond;
};

const readBatch = {
  name: 'bench-read',
  text: `select position, stream, revision, event_id, type, schema_version, recorded_at, data, metadata
    from event_log.event where position > $1 order by position limit ${String(batch)}`,
  rowMode: 'array',
  types: { getTypeParser: () => (text) => text },
};

const readAndParse = async ({ url, events }) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let parsed = 0;
  const perSecond = await throughput(events, async () => {
    for (let after = '0'; ;) {
      const { rows } = await client.query({ ...readBatch, values: [after] });
      if (rows.length === 0) return;
      for (const row of rows) if (JSON.parse(row[7]) && JSON.parse(row[8])) parsed += 1;
      after = rows.at(-1)[0];
    }
  });
  await client.end();
  if (parsed !== events) throw new Error(`parsed ${String(parsed)} of ${String(events)} events`);
  return perSecond;
};

const require = createRequire(new URL('./peers/package.json', import.meta.url));
const peer = (name) => import(pathToFileURL(require.resolve(name)).href);

/** One row for each response, by emmett's own consumer and raw SQL projection: no figure, no version. */
const projectWithEmmett = async (url) => {
  const { postgreSQLEventStoreConsumer, postgreSQLRawSQLProjection } = await peer(
    '@event-driven-io/emmett-postgresql',
  );
  const { SQL } = await peer('@event-driven-io/dumbo');
  const emmett = await openEmmett(url);
  for (let first = 0; first < emmettEvents; first += 100)
    await emmett.append(emmett.eventsOf(first, 100));
  await emmett.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table emmett_response (id text primary key, answers json not null)');
  let run = 0;
  return {
    close: () => client.end(),
    run: async () => {
      await client.query('truncate emmett_response');
      run += 1;
      const consumer = postgreSQLEventStoreConsumer({
        connectionString: url,
        stopWhen: { noMessagesLeft: true },
        pulling: { batchSize: 1_000 },
      });
      consumer.projector({
        processorId: `bench-${String(run)}`,
        projection: postgreSQLRawSQLProjection({
          name: `bench-${String(run)}`,
          canHandle: ['ResponseSubmitted'],
          evolve: ({ data, metadata }) =>
            SQL`insert into emmett_response (id, answers)
              values (${`${metadata.streamName}.${String(metadata.streamPosition)}`}, ${JSON.stringify(data)})
              on conflict (id) do update set answers = excluded.answers`,
        }),
      });
      const perSecond = await throughput(emmettEvents, () => consumer.start());
      await consumer.close();
      const { rows } = await client.query('select count(*)::int as count from emmett_response');
      if (rows[0].count !== emmettEvents)
        throw new Error(`emmett projected ${String(rows[0].count)}`);
      return perSecond;
    },
  };
};

export const run = () =>
  withDatabase(async ({ url, disk }) => {
    const definitions = await shippedDefinitions();
    const pool = createPool({ url, max: 10 });
    const log = await openEventLog({ url, queueLimit: 100_000 });
    const emmett = await projectWithEmmett(url);
    try {
      await fillLog(log, definitions, { years });
      const { rows } = await pool.query(
        `select count(*)::integer as events,
           round(avg(length(data::text) + length(metadata::text)))::integer as size
         from event_log.event`,
      );
      const [{ events, size }] = rows;
      console.log(`${String(events)} events of ${String(size)} characters on average`);
      await pool.query('analyze');
      return await compare({
        bench: 'P3',
        unit: 'events a second',
        disk,
        ours: { name: 'three read models', run: () => project({ pool, log, definitions, events }) },
        peers: [
          {
            name: 'read and JSON.parse, one thread',
            target: 0.5,
            run: () => readAndParse({ url, events }),
          },
          { name: 'emmett, raw SQL projection of one row', target: 15, run: emmett.run },
        ],
      });
    } finally {
      await Promise.all([emmett.close(), log.close()]);
      await pool.end();
    }
  });
