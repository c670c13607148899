import type { Position, RecordedEvent } from '#kernel';

import { inTransaction, type Pool } from '../pool/pool.js';
import { advance, enterPlace, type Place, skip } from './checkpoint.js';
import { categoryOf, type Projection, type Writer } from './projection.js';

/** A projection that is being written somewhere. */
export type Target = {
  readonly projection: Projection;
  readonly writer: Writer;
  readonly place: Place;
  readonly generation: number;
};

/** All events of the log after `from`, up to and with `to`. */
export type Span = {
  readonly from: Position;
  readonly to: Position;
  readonly events: readonly RecordedEvent[];
};

/**
 * Brings a projection from one position to another, rows and checkpoint in one transaction. When it throws,
 * nothing was written (or, if the connection was lost at the commit, everything was: the checkpoint tells),
 * and the writer has forgotten what it knew.
 */
export const applyEvents = async (pool: Pool, target: Target, span: Span): Promise<void> => {
  const { projection, writer, place, generation } = target;
  const step = { projection: projection.name, generation, from: span.from, to: span.to };
  const events = span.events.filter(({ stream }) => projection.reads(categoryOf(stream)));
  try {
    if (events.length === 0 && place === 'read_model') return await skip(pool, step);
    await inTransaction(pool, async (connection) => {
      await enterPlace(connection, place);
      await advance(connection, step);
      if (events.length > 0) await writer.write(connection, events);
    });
  } catch (error) {
    writer.forget();
    throw error;
  }
};
