// P5: from a submission to the figure that shows it, at a constant rate of submissions, through GraphQL over HTTP.
// One school in three, once it has its receipt, asks for a figure of its département with `atLeast`; somebody looks
// at the country all the time, without. Beside it, in turn, the same steps bare: a constant over the same HTTP, one row
// inserted and committed, another, the constant again. All from the moment when a school should have sent.
// BENCH_SECONDS: of each round; BENCH_ROUNDS; BENCH_RATE: submissions a second; BENCH_ASKING: one in so many asks.
import { randomUUID } from 'node:crypto';
import { cpus, loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';

import { arriving, percentile, printLatencies } from './arrivals.mjs';
import { schools, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { probeDisk } from './harness.mjs';
import { posting } from './http/post.mjs';
import { startService } from './http/service.mjs';
import { isReceipt, openCampaigns, openYear, submissionBody } from './http/submitting.mjs';
import { accounted } from './processor-time.mjs';
import { metadata, submission } from './submissions.mjs';

const perSecond = Number(process.env.BENCH_RATE ?? 300);
const seconds = Number(process.env.BENCH_SECONDS ?? 10);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const targetMs = 250;
const askingOneIn = Number(process.env.BENCH_ASKING ?? 3);
const lookers = 1;
const lookEveryMs = 20;

const figureQuery = `query Fresh($indicators: [ID!]!, $territories: [TerritoryInput!]!, $schoolYears: [SchoolYear!]!, $atLeast: Position) {
  observatory(atLeast: $atLeast) {
    position
    figures(indicators: $indicators, territories: $territories, schoolYears: $schoolYears) {
      value numerator denominator used responseRate status coverage { expected received } } } }`;

const asking = (definitions) => {
  const [{ id }] = [...definitions.indicators.values()].filter(
    ({ source, survey }) => source === 'answers' && survey === 'etic-1d',
  );
  return (territory, atLeast) =>
    JSON.stringify({
      query: figureQuery,
      variables: {
        indicators: [id],
        territories: [territory],
        schoolYears: [`${String(openYear - 1)}-${String(openYear)}`],
        atLeast,
      },
    });
};

/** What a reading says: the position that it is of, and how many schools have answered. */
const readingOf = (text) => {
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(text.slice(0, 1_000));
  const [{ coverage }] = data.observatory.figures;
  return { position: Number(data.observatory.position), received: Number(coverage.received) };
};

const receiptOf = (text) => {
  if (!isReceipt(text)) throw new Error(text.slice(0, 1_000));
  return Number(JSON.parse(text).data.submitResponse.position);
};

const country = { kind: 'COUNTRY', code: 'FR' };

/** Some people who look at the country again and again, until they are told to stop; answers with what they saw. */
const lookAround = (post, body) => {
  const seen = [];
  let isOver = false;
  const look = async () => {
    while (!isOver) {
      const reading = readingOf(await post(body));
      seen.push({ ...reading, at: performance.now() });
      await delay(lookEveryMs);
    }
  };
  const done = Promise.all(Array.from({ length: lookers }, look));
  return async () => {
    isOver = true;
    await done;
    return seen.sort((a, b) => a.at - b.at);
  };
};

/** How many of the sent were acknowledged at or before a position. */
const receivedBy = (sent, position) => sent.filter((one) => one.position <= position).length;

/** No reading may lack what its position promises: freshness without truth is worth nothing. */
const assertTrue = (readings, sent, before) => {
  for (const { position, received } of readings) {
    const due = before + receivedBy(sent, position);
    if (received < due || received > before + sent.length)
      throw new Error(`${received} received at position ${position}, where ${due} were due`);
  }
};

/** When each of the sent was first seen by somebody who did not ask for it. */
const firstSeen = (sent, seen) => {
  const inOrder = [...sent].sort((a, b) => a.position - b.position);
  let at = 0;
  return inOrder.map(({ position, intended }) => {
    while (at < seen.length && seen[at].position < position) at += 1;
    return seen[at] === undefined ? Infinity : seen[at].at - intended;
  });
};

const submitAndLook = async ({ post, ask, campaign, respondents }) => {
  const stopLooking = lookAround(post, ask(country, null));
  const sent = await arriving({ perSecond, seconds }, async (index, intended) => {
    const { uai, department } = respondents[index];
    const position = receiptOf(await post(submissionBody(campaign, uai, index)));
    const acknowledged = performance.now();
    const receipt = { intended, acknowledged, position, department };
    if (index % askingOneIn > 0) return receipt;
    const territory = { kind: 'DEPARTMENT', code: department };
    const reading = readingOf(await post(ask(territory, String(position))));
    if (reading.position < position) throw new Error('a reading before its atLeast');
    return { ...receipt, reading, read: performance.now() };
  });
  await delay(200);
  return { sent, seen: await stopLooking() };
};

const byDepartmentOf = (sent) => {
  const groups = new Map();
  for (const one of sent) {
    const group = groups.get(one.department);
    if (group === undefined) groups.set(one.department, [one]);
    else group.push(one);
  }
  return groups;
};

/** Each campaign of the rounds is of the same school year: they add up. */
const ours = (address, asked) => {
  const before = new Map();
  let whole = 0;
  return async (campaign) => {
    const { sent, seen } = await posting(address, (post) =>
      submitAndLook({ ...asked, post, campaign }),
    );
    assertTrue(seen, sent, whole);
    for (const [department, some] of byDepartmentOf(sent)) {
      const known = before.get(department) ?? 0;
      const readings = some.flatMap(({ reading = [] }) => reading);
      assertTrue(readings, some, known);
      before.set(department, known + some.length);
    }
    whole += sent.length;
    const asking = sent.filter(({ read }) => read !== undefined);
    return {
      receipt: sent.map(({ acknowledged, intended }) => acknowledged - intended),
      asked: asking.map(({ read, intended }) => read - intended),
      sinceReceipt: asking.map(({ read, acknowledged }) => read - acknowledged),
      looked: firstSeen(sent, seen),
    };
  };
};

const insertOne = {
  name: 'bare-insert',
  text: `insert into bare.event (stream, revision, event_id, type, schema_version, data, metadata)
values ($1, 1, $2, 'ResponseSubmitted', 1, $3, $4)`,
};

/** The same steps with nothing in them: what this machine takes for them at this rate. */
const bare = (address, pool, request) => {
  const meta = JSON.stringify(metadata);
  const commit = (index) => {
    const data = JSON.stringify(submission(index));
    return pool.query({ ...insertOne, values: [randomUUID(), randomUUID(), data, meta] });
  };
  const once = (post) =>
    arriving({ perSecond, seconds }, async (index, intended) => {
      await post(request);
      await commit(index);
      await commit(index);
      await post(request);
      return performance.now() - intended;
    });
  return () => posting(address, once);
};

const bareTable = `create schema bare; create table bare.event (like event_log.event including all)`;

const tell = (results, floors) => {
  const all = (name) => results.flatMap((result) => result[name]);
  printLatencies([
    ['receipt', all('receipt')],
    ['figure asked with atLeast', all('asked')],
    ['… since the receipt', all('sinceReceipt')],
    [`figure looked at every ${String(lookEveryMs)} ms`, all('looked')],
    ['the same steps, bare', floors.flat()],
  ]);
  const p99 = (values) => Number(percentile(values, 0.99).toFixed(1));
  const runs = results.map(({ asked }) => p99(asked));
  const line = {
    bench: 'P5',
    perSecond,
    p99Ms: { asked: p99(all('asked')), looked: p99(all('looked')), bare: p99(floors.flat()) },
    targetMs,
    overBare: Number((p99(all('asked')) / p99(floors.flat())).toFixed(1)),
    runs,
  };
  console.log(JSON.stringify(line));
  return line.p99Ms.asked < targetMs && line.p99Ms.looked < targetMs;
};

export const run = () =>
  withDatabase(async ({ url, disk, dataDirectory }) => {
    const definitions = await shippedDefinitions();
    const respondents = schools().filter(({ degree }) => degree === '1D');
    const campaigns = await openCampaigns(url, rounds + 1, respondents);
    const pool = new pg.Pool({ connectionString: url, max: 16 });
    await pool.query(bareTable);
    const service = await startService(url);
    await pool.query('analyze');
    // Neighbours of a list are of one département: schools of the whole country answer at once.
    const stride = 7_919;
    const spread = respondents.map((_, rank) => respondents[(rank * stride) % respondents.length]);
    const measure = ours(service.whole, { ask: asking(definitions), respondents: spread });
    const constant = await service.constant('{"data":{"submitResponse":{"position":"1"}}}');
    const floor = bare(constant, pool, submissionBody(campaigns[0], spread[0].uai, 0));
    const syncs = probeDisk(disk);
    const load = loadavg()[0].toFixed(1);
    const [results, floors] = [[], []];
    try {
      for (const [round, campaign] of campaigns.entries()) {
        const units = perSecond * seconds;
        const bareMs = await floor();
        const found = await accounted(
          { units, dataDirectory, processes: { service: service.pid } },
          () => measure(campaign),
        );
        // The first round warms up.
        if (round === 0) continue;
        results.push(found);
        floors.push(bareMs);
      }
      console.log(
        `\nP5: ${String(rounds)} rounds of ${String(seconds)} s, ${String(perSecond)} submissions a second, one in ${String(askingOneIn)} asks, ${String(respondents.length)} schools expected, Node ${process.version}, ${String(cpus().length)} cores, load ${load}; fdatasync of 8 KB: ${Math.round(syncs).toLocaleString('en')}/s`,
      );
      return tell(results, floors);
    } finally {
      await service.stop();
      await pool.end();
    }
  });
