import { parentPort, workerData } from 'node:worker_threads';

import { serveLane, submitMany } from '#application/import';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import { BrokenAssumption } from '#kernel';
import { createPool, makeReadModels } from '#postgres';

import { closing, type LaneOpening, ready } from './import-lanes.js';
import { openLog, servicesOf } from '#platform/composition';

const { databaseUrl: url, eventLog, indicatorFolders } = workerData as LaneOpening;
if (parentPort === null) throw new BrokenAssumption('a lane runs in a thread of its own');
const port = parentPort;

const read = await readCatalogue(shippedCatalogue(), indicatorFolders);
if (!read.ok) throw new BrokenAssumption('the catalogue has changed while it was in use');
const catalogue = read.value;
const log = await openLog(eventLog, url);
const pool = createPool({ url, max: 6 });
const services = servicesOf({
  store: log.store,
  catalogue,
  ...makeReadModels({ pool, ...log }, catalogue),
});

port.on('message', (message) => {
  if (message === closing) void log.close().then(() => pool.end().then(() => port.close()));
});
serveLane(port, (order, context) => submitMany(services, order, context));
port.postMessage(ready);
