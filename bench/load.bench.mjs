// Steady load on every process of a deployment: submissions at a constant rate through the API, one in ten as a
// message of a tool through Kafka, with two projectors that make figures from topics and a relay. What is asked is
// whether memory stays what it is. Each tenth of the run is a minute when it lasts ten; the first warms up.
// BENCH_SECONDS, 600; BENCH_RATE: submissions a second, 50; BENCH_OUT: where load.svg and load.csv go.
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { inboundTopic, repliesTopic } from '#contracts';
import { openKafka } from '#kafka';
import { createPool } from '#postgres';

import { arriving, percentile } from './arrivals.mjs';
import { manySchools } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { posting } from './http/post.mjs';
import { answersOf, isReceipt, openCampaigns, submissionBody } from './http/submitting.mjs';
import { tell, write } from './load-report.mjs';
import { measuresOf, withBroker, withProcesses } from './processes.mjs';

const perSecond = Number(process.env.BENCH_RATE ?? 50);
const seconds = Number(process.env.BENCH_SECONDS ?? 600);
const folder =
  process.env.BENCH_OUT ?? fileURLToPath(new URL('../docs/reference', import.meta.url));
const throughKafkaOneIn = 10;
const sampleEveryMs = 5_000;
const answerWithinMs = 30_000;
const source = 'bench';
const names = ['api', 'projector', 'second projector', 'relay', 'intake'];
const ignore = () => undefined;
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Sends as a tool does, and resolves with the reply to each message. */
const openTool = async (brokers) => {
  const bus = openKafka({ brokers: [brokers], clientId: source, log: silent });
  const publisher = bus.publisher();
  const waiting = new Map();
  const replies = bus.subscribe({
    topics: [repliesTopic],
    group: source,
    onBatch: async ({ messages }) => {
      for (const { value } of messages) {
        const reply = JSON.parse(String(value));
        waiting.get(reply.inReplyTo)?.(reply);
        waiting.delete(reply.inReplyTo);
      }
    },
  });
  await replies.joined();
  const send = async ({ campaign, uai, answers }) => {
    const id = randomUUID();
    const content = { id, type: 'SubmitResponse', version: 1, source, reference: `bench/${uai}` };
    const value = JSON.stringify({ ...content, campaign, uai, data: { answers } });
    const reply = new Promise((resolve) => waiting.set(id, resolve));
    await publisher.publish([{ topic: inboundTopic, key: uai, value, headers: {} }]);
    return reply;
  };
  return { send, close: () => bus.close() };
};

/** One submission, by the way that its rank says; throws when it is not acknowledged. */
const submitting = ({ post, tool, campaign, respondents }) => {
  const throughKafka = async (index, uai) => {
    const sent = tool.send({ campaign, uai, answers: answersOf(index) });
    const late = delay(answerWithinMs, undefined, { ref: false });
    const reply = await Promise.race([sent, late]);
    if (reply?.type !== 'Accepted') throw new Error(JSON.stringify(reply ?? 'no reply'));
    return 'kafka';
  };
  const throughApi = async (index, uai) => {
    const text = await post(submissionBody(campaign, uai, index));
    if (!isReceipt(text)) throw new Error(text.slice(0, 1_000));
    return 'api';
  };
  return (index) => {
    const { uai } = respondents[index];
    return index % throughKafkaOneIn === 0 ? throughKafka(index, uai) : throughApi(index, uai);
  };
};

const megabytes = (bytes) => bytes / 1_048_576;

/** What each process measures of itself now. */
const standingOf = async (running) => {
  const entries = [...running].map(async ([name, one]) => [name, await measuresOf(one)]);
  return new Map(await Promise.all(entries));
};

