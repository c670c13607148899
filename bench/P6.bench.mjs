// P6: what becomes slower or larger with the years. The same questions about the same campaign, in a database of one
// campaign of 60,000 schools and in one of ten, in turn; and about one campaign of few and of ten times as many
// respondents. The teachers' survey is not in the catalogue: its respondents are stood in for by schools that are
// made up, who answer etic-1d in the same log and the same tables.
// BENCH_SCHOOLS: of each campaign; BENCH_CAMPAIGNS: of the larger database; BENCH_RESPONDENTS: of the larger single
// campaign, ten times the smaller one's; 0 leaves that half out.
import { cpus, loadavg } from 'node:os';

import pg from 'pg';

import { openEventLog } from '#postgres';

import { percentile } from './arrivals.mjs';
import { fillCampaigns, fillDirectory, manySchools, shippedDefinitions } from './campaign-log.mjs';
import { createDatabase, withDatabase } from './database.mjs';
import { concurrently } from './harness.mjs';
import { posting } from './http/post.mjs';
import { startService } from './http/service.mjs';
import { peakOf } from './memory.mjs';

const schoolsOfCampaign = Number(process.env.BENCH_SCHOOLS ?? 60_000);
const campaigns = Number(process.env.BENCH_CAMPAIGNS ?? 10);
const respondents = Number(process.env.BENCH_RESPONDENTS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const questions = Number(process.env.BENCH_QUESTIONS ?? 300);
const firstYear = 2014;
const callers = 4;
const growthAtMost = 1.5;
const memoryAtMost = 1.1;

const query = `query Page($indicators: [ID!]!, $territories: [TerritoryInput!]!, $schoolYears: [SchoolYear!]!,
  $breakdown: [Breakdown!], $asOf: Position, $geography: Geography) {
  observatory(asOf: $asOf, geography: $geography) {
    figures(indicators: $indicators, territories: $territories, schoolYears: $schoolYears, breakdown: $breakdown) {
      value numerator denominator used status coverage { expected received } } } }`;

/** Of the first campaign, which both databases have, at the same positions. */
const asked = (definitions, middle) => {
  const ids = [...definitions.indicators.values()]
    .filter(({ source, survey }) => source === 'answers' && survey === 'etic-1d')
    .slice(0, 10)
    .map(({ id }) => id);
  const schoolYears = [`${String(firstYear - 1)}-${String(firstYear)}`];
  const places = [
    { kind: 'DEPARTMENT', code: '013' },
    { kind: 'ACADEMY', code: '02' },
    { kind: 'COUNTRY', code: 'FR' },
  ];
  const academies = definitions.territories.academies.map(({ code }) => ({
    kind: 'ACADEMY',
    code,
  }));
  const page = { indicators: ids, territories: places, schoolYears };
  return [
    ['a page: 10 indicators, three territories', page],
    ['the page as of the middle of the campaign', { ...page, asOf: String(middle) }],
    ['the page on the map of today', { ...page, geography: 'CURRENT' }],
    [
      'one indicator of every académie by sector',
      {
        indicators: ids.slice(0, 1),
        territories: academies,
        schoolYears,
        breakdown: ['SECTOR'],
      },
    ],
  ];
};

let said = 0;

/** In words that were not said before: no memory of answers knows it. */
const bodyOf = (variables) => {
  said += 1;
  return JSON.stringify({ query, variables: { ...variables, said } });
};

/** The p50 of `questions` answers, in ms. */
const askAll = ({ whole }, variables) =>
  posting(whole, async (post) => {
    const latencies = [];
    await concurrently(questions, callers, async () => {
      const start = performance.now();
      const text = await post(bodyOf(variables));
      latencies.push(performance.now() - start);
      if (text.includes('"errors"')) throw new Error(text.slice(0, 1_000));
    });
    return percentile(latencies, 0.5);
  });

const fill = async (url, definitions, { years, all }) => {
  const log = await openEventLog({ url, queueLimit: 100_000 });
  await fillDirectory(log, { everyNth: 1_000, all });
  const start = await log.head();
  await fillCampaigns(log, definitions, { years, respondents: all });
  await log.close();
  return start;
};

/** Projects in a first process, and answers from a second one, as after a restart. */
const open = async (url) => {
  const first = await startService(url);
  const projecting = { heldMb: await first.heldMb(), mostMb: peakOf(first.pid) };
  await first.stop();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('vacuum analyze');
  await client.end();
  return { ...(await startService(url)), projecting };
};

const median = (values) => percentile(values, 0.5);

const round2 = (value) => Number(value.toFixed(2));

/** A B A B …: how much longer the larger one takes. The first round warms up. */
const growthOf = async (what, { small, large, variables }) => {
  const runs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = [await askAll(small, variables), await askAll(large, variables)];
    if (round > 0) runs.push(pair);
  }
  const growths = runs.map(([a, b]) => b / a);
  const growth = round2(median(growths));
  console.log(
    JSON.stringify({
      bench: 'P6',
      what,
      p50Ms: [0, 1].map((side) => round2(median(runs.map((pair) => pair[side])))),
      growth,
      atMost: growthAtMost,
      runs: growths.map(round2),
    }),
  );
  return growth < growthAtMost;
};

