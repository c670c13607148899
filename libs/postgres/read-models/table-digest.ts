import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

import { to } from 'pg-copy-streams';

import type { Connection } from '../pool/pool.js';
import type { TableOrder } from './projection.js';

const rowsInOrder = (connection: Connection, { table, orderBy }: TableOrder): Readable =>
  // Every column, whatever they are: two tables are equal when all of their rows are.
  connection.query(to(`copy (select * from ${table} order by ${orderBy}) to stdout`));

/**
 * SHA-256, hexadecimal, over all rows of the tables in their order, as the connection's transaction and place
 * show them. Streams: memory stays flat.
 */
export const digestOf = async (
  connection: Connection,
  tables: readonly TableOrder[],
): Promise<string> => {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${table.table}\n`);
    for await (const chunk of rowsInOrder(connection, table)) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
};
