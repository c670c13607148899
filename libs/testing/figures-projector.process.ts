// Projects figures from topics in a process of its own, and prints how many partitions it has: to be killed.
import { setTimeout as delay } from 'node:timers/promises';

import { eventOfMessage } from '#application/relay';
import { TopicProjector } from '#application/topic-projector';
import { openKafka } from '#kafka';
import { createPool, makeReadModels, openEventLog } from '#postgres';

import { smallCatalogue } from './small-survey.js';

const [url, brokers, group, responses, campaigns] = process.argv.slice(2);
if (url === undefined || brokers === undefined || group === undefined)
  throw new Error(
    'usage: figures-projector.process.ts DATABASE_URL BROKERS GROUP RESPONSES CAMPAIGNS',
  );

const silent = () => undefined;
const log = { debug: silent, info: silent, warn: silent, error: silent };
const bus = openKafka({ brokers: brokers.split(','), clientId: 'test', log });
const pool = createPool({ url, max: 10 });
const store = await openEventLog({ url });
const { partitioned } = makeReadModels({ pool, store }, smallCatalogue(), { figuresFrom: 'kafka' });
if (partitioned === null) throw new Error('figures follow the log');

const projector = new TopicProjector({
  bus,
  projection: partitioned,
  group,
  topics: { responses: responses ?? '', campaigns: campaigns ?? '' },
  read: eventOfMessage,
  onFault: silent,
  sessionTimeoutMs: 6_000,
});
projector.start();

let told = '';
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
while (!stopping.signal.aborted) {
  const { failure } = partitioned.health();
  const now = failure === null ? `has ${String(projector.assigned().length)}` : failure.reason.en;
  if (now !== told) process.stdout.write(`${now}\n`);
  told = now;
  await delay(50, undefined, { signal: stopping.signal }).catch(silent);
}
await projector.stop();
await bus.close();
await store.close();
await pool.end();
process.stdout.write('stopped\n');
