import { createHash } from 'node:crypto';

import type { BlobStore } from '#application';

import { inTransaction, type Pool, query, statement } from '../pool/pool.js';

// The table itself refuses bytes that are not what their digest says.
const keepBlob = statement(
  'publication-blob-keep',
  `insert into publication.blob (sha256, bytes) values ($1, $2) on conflict (sha256) do nothing`,
);

const readBlob = statement<{ readonly bytes: Buffer }>(
  'publication-blob-read',
  'select bytes from publication.blob where sha256 = $1',
);

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Bytes of publications in PostgreSQL. */
export const makeBlobStore = (pool: Pool): BlobStore => ({
  keep: (blobs) =>
    inTransaction(pool, async (connection) => {
      for (const bytes of blobs) await query(connection, keepBlob, [digestOf(bytes), bytes]);
    }),
  bytes: async (sha256) => {
    const [found] = await query(pool, readBlob, [sha256]);
    return found?.bytes;
  },
});
