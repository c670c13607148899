// P2: one submission at a time through HTTP and GraphQL, validated, durable, acknowledged, 64 clients; against
// emmett's bare append at 32 clients and one-row inserts of the same content, both without HTTP.
// BENCH_PROJECTOR=apart: the projector follows in a process of its own, as kinds of processes are deployed.
import { randomUUID } from 'node:crypto';

import pg from 'pg';

import { schools } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { openEmmett } from './emmett.mjs';
import { accounted } from './processor-time.mjs';
import { compare, concurrently, throughput } from './harness.mjs';
import { openConnection, requestBytes } from './http/connection.mjs';
import { clients, startService } from './http/service.mjs';
import { isReceipt, openCampaigns, submissionBody } from './http/submitting.mjs';
import { metadata, submission } from './submissions.mjs';

const submissions = Number(process.env.BENCH_SUBMISSIONS ?? 6_000);
const emmettEvents = 3_000;
const apart = process.env.BENCH_PROJECTOR === 'apart';
const rounds = 5;

/** Every client sends the answer of another school than all before it, and waits for its receipt. */
const submitAll = async (connections, requests) => {
  let sent = 0;
  const client = async (connection) => {
    while (sent < requests.length) {
      const text = await connection.exchange(requests[sent++]);
      if (!isReceipt(text)) throw new Error(`a submission was not accepted: ${text}`);
    }
  };
  return throughput(requests.length, () => Promise.all(connections.map(client)));
};

const oursOf = (service, campaigns, { uais, dataDirectory }) => {
  let round = 0;
  const url = service.whole;
  const processes = {
    service: service.pid,
    ...(apart && { projector: service.projectorPid }),
  };
  return {
    name: `GraphQL over HTTP, ${String(clients)} clients`,
    run: async () => {
      const campaign = campaigns[round++];
      const requests = uais.map((uai, rank) =>
        requestBytes(url, submissionBody(campaign, uai, rank)),
      );
      const connections = await Promise.all(
        Array.from({ length: clients }, () => openConnection(url)),
      );
      const measured = await accounted({ units: submissions, dataDirectory, processes }, () =>
        submitAll(connections, requests),
      );
      for (const connection of connections) connection.close();
      return measured;
    },
  };
};

const emmettOf = (emmett) => async () => {
  const batches = Array.from({ length: emmettEvents }, (_, index) => emmett.eventsOf(index, 1));
  return throughput(emmettEvents, () =>
    concurrently(emmettEvents, 32, (index) => emmett.append(batches[index])),
  );
};

const insertOne = {
  name: 'bare-insert',
  text: `insert into bare.event (stream, revision, event_id, type, schema_version, data, metadata)
values ($1, 1, $2, 'ResponseSubmitted', 1, $3, $4)`,
};

/** Same columns, keys and durability as the log, without its trigger, its checks or its order. */
const insertOf = (url, connections) => {
  const pool = new pg.Pool({ connectionString: url, max: connections });
  const meta = JSON.stringify(metadata);
  return {
    name: `one-row insert, ${String(connections)} connections`,
    target: 0.5,
    run: () =>
      throughput(submissions, () =>
        concurrently(submissions, connections, (index) =>
          pool.query({
            ...insertOne,
            values: [
              `response-${randomUUID()}`,
              randomUUID(),
              JSON.stringify(submission(index)),
              meta,
            ],
          }),
        ),
      ),
    close: () => pool.end(),
  };
};

const bareTable = async (url) => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    'create schema bare; create table bare.event (like event_log.event including all)',
  );
  await client.end();
};

export const run = () =>
  withDatabase(async ({ url, disk, dataDirectory }) => {
    await bareTable(url);
    const respondents = schools()
      .filter(({ degree }) => degree === '1D')
      .slice(0, submissions);
    const campaigns = await openCampaigns(url, rounds + 1, respondents);
    const service = await startService(url, { apart });
    const emmett = await openEmmett(url);
    const inserts = [16, 32].map((connections) => insertOf(url, connections));
    try {
      return await compare({
        bench: 'P2',
        unit: 'submissions a second',
        rounds,
        disk,
        ours: oursOf(service, campaigns, {
          uais: respondents.map(({ uai }) => uai),
          dataDirectory,
        }),
        peers: [
          { name: 'emmett, 32 clients, no HTTP', target: 3, run: emmettOf(emmett) },
          ...inserts,
        ],
      });
    } finally {
      await service.stop();
      await Promise.all([emmett.close(), ...inserts.map((insert) => insert.close())]);
    }
  });
