// Starts the service beside the benchmark, and asks it as sixty-four clients do.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import autocannon from 'autocannon';

export const clients = 64;

const program = fileURLToPath(new URL('service.process.mjs', import.meta.url));

const startProcess = async (url, kind) => {
  // As it is deployed, and as its peers run: graphql looks at every value twice elsewhere.
  const settings = { NODE_ENV: 'production', LOG_LEVEL: 'warn', BENCH_PROCESS: kind };
  const child = fork(program, { env: { ...process.env, DATABASE_URL: url, ...settings } });
  const answer = async () => {
    const [message] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the service ended with ${String(code)}`);
      }),
    ]);
    return message;
  };
  return { child, answer, told: await answer() };
};

const stopProcess = async ({ child }) => {
  const ended = once(child, 'exit');
  child.disconnect();
  await ended;
};

/** The service over a database, once its read models are up to date; `apart`: the projector in a process of its own. */
export const startService = async (url, { apart = false } = {}) => {
  const projector = apart ? await startProcess(url, 'projector') : undefined;
  const api = await startProcess(url, apart ? 'api' : 'whole');
  const { child, answer } = api;
  return {
    ...api.told,
    pid: child.pid,
    projectorPid: projector?.child.pid,
    constant: async (body) => {
      child.send({ constant: body });
      return (await answer()).constant;
    },
    /** What it holds, garbage collected, in MB. */
    heldMb: async () => {
      child.send({});
      return (await answer()).heldMb;
    },
    stop: async () => {
      await stopProcess(api);
      if (projector !== undefined) await stopProcess(projector);
    },
  };
};

export const headers = {
  'content-type': 'application/json',
  accept: 'application/graphql-response+json',
};

/**
 * Sends queries for some seconds; throws when anything but a good answer comes back.
 * `next()` makes the body of each request; a text is sent as it is, again and again.
 */
export const load = async (url, next, seconds) => {
  const each =
    typeof next === 'string'
      ? { body: next }
      : { setupRequest: (request) => ({ ...request, body: next() }) };
  const result = await autocannon({
    url: `${url}/graphql`,
    connections: clients,
    duration: seconds,
    requests: [{ method: 'POST', path: '/graphql', headers, ...each }],
  });
  if (result.non2xx + result.errors > 0) {
    throw new Error(
      `${String(result.non2xx)} refusals, ${String(result.errors)} errors from ${url}`,
    );
  }
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
};
