// Publishes a log to topics in a process of its own, in small batches, and prints its state as it changes: to be killed.
import { Relay } from '#application/relay';
import { openKafka } from '#kafka';
import { createPool, Lease, makeRelayCheckpoint, openEventLog } from '#postgres';

import { smallCatalogue } from './small-survey.js';

const [url, brokers, topicPrefix] = process.argv.slice(2);
if (url === undefined || brokers === undefined || topicPrefix === undefined)
  throw new Error('usage: relay.process.ts DATABASE_URL BROKERS TOPIC_PREFIX');

const ignore = (): void => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };
const pool = createPool({ url, max: 3, applicationName: 'relay' });
const relay = new Relay(
  {
    log: await openEventLog({ url }),
    checkpoint: makeRelayCheckpoint(pool),
    lease: new Lease(pool, 'relay', { lookAgainMs: 100 }),
    bus: openKafka({ brokers: brokers.split(','), clientId: 'relay', log }),
    catalogue: smallCatalogue(),
  },
  {
    partitions: 4,
    replication: 1,
    topicPrefix,
    batchSize: 100,
    onState: ({ status }) => void process.stdout.write(`${status}\n`),
  },
);
relay.start();
