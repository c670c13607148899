// Compares a throughput of ours with those of its peers, measured in turn in the same run.
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const count = (value) => Math.round(value).toLocaleString('en');

/** How often a second the disk under `directory` confirms 8 KB: what bounds commits there. */
export const probeDisk = (directory, forMs = 400) => {
  const folder = mkdtempSync(join(directory, 'probe-'));
  const file = openSync(join(folder, 'probe'), 'w');
  const block = Buffer.alloc(8_192);
  let syncs = 0;
  const start = performance.now();
  while (performance.now() - start < forMs) {
    writeSync(file, block, 0, block.length, (syncs % 64) * block.length);
    fdatasyncSync(file);
    syncs += 1;
  }
  const perSecond = (syncs / (performance.now() - start)) * 1_000;
  closeSync(file);
  rmSync(folder, { recursive: true });
  return perSecond;
};

/** Runs `work` and answers how many of its `units` it did a second. */
export const throughput = async (units, work) => {
  const start = performance.now();
  await work();
  return (units / (performance.now() - start)) * 1_000;
};

/** Calls `work(index)` for each index below `total`, `concurrency` at a time. */
export const concurrently = async (total, concurrency, work) => {
  let next = 0;
  const runner = async () => {
    for (let index = next++; index < total; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: concurrency }, runner));
};

/** Prints rows of texts in columns, the first of them to the left. */
export const printRows = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
        .join('   '),
    );
};

const printTable = (unit, contestants, runs) => {
  const rows = contestants.map(({ name }) => {
    const measured = runs.get(name);
    return [name, ...[median(measured), Math.min(...measured), Math.max(...measured)].map(count)];
  });
  printRows([[unit, 'median', 'min', 'max'], ...rows]);
};

const printComparison = (bench, ours, { name, target }, runs) => {
  const pairs = runs.get(name).map((theirs, round) => runs.get(ours.name)[round] / theirs);
  const ratio = Number(median(pairs).toFixed(2));
  const rounded = pairs.map((pair) => Number(pair.toFixed(2)));
  console.log(JSON.stringify({ bench, against: name, ratio, target, runs: rounded }));
  return ratio >= target;
};

/** What nobody can do better than, against the same peer: a target beyond it cannot be met on this machine. */
const printBound = (bench, [bound, peer], runs) => {
  const pairs = runs.get(bound).map((most, round) => most / runs.get(peer)[round]);
  const ratio = Number(median(pairs).toFixed(2));
  const rounded = pairs.map((pair) => Number(pair.toFixed(2)));
  console.log(JSON.stringify({ bench, bound, against: peer, ratio, runs: rounded }));
};

/**
 * Measures A B C A B C …: machines are shared, so that only ratios of neighbours mean something.
 * `run()` of each contestant answers with its throughput; a first round warms up and does not count.
 * Prints a table and one JSON line for each peer. Answers whether every target was met.
 */
export const compare = async ({ bench, unit, ours, peers, rounds = 5, disk, bounds = [] }) => {
  const contestants = [ours, ...peers];
  const runs = new Map(contestants.map(({ name }) => [name, []]));
  const probes = [];
  for (let round = 0; round <= rounds; round += 1) {
    if (disk !== undefined) probes.push(probeDisk(disk));
    for (const { name, run } of contestants) {
      const measured = await run();
      if (round > 0) runs.get(name).push(measured);
    }
  }
  console.log(
    `\n${bench}: ${String(rounds)} rounds, Node ${process.version}, ${String(cpus().length)} cores`,
  );
  if (probes.length > 0)
    console.log(
      `fdatasync of 8 KB: ${count(median(probes))}/s (${count(Math.min(...probes))} to ${count(Math.max(...probes))})`,
    );
  printTable(unit, contestants, runs);
  for (const bound of bounds) printBound(bench, bound, runs);
  return peers.map((peer) => printComparison(bench, ours, peer, runs)).every(Boolean);
};
