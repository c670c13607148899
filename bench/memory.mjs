// Memory of a process, as Linux counts it. Linux only.
import { existsSync, readFileSync } from 'node:fs';

const lineOf = (pid, name) => {
  const file = `/proc/${String(pid)}/status`;
  if (!existsSync(file)) return Number.NaN;
  const line = readFileSync(file, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm'));
  return line === null ? Number.NaN : Math.round(Number(line[1]) / 1_024);
};

/** The most that it has ever held, in MB. */
export const peakOf = (pid) => lineOf(pid, 'VmHWM');
