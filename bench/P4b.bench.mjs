// P4b: figures of a past position and of other maps, against the current ones, over the same log: schools answer
// in no order, and one in a thousand has moved to Paris since. BENCH_YEARS as in P3.
import { createPool, makeReadModels, openEventLog } from '#postgres';

import { fillDirectory, fillLog, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { compare, concurrently, throughput } from './harness.mjs';
import { accounted } from './processor-time.mjs';

const years = (process.env.BENCH_YEARS ?? '2013,2014').split(',').map(Number);
const callers = 8;
const target = 0.67;

/** Deterministic: the same numbers at each run. */
const numbers = (seed) => () => {
  seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
  return seed / 2 ** 32;
};

const shuffled = (items) => {
  const next = numbers(42);
  return items
    .map((item) => [next(), item])
    .sort(([a], [b]) => a - b)
    .map(([, item]) => item);
};

const indicatorsOf = (definitions, count) =>
  [...definitions.indicators.values()]
    .filter(({ survey }) => survey === 'etic-1d')
    .slice(0, count)
    .map(({ id }) => id);

const schoolYearOf = (year) => `${String(year - 1)}-${String(year)}`;

const questionsOf = (definitions) => [
  {
    name: 'a page: 10 indicators, all years, a département with its académie',
    indicators: indicatorsOf(definitions, 10),
    territories: [
      { kind: 'department', code: '013' },
      { kind: 'academy', code: '02' },
    ],
    schoolYears: years.map(schoolYearOf),
    breakdown: [],
  },
  {
    name: 'one indicator of the country, one year',
    indicators: indicatorsOf(definitions, 1),
    territories: [{ kind: 'country', code: 'FR' }],
    schoolYears: [schoolYearOf(years.at(-1))],
    breakdown: [],
  },
  {
    name: 'one indicator of a département, one year',
    indicators: indicatorsOf(definitions, 1),
    territories: [{ kind: 'department', code: '059' }],
    schoolYears: [schoolYearOf(years.at(-1))],
    breakdown: [],
  },
  {
    name: 'one indicator of every académie by sector, one year',
    indicators: indicatorsOf(definitions, 1),
    territories: definitions.territories.academies.map(({ code }) => ({ kind: 'academy', code })),
    schoolYears: [schoolYearOf(years.at(-1))],
    breakdown: ['sector'],
  },
];

/** Past positions are among the answers to the campaign that is asked about: later, its cells are those of now. */
const momentsOf = ({ first, last, head }) => {
  const next = numbers(7);
  const past = () => first + BigInt(Math.floor(next() * Number(last - first)));
  return [
    ['as of any position of the campaign', () => ({ asOf: past(), geography: 'THEN' })],
    ['as of the head', () => ({ asOf: head, geography: 'THEN' })],
    ['CURRENT', () => ({ asOf: null, geography: 'CURRENT' })],
    ['AT a school year', () => ({ asOf: null, geography: { at: '2019-2020' } })],
    ['CURRENT as of any position of the campaign', () => ({ asOf: past(), geography: 'CURRENT' })],
  ];
};

const times = Number(process.env.BENCH_QUESTIONS ?? 400);

const asking = (figures, question, moment) => {
  const { name, ...about } = question;
  return () =>
    throughput(times, () =>
      concurrently(times, callers, async () => {
        const found = await figures.figures({ ...about, moment: moment() });
        if (found.length === 0) throw new Error(`no figure: ${name}`);
      }),
    );
};

const sizes = `select relname as table, pg_size_pretty(pg_total_relation_size(oid)) as size, reltuples::bigint as rows
  from pg_class where relnamespace = 'read_model'::regnamespace and relkind = 'r'
  order by pg_total_relation_size(oid) desc limit 9`;

export const run = () =>
  withDatabase(async ({ url, dataDirectory }) => {
    const definitions = await shippedDefinitions();
    const pool = createPool({ url, max: callers });
    const log = await openEventLog({ url, queueLimit: 100_000 });
    const { projector, clock, figures } = makeReadModels({ pool, store: log }, definitions);
    try {
      await fillDirectory(log, { everyNth: 1_000 });
      await fillLog(log, definitions, { years, arrange: shuffled });
      const head = await log.head();
      const start = performance.now();
      projector.start();
      if (!(await clock.waitFor(head, 600_000))) throw new Error('not projected');
      await projector.stop();
      console.log(
        `${String(head)} events projected in ${((performance.now() - start) / 1_000).toFixed(1)} s`,
      );
      await pool.query('vacuum analyze');
      console.table((await pool.query(sizes)).rows);
      const { rows } = await pool.query(
        `select min(known_from) as first, max(known_from) as last from read_model.response where campaign = $1`,
        [`etic-1d-${String(years.at(-1))}`],
      );
      const [{ first, last }] = rows;
      let met = true;
      for (const question of questionsOf(definitions)) {
        console.log(`\n${question.name}`);
        const current = () => ({ asOf: null, geography: 'THEN' });
        const moments = momentsOf({ first, last, head });
        for (const [name, moment] of [['current figures', current], ...moments]) {
          const run = asking(figures, question, moment);
          await run();
          console.log(name);
          await accounted({ units: times, dataDirectory }, run);
        }
        for (const [name, moment] of moments) {
          met =
            (await compare({
              bench: 'P4b',
              unit: 'questions a second',
              rounds: Number(process.env.BENCH_ROUNDS ?? 5),
              ours: { name, run: asking(figures, question, moment) },
              peers: [{ name: 'current figures', target, run: asking(figures, question, current) }],
            })) && met;
        }
      }
      return met;
    } finally {
      await log.close();
      await pool.end();
    }
  });
