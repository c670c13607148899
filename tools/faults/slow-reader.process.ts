// Follows a log slowly, batch after batch, and prints how many events it has had at the end.
import { setTimeout as pause } from 'node:timers/promises';

import { beginning } from '#kernel';
import { openEventLog } from '#postgres';

const [url, wanted] = process.argv.slice(2);
if (url === undefined || wanted === undefined)
  throw new Error('usage: slow-reader.process.ts DATABASE_URL EVENTS');

const log = await openEventLog({ url });
const ending = new AbortController();
let seen = 0;
for await (const batch of log.subscribe(beginning, { signal: ending.signal, batchSize: 200 })) {
  seen += batch.length;
  if (seen >= Number(wanted)) ending.abort();
  await pause(20);
}
await log.close();
process.stdout.write(`${String(seen)}\n`);
