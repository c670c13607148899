// The peer: @event-driven-io/emmett-postgresql 0.42.0 (npm ci --prefix bench/peers).
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { metadata, submission } from './submissions.mjs';

const require = createRequire(new URL('./peers/package.json', import.meta.url));

const load = async () => {
  try {
    return await import(pathToFileURL(require.resolve('@event-driven-io/emmett-postgresql')).href);
  } catch (cause) {
    throw new Error('The peers are not installed: npm ci --prefix bench/peers', { cause });
  }
};

export const openEmmett = async (url) => {
  const { getPostgreSQLEventStore } = await load();
  const store = getPostgreSQLEventStore(url);
  await store.schema.migrate();
  return {
    eventsOf: (first, size) =>
      Array.from({ length: size }, (_, index) => ({
        type: 'ResponseSubmitted',
        data: submission(first + index),
        metadata,
      })),
    append: (events) =>
      store.appendToStream(`response-${randomUUID()}`, events, {
        expectedStreamVersion: 'STREAM_DOES_NOT_EXIST',
      }),
    close: () => store.close(),
  };
};
