// The service in a process of its own, over the database named by DATABASE_URL; callers are operators.
// Sends its parent the addresses where it listens, and stops when its parent goes.
// BENCH_PROCESS: api, without a projector; projector, which listens nowhere; otherwise the whole service.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { apiPortsOf } from '../../dist/apps/api/composition/api-ports.js';
import { createApi } from '../../dist/apps/api/create-api.js';
import { createLogger, loadConfig } from '#platform';
import { openObservatory, startProjector } from '#platform/composition';

import { shippedDefinitions } from '../campaign-log.mjs';
import { constantApp } from './constant.mjs';

// Its settings are those of a test: production asks for the keys of an identity provider.
const loaded = loadConfig({ ...process.env, NODE_ENV: 'test' });
if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
const config = loaded.value;
const logger = createLogger({ level: 'warn' });
const observatory = await openObservatory({
  config,
  logger,
  catalogue: await shippedDefinitions(),
});
if (process.env.BENCH_PROCESS !== 'api') {
  await startProjector(observatory, {
    actor: { role: 'operator', id: 'bench' },
    correlationId: 'bench',
  });
}
const head = await observatory.store.head();
if (!(await observatory.clock.waitFor(head, 600_000)))
  throw new Error('the projector did not get there');

const dependencies = {
  ...apiPortsOf(observatory),
  version: 'bench',
  logger,
  authenticate: () => Promise.resolve({ role: 'operator', id: 'bench' }),
};

const listening = async (app) => {
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
};

/** The same figures without a database: what remains is GraphQL and HTTP. */
const remembering = (figures) => {
  let remembered;
  return { ...figures, figures: (query) => (remembered ??= figures.figures(query)) };
};

const listen = async () => ({
  whole: await listening(await createApi(dependencies, config)),
  remembered: await listening(
    await createApi({ ...dependencies, figures: remembering(dependencies.figures) }, config),
  ),
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** What is held once garbage is collected, in MB: what a process occupies besides depends on when it last was. */
const heldMb = () => {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return Math.round((heapUsed + external) / 1_048_576);
};

process.on('message', async ({ constant }) => {
  if (constant === undefined) process.send({ heldMb: heldMb() });
  else process.send({ constant: await listening(await constantApp(constant)) });
});
process.on('disconnect', () => process.exit());
process.send(process.env.BENCH_PROCESS === 'projector' ? {} : await listen());
