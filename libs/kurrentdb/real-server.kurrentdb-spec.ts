import { randomUUID } from 'node:crypto';

import { openKurrentLog } from '#kurrentdb';

import { eventStoreContract } from '../testing/event-store.contract.js';

const urlOfServer = (): string => {
  const url = process.env['KURRENTDB_URL'];
  if (url === undefined)
    throw new Error(
      'KURRENTDB_URL is not set: start a KurrentDB or an EventStoreDB, and give its address, for example KURRENTDB_URL=esdb://127.0.0.1:2113?tls=false npm run test:kurrentdb',
    );
  return url;
};

eventStoreContract('a real KurrentDB', async () => {
  // Names of its own: the server may hold anything already, and keeps what this run writes.
  const prefix = `observatoire-test-${randomUUID()}-`;
  const store = await openKurrentLog({ url: urlOfServer(), prefix, retryForMs: 30_000 });
  return { store, close: () => store.close() };
});
