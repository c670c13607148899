// P4a: a dashboard's page of figures from the reader alone: 10 indicators × 10 years × a département with its
// académie, 64 callers, against the bare statement that brings the same cells.
import pg from 'pg';

import { createPool, makeReadModels, openEventLog } from '#postgres';

import { fillLog, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';
import { compare, concurrently, throughput } from './harness.mjs';

const years = Array.from({ length: 10 }, (_, index) => 2013 + index);
const pages = 1_000;
const callers = 64;
const connections = 8;

const indicatorsOf = (definitions) =>
  [...definitions.indicators.values()]
    .filter(({ survey }) => survey === 'etic-1d')
    .slice(0, 10)
    .map(({ id }) => id);

const cells = {
  name: 'bench-cells',
  text: `select position, school_year, kind, code, expected, received, used::text, numerators::text, denominators::text
    from read_model.checkpoint
    join read_model.round on round.known_to is null and survey = $1
    join read_model.cell on cell.campaign = round.campaign and (kind, code) in (('department', '013'), ('academy', '02'))
      and school_type = 'ALL' and sector = 'ALL'
    where projection = 'figures'`,
};

const quantile = (sorted, share) => sorted[Math.floor(sorted.length * share)];

const timed = async (work) => {
  const times = [];
  const perSecond = await throughput(pages, () =>
    concurrently(pages, callers, async () => {
      const start = performance.now();
      await work();
      times.push(performance.now() - start);
    }),
  );
  times.sort((a, b) => a - b);
  return { perSecond, p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
};

export const run = () =>
  withDatabase(async ({ url, disk }) => {
    const definitions = await shippedDefinitions();
    const pool = createPool({ url, max: connections });
    const bare = new pg.Pool({ connectionString: url, max: connections });
    const log = await openEventLog({ url, queueLimit: 100_000 });
    const { projector, clock, figures } = makeReadModels({ pool, store: log }, definitions);
    const spreads = [];
    try {
      await fillLog(log, definitions, { years, limit: 3_000 });
      projector.start();
      if (!(await clock.waitFor(await log.head(), 600_000))) throw new Error('not projected');
      await projector.stop();
      await pool.query('analyze');
      const asked = {
        indicators: indicatorsOf(definitions),
        territories: [
          { kind: 'department', code: '013' },
          { kind: 'academy', code: '02' },
        ],
        schoolYears: years.map((year) => `${String(year - 1)}-${String(year)}`),
        breakdown: [],
        moment: { asOf: null, geography: 'THEN' },
      };
      const met = await compare({
        bench: 'P4a',
        unit: 'pages of 200 figures a second',
        disk,
        ours: {
          name: 'figures',
          run: async () => {
            const { perSecond, p50, p99 } = await timed(async () => {
              const found = await figures.figures(asked);
              if (found.length !== 200) throw new Error(`${String(found.length)} figures`);
            });
            spreads.push(p99 / p50);
            return perSecond;
          },
        },
        peers: [
          {
            name: 'the bare statement',
            target: 0.2,
            run: async () =>
              (await timed(() => bare.query({ ...cells, values: ['etic-1d'] }))).perSecond,
          },
        ],
      });
      console.log(
        `p99 ÷ p50 of each round: ${spreads.map((spread) => spread.toFixed(1)).join(' ')}`,
      );
      return met;
    } finally {
      await Promise.all([log.close(), bare.end()]);
      await pool.end();
    }
  });
