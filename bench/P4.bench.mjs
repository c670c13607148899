// P4: 10 indicators × 10 years × 1 territory with its parent, GraphQL over HTTP, 64 clients; against the same
// response as a constant of the same stack (Nest, Fastify), and against PostGraphile over the same tables.
// The same question again is answered from memory. P4n asks a question that is new each time: against the same
// GraphQL over figures that are in memory, and against PostGraphile; it has no target of its own.
import pg from 'pg';

import { openEventLog } from '#postgres';

import { fillLog, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { compare } from './harness.mjs';
import { startPostGraphile } from './http/postgraphile.mjs';
import { headers, load, startService } from './http/service.mjs';

const years = Array.from({ length: 10 }, (_, index) => 2013 + index);
const schoolsPerCampaign = Number(process.env.BENCH_SCHOOLS ?? 2_000);
const seconds = Number(process.env.BENCH_SECONDS ?? 4);

const query = `query Figures($indicators: [ID!]!, $territories: [TerritoryInput!]!, $schoolYears: [SchoolYear!]!, $atLeast: Position) {
  observatory(atLeast: $atLeast) {
    position
    figures(indicators: $indicators, territories: $territories, schoolYears: $schoolYears) {
      indicatorId schoolYear territory { kind code name }
      value numerator denominator used responseRate status missingReason synthetic
      coverage { expected received }
    }
  }
}`;

const questionFor = (definitions) => {
  const indicators = [...definitions.indicators.values()].filter(
    ({ source, survey }) => source === 'answers' && survey === 'etic-1d',
  );
  return {
    query,
    variables: {
      indicators: indicators.slice(0, 10).map(({ id }) => id),
      territories: [
        { kind: 'DEPARTMENT', code: '001' },
        { kind: 'ACADEMY', code: '10' },
      ],
      schoolYears: years.map((year) => `${String(year - 1)}-${String(year)}`),
    },
  };
};

/** The same question in words that were not said before: no memory of answers knows it. */
const saidAnew = ({ query: text, variables }) => {
  let said = 0;
  return () => {
    said += 1;
    return JSON.stringify({ query: text, variables: { ...variables, said } });
  };
};

const answerTo = async (url, body) => {
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body });
  const text = await response.text();
  const { data, errors } = JSON.parse(text);
  if (errors) throw new Error(text.slice(0, 2_000));
  const { figures } = data.observatory;
  const present = figures.filter(({ value }) => value !== null).length;
  console.log(
    `${String(figures.length)} figures, ${String(present)} with a value, ${String(text.length)} bytes`,
  );
  return text;
};

const contestant = (name, { url, next, latencies = [] }) => ({
  name,
  run: async () => {
    const measured = await load(url, next, seconds);
    latencies.push(measured);
    return measured.perSecond;
  },
});

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** p99 is at most four times p50: ours, over the rounds that count. */
const tell = (latencies) => {
  const rounds = latencies.slice(1);
  const p50 = median(rounds.map((round) => round.p50));
  const p99 = median(rounds.map((round) => round.p99));
  const ratio = Number((p99 / p50).toFixed(2));
  console.log(JSON.stringify({ bench: 'P4', latency: 'p99 ÷ p50', p50, p99, ratio, atMost: 4 }));
  return ratio <= 4;
};

const fill = async (url, definitions) => {
  const log = await openEventLog({ url, queueLimit: 100_000 });
  await fillLog(log, definitions, { years, limit: schoolsPerCampaign });
  await log.close();
};

const measure = async ({ url, service, definitions }) => {
  const question = questionFor(definitions);
  const next = JSON.stringify(question);
  const constant = await service.constant(await answerTo(service.whole, next));
  const postgraphile = await startPostGraphile(url, question.variables);
  const peer = { name: 'PostGraphile 5', run: () => postgraphile.run(seconds) };
  const latencies = [];
  try {
    const isMet = await compare({
      bench: 'P4',
      unit: 'answers a second',
      ours: contestant('figures', { url: service.whole, next, latencies }),
      peers: [
        { ...contestant('the same bytes, always', { url: constant, next }), target: 0.6 },
        { ...peer, target: 3 },
      ],
    });
    const anew = saidAnew(question);
    const isMetAnew = await compare({
      bench: 'P4n',
      unit: 'new questions a second',
      ours: contestant('figures', { url: service.whole, next: anew }),
      peers: [
        {
          ...contestant('figures in memory', { url: service.remembered, next: anew }),
          target: 0.4,
        },
        { ...peer, target: 0 },
      ],
    });
    return [tell(latencies), isMet, isMetAnew].every(Boolean);
  } finally {
    await postgraphile.stop();
  }
};

export const run = () =>
  withDatabase(async ({ url }) => {
    const definitions = await shippedDefinitions();
    await fill(url, definitions);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const service = await startService(url);
    await client.query('analyze');
    try {
      return await measure({ url, service, definitions });
    } finally {
      await service.stop();
      await client.end();
    }
  });
