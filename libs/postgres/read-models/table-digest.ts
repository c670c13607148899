import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

import { to } from 'pg-copy-streams';

import type { Position } from '#kernel';

import { type Connection, query, statement } from '../pool/pool.js';
import type { TableOrder } from './projection.js';

const readColumns = statement<{ readonly name: string }>(
  'digest-columns',
  `select attname as name from pg_attribute
   where attrelid = $1::regclass and attnum > 0 and not attisdropped
   order by attnum`,
);

/** Several projectors may be ahead of the position: what ends after it has not ended there. */
const ended = (at: Position): string =>
  `case when known_to <= ${String(at)} then known_to end as known_to`;

/** Every column, whatever they are: two tables are equal when all of their rows are. */
const rowsAt = (table: string, columns: readonly string[], at: Position): string => {
  const isVersioned = columns.includes('known_from');
  const values = columns.map((column) => (column === 'known_to' ? ended(at) : column));
  const rows = `select ${values.join(', ')} from ${table}`;
  return isVersioned ? `${rows} where known_from <= ${String(at)}` : rows;
};

const rowsInOrder = async (
  connection: Connection,
  { table, orderBy }: TableOrder,
  at: Position,
): Promise<Readable> => {
  const columns = await query(connection, readColumns, [table]);
  const rows = rowsAt(
    table,
    columns.map(({ name }) => name),
    at,
  );
  return connection.query(to(`copy (${rows} order by ${orderBy}) to stdout (format binary)`));
};

/**
 * SHA-256, hexadecimal, over all rows of the tables in their order, in the binary format of `COPY` (arrays of numbers
 * and of bytes are dear as texts), as the connection's transaction and place
 * show them: those of a log that was cut at a position. Streams: memory stays flat.
 */
export const digestOf = async (
  connection: Connection,
  tables: readonly TableOrder[],
  at: Position,
): Promise<string> => {
  const hash = createHash('sha256');
  for (const table of tables) {
    hash.update(`${table.table}\n`);
    for await (const chunk of await rowsInOrder(connection, table, at))
      hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
};
