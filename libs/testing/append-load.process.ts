// Appends without end, thirty-two streams at a time, and prints the id of each acknowledged event.
import { randomUUID } from 'node:crypto';

import { openEventLog } from '#postgres';

const [url] = process.argv.slice(2);
if (url === undefined) throw new Error('usage: append-load.process.ts DATABASE_URL');

const log = await openEventLog({ url });

const write = async (): Promise<never> => {
  const stream = `response-load.${randomUUID()}`;
  for (let expectedRevision = 0; ; expectedRevision += 1) {
    const id = randomUUID();
    const metadata = {
      actor: { role: 'school', id: stream },
      cause: 'submission' as const,
      correlationId: id,
    };
    const event = { id, type: 'Written', schemaVersion: 1, data: { expectedRevision }, metadata };
    const outcome = await log.append({ stream, expectedRevision, events: [event] });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
    process.stdout.write(`${id}\n`);
  }
};

await Promise.all(Array.from({ length: 32 }, write));
