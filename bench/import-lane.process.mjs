// A thread of an import, as apps/observatory/composition/import-lane.process.ts is one.
import { parentPort, workerData } from 'node:worker_threads';

import { serveLane, submittingRecords } from '#application/import';
import { openEventLog } from '#postgres';

import { closing, ready } from '../dist/apps/observatory/composition/import-lanes.js';
import { importServices, shipped } from './import-services.mjs';

const { url, schools } = workerData;
const store = await openEventLog({ url, queueLimit: 20_000 });
const services = importServices({ store, catalogue: await shipped(), schools });

parentPort.on('message', (message) => {
  if (message === closing) void store.close().then(() => parentPort.close());
});
serveLane(parentPort, submittingRecords(services));
parentPort.postMessage(ready);
