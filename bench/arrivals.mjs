// Work that comes at a constant rate, whether or not what came before is done (an open model): what waits is
// counted from the moment when it should have begun, so that a standstill is felt by all who come meanwhile.
import { setTimeout as delay } from 'node:timers/promises';

/** Starts `work(index, intended)` at each intended moment of `performance.now()`; answers once all have ended. */
export const arriving = async ({ perSecond, seconds }, work) => {
  const gapMs = 1_000 / perSecond;
  const first = performance.now() + gapMs;
  const started = [];
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const intended = first + index * gapMs;
    const early = intended - performance.now();
    if (early > 0) await delay(early);
    const one = work(index, intended);
    // A failure is thrown at the end, with all the others settled.
    one.catch(() => undefined);
    started.push(one);
  }
  return Promise.all(started);
};

/** The least value that `share` of all values do not exceed. */
export const percentile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
};

const shares = [
  ['p50', 0.5],
  ['p95', 0.95],
  ['p99', 0.99],
  ['max', 1],
];

const shown = (ms) => ms.toFixed(1);

/** Prints one line for each series of milliseconds. */
export const printLatencies = (series) => {
  const heads = shares.map(([name]) => name.padStart(9)).join('');
  const width = Math.max(...series.map(([name]) => name.length));
  console.log(`${'ms'.padEnd(width)}${heads}`);
  for (const [name, values] of series) {
    const cells = shares.map(([, share]) => shown(percentile(values, share)).padStart(9));
    console.log(`${name.padEnd(width)}${cells.join('')}`);
  }
};
