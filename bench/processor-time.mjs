// Processor time of a measurement by process: where the cores went when all share them. Linux only.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const msOfTick = 10;

/** Fields of /proc/PID/stat after the name: [1] parent, [11] user, [12] system, [13] and [14] of ended children. */
const statOf = (pid) => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
  } catch {
    return undefined;
  }
};

const spentBy = (pid) => {
  const stat = statOf(pid);
  return stat === undefined ? 0 : (stat[11] + stat[12] + stat[13] + stat[14]) * msOfTick;
};

const childrenOf = (parent) =>
  readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && statOf(pid)?.[1] === parent);

const postgres = (dataDirectory) => {
  const [line] = readFileSync(join(dataDirectory, 'postgres', 'postmaster.pid'), 'utf8').split(
    '\n',
  );
  const postmaster = Number(line);
  return [postmaster, ...childrenOf(postmaster)].reduce((sum, pid) => sum + spentBy(pid), 0);
};

/**
 * Runs `work`, which does `units` of something, and prints what each of them cost each process, in
 * microseconds of processor. `processes` are pids by name; this process counts as the load.
 */
export const accounted = async ({ units, dataDirectory, processes = {} }, work) => {
  if (!existsSync('/proc/self/stat')) return work();
  const spent = () => ({
    'this process': spentBy(process.pid),
    ...Object.fromEntries(Object.entries(processes).map(([name, pid]) => [name, spentBy(pid)])),
    PostgreSQL: postgres(dataDirectory),
  });
  const before = spent();
  const result = await work();
  const after = spent();
  const shares = Object.keys(after).map(
    (name) => `${name} ${(((after[name] - before[name]) * 1_000) / units).toFixed(0)}`,
  );
  console.log(`processor, µs each: ${shares.join(', ')}`);
  return result;
};
