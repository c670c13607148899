// P1: from a file of answers to validated, durable events.
import { createReadStream, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

import { importResponses } from '#application';
import { compileQuestionnaire } from '#domain/survey';
import { beginning } from '#kernel';
import { openEventLog } from '#postgres';

import { writeAnswersFile } from './answers-file.mjs';
import { lanesFor, openImportLanes } from '../dist/apps/observatory/composition/import-lanes.js';
import { importServices, questionnaire, shipped } from './import-services.mjs';
import { withDatabase } from './database.mjs';
import { openEmmett } from './emmett.mjs';
import { accounted } from './processor-time.mjs';
import { compare, concurrently, throughput } from './harness.mjs';

const schools = Number(process.env.BENCH_SCHOOLS ?? 40_000);
const emmettEvents = Math.min(schools, 8_000);
const emmettBatch = 100;

const context = () => ({
  actor: { role: 'operator', id: 'bench' },
  correlationId: randomUUID(),
  synthetic: true,
});

const laneScript = new URL('./import-lane.process.mjs', import.meta.url);

const importOnce = async (services, path, lanes) => {
  const file = {
    campaign: `bench-${randomUUID().slice(0, 8)}`,
    name: 'bench.csv',
    patience: { wait: sleep, maxWaitMs: 0 },
    batchesAhead: lanes === undefined ? 1 : lanes.count + 1,
  };
  const source = createReadStream(path, { highWaterMark: 262_144 });
  const submitRecords = lanes?.submitRecords;
  const imported = await importResponses(services, source, {
    file,
    context: context(),
    ...(submitRecords && { submitRecords }),
  });
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  for await (const { effect, problems } of imported.value.report) {
    if (effect !== 'recorded') throw new Error(`${effect}: ${JSON.stringify(problems)}`);
  }
};

/** The first `count` events of the log. */
const readEvents = async (store, count) => {
  const events = [];
  let after = beginning;
  while (events.length < count) {
    const page = await store.readAll(after, Math.min(count - events.length, 1_000));
    events.push(...page);
    after = page.at(-1).position;
  }
  return events;
};

const text = (value) => value.replaceAll('\\', '\\\\');

/** The very events that an import has written, on new streams and with new ids. */
const copyLine = ({ type, schemaVersion, data, metadata }) =>
  `${[`response-copy.${randomUUID()}`, 1, randomUUID(), type, schemaVersion, text(JSON.stringify(data)), text(JSON.stringify(metadata))].join('\t')}\n`;

// Its lines are ready before its clock starts: PostgreSQL alone is measured.
const copyOf = (client, sample) => async () => {
  const chunks = Array.from({ length: schools / 4_000 }, (_, chunk) =>
    Array.from({ length: 4_000 }, (_, at) =>
      copyLine(sample[(chunk * 4_000 + at) % sample.length]),
    ).join(''),
  );
  return throughput(schools, async () => {
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

const emmettOf = (emmett, sample) => () =>
  throughput(emmettEvents, () =>
    concurrently(emmettEvents / emmettBatch, 4, (index) =>
      emmett.append(sample.slice(index * emmettBatch, (index + 1) * emmettBatch)),
    ),
  );

export const run = () =>
  withDatabase(async ({ url, disk, dataDirectory }) => {
    const catalogue = await shipped();
    const path = `${disk}/observatoire-bench-${process.pid}.csv`;
    await writeAnswersFile(
      path,
      compileQuestionnaire(catalogue.questionnaires.get(questionnaire)),
      schools,
    );
    const store = await openEventLog({ url, queueLimit: 20_000 });
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const emmett = await openEmmett(url);
    const services = importServices({ store, catalogue, schools });
    const count = Number(process.env.BENCH_THREADS ?? lanesFor(statSync(path).size));
    const lanes =
      count === 0 ? undefined : await openImportLanes(count, { url, schools }, laneScript);
    try {
      await importOnce(services, path, lanes);
      const sample = await readEvents(store, emmettEvents);
      const size =
        JSON.stringify(sample[0].data).length + JSON.stringify(sample[0].metadata).length;
      console.log(
        `${schools} lines of ${Math.round(statSync(path).size / schools)} bytes, events of ${size}; threads beside the first: ${count}`,
      );
      return await compare({
        bounds: [['copy', 'emmett, batches of 100']],
        bench: 'P1',
        unit: 'events a second',
        disk,
        ours: {
          name: 'file to events',
          run: () =>
            accounted({ units: schools, dataDirectory }, () =>
              throughput(schools, () => importOnce(services, path, lanes)),
            ),
        },
        peers: [
          { name: 'copy', target: 0.5, run: copyOf(client, sample) },
          { name: 'emmett, batches of 100', target: 8, run: emmettOf(emmett, sample) },
        ],
      });
    } finally {
      await Promise.all([lanes?.close(), store.close(), client.end(), emmett.close()]);
      await rm(path);
    }
  });
