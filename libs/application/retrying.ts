import { setTimeout as pause } from 'node:timers/promises';

import { EventLogUnavailable } from './event-store.port.js';

const firstPauseMs = 20;
const longestPauseMs = 500;

export type Patience = {
  /** How long it tries in all. */
  readonly forMs: number;
  /** True for what a later try may not meet. */
  readonly isPassing: (error: unknown) => boolean;
};

const unavailable = (forMs: number, cause: unknown): EventLogUnavailable =>
  new EventLogUnavailable(
    `The event log could not be reached for ${String(forMs)} ms. What was sent may have been written: repeat it with the same event ids.`,
    { cause },
  );

/** Repeats `work`, which must be idempotent, until it answers; throws `EventLogUnavailable` after `forMs`. */
export const retrying = async <Value>(
  { forMs, isPassing }: Patience,
  work: () => Promise<Value>,
): Promise<Value> => {
  const deadline = performance.now() + forMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs))
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error)) throw error;
      if (performance.now() + pauseMs > deadline) throw unavailable(forMs, error);
      await pause(pauseMs);
    }
};
