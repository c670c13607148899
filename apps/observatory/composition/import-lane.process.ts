import { parentPort, workerData } from 'node:worker_threads';

import { serveLane, submittingRecords } from '#application/import';
import { readCatalogue, shippedCatalogue } from '#catalogue';
import { BrokenAssumption } from '#kernel';
import { createPool, makeReadModels } from '#postgres';

import { isServiceFault, openLog, servicesOf } from '#platform/composition';

import { closing, type LaneGreeting, type LaneOpening, ready } from './import-lanes.js';

const { databaseUrl: url, eventLog, indicatorFolders } = workerData as LaneOpening;
if (parentPort === null) throw new BrokenAssumption('a lane runs in a thread of its own');
const port = parentPort;

const read = await readCatalogue(shippedCatalogue(), indicatorFolders);
if (!read.ok) throw new BrokenAssumption('the catalogue has changed while it was in use');
const catalogue = read.value;
const greet = (greeting: LaneGreeting): void => {
  port.postMessage(greeting);
};

const log = await openLog(eventLog, url).catch((error: unknown) => {
  if (!isServiceFault(error)) throw error;
  greet({ unavailable: error.message });
  process.exit();
});
const pool = createPool({ url, max: 6 });
const services = servicesOf({
  store: log.store,
  catalogue,
  ...makeReadModels({ pool, ...log }, catalogue),
});

port.on('message', (message) => {
  if (message === closing) void log.close().then(() => pool.end().then(() => port.close()));
});
serveLane(port, submittingRecords(services));
greet(ready);
