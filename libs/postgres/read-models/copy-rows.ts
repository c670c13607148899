import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { from } from 'pg-copy-streams';

import type { Connection } from '../pool/pool.js';
import { BinaryRows } from './binary-rows.js';

/** How the rows of one table go into it. */
export type CopyStatement<Row> = {
  /** `copy table (columns) from stdin with (format binary)` */
  readonly text: string;
  /** Writes one row: `row(n)`, then its n columns. */
  readonly encode: (into: BinaryRows, row: Row) => void;
};

function* chunks<Row>(
  rows: readonly Row[],
  encode: CopyStatement<Row>['encode'],
): Generator<Buffer> {
  const binary = new BinaryRows();
  for (const row of rows) {
    encode(binary, row);
    if (binary.isFull) yield binary.take();
  }
  binary.end();
  yield binary.take();
}

/** Streams rows into a table within the connection's transaction; no rows, no statement. */
export const copyRows = async <Row>(
  connection: Connection,
  { text, encode }: CopyStatement<Row>,
  rows: readonly Row[],
): Promise<void> => {
  if (rows.length === 0) return;
  await pipeline(
    Readable.from(chunks(rows, encode), { objectMode: true }),
    connection.query(from(text)),
  );
};
