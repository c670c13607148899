import type { Pool } from '../pool/pool.js';
import { type Checkpoint, checkpointOf, inPlace, startCheckpoint } from './checkpoint.js';
import type { Projection } from './projection.js';

/** Where a projection is; it is started at the beginning of the log when it never was. */
export const installed = async (pool: Pool, projection: Projection): Promise<Checkpoint> => {
  const { name, definition } = projection;
  const found = await checkpointOf(pool, name);
  if (found !== undefined) return found;
  await inPlace(pool, 'read_model', async (connection) => {
    const start = { projection: name, definition, generation: 0, skipped: [] };
    if (await startCheckpoint(connection, start)) await projection.install(connection);
  });
  return installed(pool, projection);
};
