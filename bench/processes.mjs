// The processes of a deployment, started from the build as the fault tests start them.
import { mkdtempSync, rmSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { startBroker } from '../infra/kafka/broker.mjs';

register('../tools/jest/typescript-hooks.mjs', import.meta.url);
const { operatorToken, startAll } = await import('../tools/faults/world.ts');

const readyWithinMs = 120_000;

const asked = async (address, path) => {
  const response = await fetch(`${address}${path}`, { signal: AbortSignal.timeout(5_000) });
  return response.text();
};

/** What a process says of its health. */
export const healthOf = async ({ address }) => JSON.parse(await asked(address, '/health/ready'));

/** What a process measures of itself: numbers by name and labels, as they are written. */
export const measuresOf = async ({ address }) => {
  const lines = (await asked(address, '/metrics')).split('\n');
  const pairs = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    pairs.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at), Number(line.slice(at + 1))];
    }),
  );
};

const isReady = async (running) => {
  try {
    return (await healthOf(running)).status === 'ready';
  } catch {
    return false;
  }
};

const ready = async (name, running) => {
  const until = performance.now() + readyWithinMs;
  while (!(await isReady(running))) {
    if (performance.now() > until)
      throw new Error(`${name} is not ready:\n${running.process.lines.slice(-20).join('\n')}`);
    await delay(100);
  }
};

const opened = async (names, settings, folder) => {
  const { port, running } = await startAll(names, {
    ...{ DATA_DIR: folder, LOG_LEVEL: 'warn', ...settings },
  });
  return {
    running,
    address: `http://127.0.0.1:${port}`,
    ready: () => Promise.all([...running].map(([name, one]) => ready(name, one))),
    restarts: () =>
      [...running.values()].reduce((sum, { process }) => sum + process.starts() - 1, 0),
    stop: () => Promise.all([...running.values()].map(({ process }) => process.stop())),
  };
};

/** Starts processes by name, and stops them when `work` has ended. It has to wait for `ready` itself. */
export const withProcesses = async (names, settings, work) => {
  const folder = mkdtempSync(join(tmpdir(), 'observatoire-bench-'));
  const token = names.includes('api') ? await operatorToken(folder) : undefined;
  const processes = await opened(names, settings, folder);
  try {
    return await work({ ...processes, token });
  } finally {
    await processes.stop();
    rmSync(folder, { recursive: true });
  }
};

export const withBroker = async (work) => {
  const broker = await startBroker();
  try {
    return await work(broker.brokers);
  } finally {
    await broker.stop();
  }
};
