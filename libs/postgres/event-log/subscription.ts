import type { EventStore, SubscribeOptions } from '#application';
import type { Position, RecordedEvent } from '#kernel';

import { isPassing } from './retrying.js';
import type { Tide } from './tide.js';

export type Followed = {
  readonly readAll: EventStore['readAll'];
  readonly tide: Tide;
  /** How long a reader waits before it looks for events of other processes. */
  readonly pollMs: number;
};

const defaultBatchSize = 1_000;

const readPersistently = async (
  log: Followed,
  after: Position,
  limit: number,
): Promise<readonly RecordedEvent[]> => {
  try {
    return await log.readAll(after, limit);
  } catch (error) {
    if (isPassing(error)) return [];
    throw error;
  }
};

/** Batches in order, as they are asked for, across reconnections, until `signal` aborts. */
export async function* follow(
  log: Followed,
  after: Position,
  { signal, batchSize = defaultBatchSize }: SubscribeOptions,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  let reached = after;
  while (!signal.aborted) {
    const { level } = log.tide;
    const batch = await readPersistently(log, reached, batchSize);
    const last = batch.at(-1);
    if (last === undefined) {
      await log.tide.turn(level, log.pollMs, signal);
    } else {
      reached = last.position;
      yield batch;
    }
  }
}