const memoryGrowth = (what, [small, large]) => {
  const growth = round2(large / small);
  const line = { bench: 'P6', memory: what, mb: [small, large], growth, atMost: memoryAtMost };
  console.log(JSON.stringify(line));
  return growth <= memoryAtMost;
};

const compareSizes = async ({ url, definitions }, { title, name, sides }) => {
  const urls = [
    await createDatabase(url, `${name}_small`),
    await createDatabase(url, `${name}_large`),
  ];
  console.log(
    `\n${title}; Node ${process.version}, ${String(cpus().length)} cores, load ${loadavg()[0].toFixed(1)}`,
  );
  const starts = [];
  for (const [side, about] of sides.entries())
    starts.push(await fill(urls[side], definitions, about));
  const services = [];
  try {
    for (const one of urls) services.push(await open(one));
    const [small, large] = services;
    const middle = starts[0] + BigInt(Math.floor(sides[0].all.length / 2));
    const met = [];
    for (const [what, variables] of asked(definitions, middle))
      met.push(await growthOf(what, { small, large, variables }));
    const held = [await small.heldMb(), await large.heldMb()];
    met.push(memoryGrowth('held when answering', held));
    const projected = services.map(({ projecting }) => projecting);
    met.push(
      memoryGrowth(
        'held when all is projected',
        projected.map(({ heldMb }) => heldMb),
      ),
    );
    const most = projected.map(({ mostMb }) => mostMb);
    console.log(
      JSON.stringify({ bench: 'P6', memory: 'occupied at most while projecting', mb: most }),
    );
    return met.every(Boolean);
  } finally {
    for (const service of services) await service.stop();
  }
};

const yearsFrom = (count) => Array.from({ length: count }, (_, index) => firstYear + index);

export const run = () =>
  withDatabase(async ({ url }) => {
    const definitions = await shippedDefinitions();
    const all = manySchools(schoolsOfCampaign);
    const halves = [
      {
        title: `P6: one campaign of ${String(schoolsOfCampaign)} schools, and ${String(campaigns)}`,
        name: 'campaigns',
        sides: [
          { years: yearsFrom(1), all },
          { years: yearsFrom(campaigns), all },
        ],
      },
    ];
    if (respondents > 0) {
      const many = manySchools(respondents);
      halves.push({
        title: `P6: one campaign of ${String(respondents / 10)} respondents, and of ${String(respondents)}`,
        name: 'respondents',
        sides: [
          { years: yearsFrom(1), all: many.slice(0, respondents / 10) },
          { years: yearsFrom(1), all: many },
        ],
      });
    }
    const met = [];
    for (const half of halves) met.push(await compareSizes({ url, definitions }, half));
    return met.every(Boolean);
  });
