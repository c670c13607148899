// P11: events of the log through the relay to a consumer, against kafkajs that produces and consumes the same
// messages bare, on the same broker. The log is filled and the messages are made before the clocks start.
import { randomUUID } from 'node:crypto';

import { Kafka, logLevel } from 'kafkajs';

import { integrationMessage, Relay, textQuestionsOf } from '#application/relay';
import { integrationTopics } from '#contracts/integration';
import { beginning } from '#kernel';
import { openKafka } from '#kafka';
import { createPool, Lease, makeRelayCheckpoint, openEventLog } from '#postgres';

import { startBroker } from '../infra/kafka/broker.mjs';
import { withDatabase } from './database.mjs';
import { compare, throughput } from './harness.mjs';
import { shipped } from './import-services.mjs';
import { submission, submissionAppend } from './submissions.mjs';

const events = Number(process.env.BENCH_EVENTS ?? 20_000);
const chunk = 1_000;
const partitions = 4;
const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** As the log has them: complete, each of a school of its own. */
const append = (index) => {
  const one = submissionAppend(index);
  const [event] = one.events;
  const { declaration, campaign } = submission(index);
  const data = {
    campaign,
    uai: `${String(1_000_000 + (index % 60_000))}A`,
    ...declaration,
    questionnaire: 'etic-2d@2014',
    justifications: [],
    late: false,
    channel: 'form',
    contentHash: '0'.repeat(64),
  };
  return { ...one, events: [{ ...event, data }] };
};

const fill = async (store) => {
  for (let from = 0; from < events; from += chunk)
    await store.appendMany(Array.from({ length: chunk }, (_, at) => append(from + at)));
};

/** Counts events until all have come. */
const counting = () => {
  let seen = 0;
  let done;
  const all = new Promise((resolve) => (done = resolve));
  const take = (count) => {
    seen += count;
    if (seen >= events) done();
  };
  return { all, take };
};

const oursOf =
  ({ url, store, brokers, catalogue }) =>
  async () => {
    const topicPrefix = `ours-${randomUUID()}`;
    const pool = createPool({ url, max: 3 });
    await pool.query('delete from relay.checkpoint');
    const bus = openKafka({ brokers: [brokers], clientId: 'ours', log });
    const topic = `${topicPrefix}.response.v1`;
    await bus.ensureTopics(integrationTopics({ partitions, replication: 1 }, topicPrefix));
    const { all, take } = counting();
    const reading = bus.subscribe({
      topics: [topic],
      group: topicPrefix,
      onBatch: async ({ messages }) =>
        take(messages.filter(({ headers }) => headers.kind === 'event').length),
    });
    await reading.joined();
    const ports = {
      log: store,
      checkpoint: makeRelayCheckpoint(pool),
      lease: new Lease(pool, 'relay'),
      bus,
      catalogue,
    };
    const relay = new Relay(ports, { partitions, replication: 1, topicPrefix });
    const perSecond = await throughput(events, () => {
      relay.start();
      return all;
    });
    await relay.stop();
    await bus.close();
    await pool.end();
    return perSecond;
  };

const bareOf =
  ({ brokers, messages }) =>
  async () => {
    const topic = `bare-${randomUUID()}`;
    const kafka = new Kafka({ brokers: [brokers], clientId: 'bare', logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    await admin.connect();
    await admin.createTopics({
      waitForLeaders: true,
      topics: [{ topic, numPartitions: partitions }],
    });
    const { all, take } = counting();
    const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 500 });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
    await consumer.run({ eachBatch: async ({ batch }) => take(batch.messages.length) });
    await joined;
    const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const perSecond = await throughput(events, async () => {
      for (let from = 0; from < events; from += chunk)
        await producer.send({ topic, acks: -1, messages: messages.slice(from, from + chunk) });
      await all;
    });
    await Promise.all([producer.disconnect(), consumer.disconnect(), admin.disconnect()]);
    return perSecond;
  };

const messagesOf = async (store, catalogue) => {
  const textQuestions = textQuestionsOf(catalogue);
  const all = await store.readAll(beginning, events);
  return all.map((event) => {
    const { key, value, headers } = integrationMessage(event, textQuestions);
    return { key, value, headers };
  });
};

export const run = () =>
  withDatabase(async ({ url, disk }) => {
    const broker = await startBroker();
    const store = await openEventLog({ url, queueLimit: 20_000 });
    try {
      await fill(store);
      const catalogue = await shipped();
      const messages = await messagesOf(store, catalogue);
      const { brokers } = broker;
      return await compare({
        bench: 'P11',
        unit: 'events a second',
        disk,
        rounds: Number(process.env.BENCH_ROUNDS ?? 5),
        ours: {
          name: 'log → relay → topic → consumer',
          run: oursOf({ url, store, brokers, catalogue }),
        },
        peers: [{ name: 'kafkajs, bare', target: 0.5, run: bareOf({ brokers, messages }) }],
      });
    } finally {
      await store.close();
      await broker.stop();
    }
  });
