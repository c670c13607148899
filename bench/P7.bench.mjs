// P7: ten national campaigns (600,000 submissions) made anew from the log and switched over, while figures are
// asked: how long, how many queries failed or mixed the old rows with the new, and whether the digests are equal.
// BENCH_YEARS: one campaign of each degree a year, over the 40,630 schools of the directory.
import { cpus, loadavg } from 'node:os';

import { createPool, makeReadModels, openEventLog } from '#postgres';

import { fillDirectory, fillLog, shippedDefinitions } from './campaign-log.mjs';
import { withDatabase } from './database.mjs';

const fifteenYears = Array.from({ length: 15 }, (_, index) => String(2014 + index)).join(',');
const years = (process.env.BENCH_YEARS ?? fifteenYears).split(',').map(Number);
const callers = 2;
const pauseMs = 20;
const targetSeconds = 60;

const questionFor = (definitions) => ({
  indicators: [...definitions.indicators.values()]
    .filter(({ source, survey }) => source === 'answers' && survey === 'etic-1d')
    .slice(0, 10)
    .map(({ id }) => id),
  territories: [
    { kind: 'department', code: '013' },
    { kind: 'academy', code: '02' },
  ],
  schoolYears: years.slice(-10).map((year) => `${String(year - 1)}-${String(year)}`),
  breakdown: [],
  moment: { asOf: null, geography: 'THEN' },
});

const textOf = (figures) =>
  JSON.stringify(figures, (_, value) => (typeof value === 'bigint' ? String(value) : value));

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** Asks until it is told to stop; an answer that differs from `expected` mixes two states, as nothing is written. */
const askAround = (ask, expected) => {
  const seen = { asked: 0, failed: 0, mixed: 0, latenciesMs: [], errors: new Set() };
  let isOver = false;
  const caller = async () => {
    while (!isOver) {
      const start = performance.now();
      seen.asked += 1;
      try {
        if ((await ask()) !== expected) seen.mixed += 1;
      } catch (error) {
        seen.failed += 1;
        seen.errors.add(String(error));
      }
      seen.latenciesMs.push(performance.now() - start);
      await pause();
    }
  };
  const callersDone = Promise.all(Array.from({ length: callers }, caller));
  return async () => {
    isOver = true;
    await callersDone;
    return seen;
  };
};

const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
};

const timed = async (work) => {
  const start = performance.now();
  const value = await work();
  return { value, seconds: Number(((performance.now() - start) / 1_000).toFixed(1)) };
};

const catchUp = async ({ projector, clock }, head) => {
  projector.start();
  if (!(await clock.waitFor(head, 1_800_000))) throw new Error('the projector did not get there');
};

export const run = () =>
  withDatabase(async ({ url }) => {
    const definitions = await shippedDefinitions();
    const pool = createPool({ url, max: 16 });
    const log = await openEventLog({ url, queueLimit: 100_000 });
    const models = makeReadModels({ pool, store: log }, definitions);
    try {
      await fillDirectory(log, { everyNth: 1_000 });
      await fillLog(log, definitions, { years });
      const { rows } = await pool.query(
        `select count(*)::integer as events, count(*) filter (where type = 'ResponseSubmitted')::integer as submissions
         from event_log.event`,
      );
      const [{ events, submissions }] = rows;
      const made = await timed(async () => catchUp(models, await log.head()));
      await pool.query('analyze');
      const question = questionFor(definitions);
      const ask = async () => textOf(await models.figures.figures(question));
      const stop = askAround(ask, await ask());
      const load = loadavg()[0].toFixed(1);
      const rebuilt = await timed(() => models.rebuilder.rebuild('figures', { switchOver: true }));
      const { asked, failed, mixed, latenciesMs, errors } = await stop();
      for (const error of errors) console.log(error);
      const { equal, switched } = rebuilt.value;
      console.log(
        `\nP7: ${String(events)} events, Node ${process.version}, ${String(cpus().length)} cores, load ${load}; first made in ${String(made.seconds)} s (all read models)`,
      );
      const result = {
        bench: 'P7',
        submissions,
        seconds: rebuilt.seconds,
        target: targetSeconds,
        equal,
        switched,
        asked,
        failed,
        mixed,
        p50Ms: percentile(latenciesMs, 0.5),
        p99Ms: percentile(latenciesMs, 0.99),
        mostMs: percentile(latenciesMs, 1),
      };
      console.log(JSON.stringify(result));
      return equal && switched && failed + mixed === 0 && rebuilt.seconds < targetSeconds;
    } finally {
      await models.projector.stop();
      await log.close();
      await pool.end();
    }
  });
