// What a run under steady load has shown: a table, one line of JSON, a curve and its points.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { percentile } from './arrivals.mjs';
import { median, printRows } from './harness.mjs';
import { drawMemory } from './load-curve.mjs';

const parts = 10;
// "Minutes three and four" of ten, and the last two: what is flat lies within a tenth of what it was.
const settled = [2, 4];
const last = [8, 10];
const tolerance = 0.1;
const judgedFromSeconds = 600;

/** Samples from one tenth of the run to another, the second excluded. */
const between = ({ samples, seconds }, [from, to]) =>
  samples.filter(
    ({ second }) => second > (seconds / parts) * from && second <= (seconds / parts) * to,
  );

/** Of the straight line that is nearest to the points, in units a minute. */
const slopeOf = (points) => {
  const mean = (pick) => points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [x, y] = [mean(({ minute }) => minute), mean(({ value }) => value)];
  const above = mean(({ minute, value }) => (minute - x) * (value - y));
  const below = mean(({ minute }) => (minute - x) ** 2);
  return above / below;
};

const round = (value, digits = 1) => Number(value.toFixed(digits));

const changeOf = (run, name, what) => {
  const medianOf = (span) =>
    median(between(run, span).map(({ processes }) => processes[name][what]));
  const points = between(run, [1, parts]).map(({ second, processes }) => ({
    minute: second / 60,
    value: processes[name][what],
  }));
  return {
    first: round(medianOf([1, 2])),
    last: round(medianOf([parts - 1, parts])),
    ratio: round(medianOf([parts - 1, parts]) / medianOf([1, 2]), 2),
    slopeMbPerMin: round(slopeOf(points), 2),
    lastOverSettled: round(medianOf(last) / medianOf(settled), 2),
  };
};

const namesOf = ({ samples }) => Object.keys(samples[0]?.processes ?? {});

const isFlat = ({ lastOverSettled }) => Math.abs(lastOverSettled - 1) <= tolerance;

/** A run that is shorter shows nothing: a process takes minutes to fill what it keeps. */
const verdictOf = ({ seconds }, rss) =>
  seconds < judgedFromSeconds ? 'too short' : isFlat(rss) ? 'flat' : 'not flat';

const changesOf = (run) =>
  namesOf(run).map((name) => {
    const rss = changeOf(run, name, 'rssMb');
    return { name, rss, heap: changeOf(run, name, 'heapMb'), verdict: verdictOf(run, rss) };
  });

const heads = ['MB, median', 'first', 'last', 'ratio', 'MB/min', '9–10 of 3–4', ''];

const cellsOf = ({ first, last: final, ratio, slopeMbPerMin, lastOverSettled }) =>
  [first, final, ratio, slopeMbPerMin, lastOverSettled].map(String);

const printMemory = (changes) =>
  printRows([
    heads,
    ...changes.flatMap(({ name, rss, heap, verdict }) => [
      [`${name}, resident`, ...cellsOf(rss), verdict],
      [`${name}, heap used`, ...cellsOf(heap), ''],
    ]),
  ]);

const latencyOf = (values) => ({
  p50: round(percentile(values, 0.5)),
  p99: round(percentile(values, 0.99)),
});

const worst = (samples, what) => Math.max(...samples.map((sample) => sample[what]));

const lineOf = (run, changes) => {
  const { samples, latencies, failures, recorded, restarts, isCaughtUp } = run;
  return {
    bench: 'load',
    date: new Date().toISOString().slice(0, 10),
    ...{ perSecond: run.perSecond, seconds: run.seconds, cores: run.cores, loadAverage: run.load },
    latencyMs: { api: latencyOf(latencies.api), kafka: latencyOf(latencies.kafka) },
    mostLagPositions: { relay: worst(samples, 'relayLag'), figures: worst(samples, 'figuresLag') },
    ...{ sent: run.perSecond * run.seconds, recorded, failures: failures.length },
    ...{ restarts, isCaughtUp, samples: samples.length },
    samplesDue: Math.floor((run.seconds * 1_000) / run.sampleEveryMs),
    memory: Object.fromEntries(changes.map(({ name, ...change }) => [name, change])),
  };
};

/** Prints what a run has shown; answers whether all was acknowledged and recorded, and no memory grew. */
export const tell = (run) => {
  const changes = changesOf(run);
  const [start, end] = run.load;
  console.log(
    `\nload: ${String(run.seconds)} s of ${String(run.perSecond)} submissions a second, Node ${process.version}, ${String(run.cores)} cores, load average ${String(start)} at the start, ${String(end)} at the end`,
  );
  printMemory(changes);
  if (run.failures.length > 0) console.log(`first failure: ${run.failures[0]}`);
  const line = lineOf(run, changes);
  console.log(JSON.stringify(line));
  const isComplete = line.failures === 0 && line.recorded === line.sent && line.isCaughtUp;
  return isComplete && changes.every(({ verdict }) => verdict !== 'not flat');
};

const csvOf = (run) => {
  const names = namesOf(run);
  const columns = names.flatMap((name) => {
    const column = name.replaceAll(' ', '_');
    return [`${column}_rss_mb`, `${column}_heap_mb`];
  });
  const rows = run.samples.map(({ second, processes, relayLag, figuresLag, p50Ms, p99Ms }) => [
    second,
    ...names.flatMap((name) => [round(processes[name].rssMb), round(processes[name].heapMb)]),
    ...[relayLag, figuresLag, round(p50Ms), round(p99Ms)],
  ]);
  const lags = ['relay_lag_positions', 'figures_lag_positions', 'api_p50_ms', 'api_p99_ms'];
  return [['second', ...columns, ...lags], ...rows].map((row) => `${row.join(',')}\n`).join('');
};

/** Writes load.csv and load.svg. */
export const write = (run, folder) => {
  writeFileSync(join(folder, 'load.csv'), csvOf(run));
  writeFileSync(join(folder, 'load.svg'), drawMemory(run));
};
