// Makes figures anew in a process of its own, in small batches, and prints each phase and position: to be killed.
import { createPool, makeReadModels, openEventLog } from '#postgres';

import { smallCatalogue } from './small-survey.js';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: rebuild-load.process.ts DATABASE_URL');

const pool = createPool({ url, max: 10 });
const store = await openEventLog({ url });
const { rebuilder } = makeReadModels({ pool, store }, smallCatalogue());
for (;;) {
  await rebuilder.rebuild('figures', {
    switchOver: true,
    batchSize: 5,
    onProgress: (position, _goal, phase) => process.stdout.write(`${phase} ${position}\n`),
  });
  process.stdout.write('switched\n');
}