const sampleOf = (measures, window) => {
  const memory = [...measures].map(([name, measured]) => [
    name,
    {
      rssMb: megabytes(measured.get('observatory_resident_memory_bytes')),
      heapMb: megabytes(measured.get('observatory_heap_used_bytes')),
    },
  ]);
  return {
    processes: Object.fromEntries(memory),
    relayLag: measures.get('relay').get('observatory_relay_lag_positions'),
    figuresLag: measures
      .get('projector')
      .get('observatory_projection_lag_positions{projection="figures"}'),
    p50Ms: percentile(window, 0.5),
    p99Ms: percentile(window, 0.99),
  };
};

/** Looks at all processes again and again until told to stop; answers with what it saw, by second of the run. */
const sampling = (running, windowOf) => {
  const start = performance.now();
  const samples = [];
  const ending = new AbortController();
  const look = async () => {
    for (let at = sampleEveryMs; !ending.signal.aborted; at += sampleEveryMs) {
      const early = start + at - performance.now();
      await delay(Math.max(0, early), undefined, { signal: ending.signal }).catch(ignore);
      if (ending.signal.aborted) return;
      // A process that is too busy to answer leaves a hole in the curve, which the report counts.
      const standing = await standingOf(running).catch(ignore);
      if (standing === undefined) continue;
      samples.push({ second: at / 1_000, ...sampleOf(standing, windowOf()) });
    }
  };
  const looking = look();
  looking.catch(ignore);
  return async () => {
    ending.abort();
    await looking;
    return samples;
  };
};

/** Sends all; what is not acknowledged is counted, so that the curve of a run is not lost with it. */
const underLoad = async (submit, running) => {
  const latencies = { api: [], kafka: [] };
  const failures = [];
  let window = [];
  const stopSampling = sampling(running, () => window.splice(0));
  await arriving({ perSecond, seconds }, async (index, intended) => {
    try {
      const way = await submit(index);
      const took = performance.now() - intended;
      latencies[way].push(took);
      if (way === 'api') window.push(took);
    } catch (error) {
      failures.push(error.message);
    }
  });
  return { samples: await stopSampling(), latencies, failures };
};

const submittedIn = async (url, campaign) => {
  const pool = createPool({ url, max: 1 });
  const { rows } = await pool.query(
    `select count(*)::integer as count from event_log.event
     where type = 'ResponseSubmitted' and data ->> 'campaign' = '${campaign}'`,
  );
  await pool.end();
  return rows[0].count;
};

const caughtUp = async (running) => {
  const until = performance.now() + 60_000;
  for (;;) {
    const { relayLag, figuresLag } = sampleOf(await standingOf(running), []);
    if (relayLag === 0 && figuresLag === 0) return true;
    if (performance.now() > until) return false;
    await delay(500);
  }
};

const measure = async ({ url, brokers, campaign, respondents }) => {
  const settings = {
    ...{ DATABASE_URL: url, KAFKA_BROKERS: brokers, KAFKA_PARTITIONS: '4' },
    ...{ FIGURES_FROM: 'kafka', INTAKE_SOURCES: `${source}=*` },
  };
  return withProcesses(names, settings, async ({ running, address, token, ready, restarts }) => {
    await ready();
    const tool = await openTool(brokers);
    const atStart = loadavg()[0];
    const found = await posting(
      address,
      (post) => underLoad(submitting({ post, tool, campaign, respondents }), running),
      token,
    );
    await tool.close();
    const load = [atStart, loadavg()[0]].map((value) => Number(value.toFixed(1)));
    const isCaughtUp = await caughtUp(running);
    return { ...found, load, isCaughtUp, restarts: restarts() };
  });
};

export const run = () =>
  withDatabase(({ url }) =>
    withBroker(async (brokers) => {
      const respondents = manySchools(perSecond * seconds);
      const [campaign] = await openCampaigns(url, 1, respondents);
      const found = await measure({ url, brokers, campaign, respondents });
      const recorded = await submittedIn(url, campaign);
      const run = { ...found, recorded, perSecond, seconds, sampleEveryMs, cores: cpus().length };
      write(run, folder);
      return tell(run);
    }),
  );
