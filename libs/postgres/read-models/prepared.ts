import { createHash } from 'node:crypto';

import { statement, type Statement } from '../pool/pool.js';

/** A statement that is put together from constants: named by its text, so that each is prepared once. */
export const prepared = <Row>(kind: string, text: string): Statement<Row> =>
  statement(`${kind}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`, text);
