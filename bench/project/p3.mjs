// P3: the log to the read models, against reading the same events and parsing them on one thread.
import pg from 'pg';

import { createPool, makeReadModels, migrate, openEventLog } from '#postgres';

import { catalogue, fillLog } from './dataset.mjs';
import startPostgres from '../../tools/jest/start-postgres.mjs';

const years = process.argv[2] ? process.argv[2].split(',').map(Number) : [2014, 2018];
const rounds = Number(process.argv[3] ?? 5);

await startPostgres();
const admin = new pg.Client(process.env.TEST_DATABASE_URL);
await admin.connect();
await admin.query('create database bench_test');
const url = process.env.TEST_DATABASE_URL.replace(/\/postgres$/, '/bench_test');
const pool = createPool({ url, max: 10 });
await migrate(pool);
const log = await openEventLog({ url, queueLimit: 100_000 });
const definitions = await catalogue();

let t = performance.now();
await fillLog(log, definitions, { years });
const { rows } = await pool.query('select count(*)::int n, sum(length(data::text))::float8 b from event_log.event');
const events = rows[0].n;
console.log(`log: ${events} events, ${(rows[0].b / events).toFixed(0)} bytes of data each, filled in ${((performance.now() - t) / 1000).toFixed(1)} s`);
await pool.query('analyze');

const reset = async () => {
  await pool.query(`truncate read_model.checkpoint, read_model.school, read_model.campaign, read_model.exclusion,
    read_model.measure, read_model.round, read_model.respondent, read_model.excluded_school, read_model.response, read_model.cell`);
  await pool.query('checkpoint');
};

const project = async () => {
  await reset();
  const models = makeReadModels({ pool, store: log }, definitions, { batchSize: Number(process.env.BATCH ?? 20_000) });
  const head = await log.head();
  const start = performance.now();
  models.projector.start();
  if (!(await models.clock.waitFor(head, 600_000))) throw new Error('not in time');
  const ms = performance.now() - start;
  await models.projector.stop();
  const failed = models.projector.health().find(({ failure }) => failure);
  if (failed) throw new Error(failed.failure.reason);
  return (events / ms) * 1000;
};

const asText = { getTypeParser: () => (text) => text };
const readAndParse = async () => {
  const client = new pg.Client(url);
  await client.connect();
  const start = performance.now();
  let after = '0';
  let kept = 0;
  for (;;) {
    const { rows: read } = await client.query({
      name: 'read',
      text: 'select position, stream, type, data from event_log.event where position > $1 order by position limit 5000',
      values: [after],
      rowMode: 'array',
      types: asText,
    });
    if (read.length === 0) break;
    for (const row of read) kept += JSON.parse(row[3]).campaign.length;
    after = read.at(-1)[0];
  }
  const ms = performance.now() - start;
  await client.end();
  return (events / ms) * 1000 + (kept < 0 ? 1 : 0);
};

const ratios = [];
for (let round = 0; round < rounds; round += 1) {
  const ours = await project();
  const peer = await readAndParse();
  ratios.push(ours / peer);
  console.log(`projected ${ours.toFixed(0)}/s   read and parsed ${peer.toFixed(0)}/s   ratio ${(ours / peer).toFixed(2)}`);
}
ratios.sort((a, b) => a - b);
console.log(JSON.stringify({ bench: 'P3', against: 'read+parse', ratio: Number(ratios[ratios.length >> 1].toFixed(2)), target: 0.5, runs: ratios.map((r) => Number(r.toFixed(2))) }));
await log.close();
await pool.end();
await admin.end();
globalThis.stopTestPostgres();
process.exit(0);
