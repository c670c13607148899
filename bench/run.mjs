// npm run bench -- P1 P2a …: runs the benchmarks named, or lists those that there are.
import { readdirSync } from 'node:fs';

const suffix = '.bench.mjs';
const known = readdirSync(new URL('.', import.meta.url))
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (wanted.length === 0 || unknown.length > 0) {
  console.error(`Unknown or none: ${unknown.join(' ')}\nBenchmarks: ${known.join(' ')}`);
  process.exit(2);
}

let isMet = true;
for (const name of wanted) {
  const { run } = await import(`./${name}${suffix}`);
  isMet = (await run()) && isMet;
}
process.exitCode = isMet ? 0 : 1;
