// The same topics projected by one process, and by two of one group. Answers go through the real relay first; each run
// has read models of its own, empty but for what follows the log. Rows of answers are held back until all processes
// have joined and all else is projected: the clock has neither starts nor rebalances in it.
// BENCH_EVENTS: answers, 30,000; BENCH_ROUNDS: pairs, 4, after one that warms up; BENCH_PARTITIONS, 12.
import { cpus, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import { Kafka, logLevel } from 'kafkajs';

import { Relay } from '#application/relay';
import { openKafka } from '#kafka';
import { createPool, Lease, makeRelayCheckpoint, openEventLog } from '#postgres';

import { fillCampaigns, manySchools, shippedDefinitions } from './campaign-log.mjs';
import { createDatabase, withDatabase } from './database.mjs';
import { compare, throughput } from './harness.mjs';
import { healthOf, withBroker, withProcesses } from './processes.mjs';

const events = Number(process.env.BENCH_EVENTS ?? 30_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 4);
const partitions = Number(process.env.BENCH_PARTITIONS ?? 12);
const year = 2014;
const ignore = () => undefined;
const log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const until = async (isTrue) => {
  while (!(await isTrue())) await delay(20);
};

/** Publishes the whole log as it is published to others. */
const publish = async ({ url, store, brokers, catalogue }) => {
  const pool = createPool({ url, max: 3 });
  const checkpoint = makeRelayCheckpoint(pool);
  const bus = openKafka({ brokers: [brokers], clientId: 'bench', log });
  const ports = { log: store, checkpoint, lease: new Lease(pool, 'relay'), bus, catalogue };
  const relay = new Relay(ports, { partitions, replication: 1 });
  const head = await store.head();
  relay.start();
  await until(() => (relay.state().position ?? 0n) >= head);
  // Figures are counted up to the last watermark, which follows when nothing more comes.
  await delay(2_000);
  await relay.stop();
  await bus.close();
  await pool.end();
  return head;
};

const positionsIn = async (pool) => {
  const { rows } = await pool.query('select projection, position from read_model.checkpoint');
  return new Map(rows.map(({ projection, position }) => [projection, BigInt(position)]));
};

const figuresOf = async (running) => {
  const { parts } = await healthOf(running);
  return parts.find(({ name }) => name === 'figures-from-kafka');
};

const followAll = async (running) => {
  for (const one of running.values())
    await until(async () => JSON.stringify(await figuresOf(one)).includes('following'));
};

const othersAreAt = async (pool, head) => {
  const positions = await positionsIn(pool);
  positions.delete('figures');
  return positions.size > 0 && [...positions.values()].every((position) => position >= head);
};

const figuresAreAt = async (pool, head) => (await positionsIn(pool)).get('figures') >= head;

/** Keeps rows of answers from being written until it is told to let them. */
const holdBack = async (pool) => {
  const connection = await pool.connect();
  await connection.query('begin; lock table read_model.response in exclusive mode');
  return async () => {
    await connection.query('commit');
    connection.release();
  };
};

const group = 'observatoire.figures';

/** Resolves when so many processes are in the group, and have had time to fetch. */
const joined = async (brokers, wanted) => {
  const client = new Kafka({ brokers: [brokers], clientId: 'look', logLevel: logLevel.NOTHING });
  const admin = client.admin();
  await admin.connect();
  await until(async () => {
    const [found] = (await admin.describeGroups([group])).groups;
    return found.state === 'Stable' && found.members.length === wanted;
  });
  await admin.disconnect();
  await delay(2_000);
};

let made = 0;

const projecting =
  ({ url, origin, brokers, head }, names) =>
  async () => {
    made += 1;
    const own = await createDatabase(url, `run_${String(made)}`, new URL(origin).pathname.slice(1));
    const pool = createPool({ url: own, max: 2 });
    const release = await holdBack(pool);
    const settings = {
      ...{ DATABASE_URL: own, FIGURES_FROM: 'kafka' },
      ...{ KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: String(partitions) },
    };
    try {
      return await withProcesses(names, settings, async ({ running, ready }) => {
        await ready();
        await followAll(running);
        await joined(brokers, names.length);
        await until(() => othersAreAt(pool, head));
        const perSecond = await throughput(events, async () => {
          await release();
          await until(() => figuresAreAt(pool, head));
        });
        const load = loadavg()[0].toFixed(1);
        console.log(`${names.join(', ')}: ${perSecond.toFixed(0)}/s, load average ${load}`);
        return perSecond;
      });
    } finally {
      await pool.end();
      await drop(url, `run_${String(made)}`);
    }
  };

const drop = async (url, name) => {
  const pool = createPool({ url, max: 1 });
  await pool.query(`drop database ${name} with (force)`);
  await pool.end();
};

const filled = async (url, brokers) => {
  const store = await openEventLog({ url, queueLimit: 20_000 });
  const catalogue = await shippedDefinitions();
  await fillCampaigns(store, catalogue, { years: [year], respondents: manySchools(events) });
  const head = await publish({ url, store, brokers, catalogue });
  await store.close();
  return head;
};

export const run = () =>
  withDatabase(({ url, disk }) =>
    withBroker(async (brokers) => {
      const origin = await createDatabase(url, 'origin');
      const head = await filled(origin, brokers);
      const topics = { url, origin, brokers, head };
      const load = loadavg()[0].toFixed(1);
      const isMet = await compare({
        bench: 'two-projectors',
        unit: 'answers a second',
        disk,
        rounds,
        ours: { name: 'two processes', run: projecting(topics, ['projector', 'second projector']) },
        peers: [{ name: 'one process', target: 0, run: projecting(topics, ['projector']) }],
      });
      console.log(
        `${String(events)} answers, ${String(partitions)} partitions; load average ${load} at the start, ${loadavg()[0].toFixed(1)} at the end; ${String(cpus().length)} cores that PostgreSQL and Kafka share`,
      );
      return isMet;
    }),
  );
