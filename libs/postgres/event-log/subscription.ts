import type { EventStore, SubscribeOptions } from '#application';
import type { Position, RecordedEvent } from '#kernel';

import { isPassing } from './retrying.js';

/** Wakes those who wait for new events: at once for those of this process, else by its clock. */
export class Tide {
  private readonly waiting = new Set<() => void>();
  private rises = 0;

  /** Counts the rises: what to give to `turn` so that none is missed in between. */
  get level(): number {
    return this.rises;
  }

  /** Something was appended. */
  rise(): void {
    this.rises += 1;
    for (const wake of this.waiting) wake();
  }

  /** Resolves when the level is no longer `level`, after `ms`, or when `signal` aborts. */
  turn(level: number, ms: number, signal: AbortSignal): Promise<void> {
    if (level !== this.rises || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', wake);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal.addEventListener('abort', wake, { once: true });
      this.waiting.add(wake);
    });
  }
}

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
