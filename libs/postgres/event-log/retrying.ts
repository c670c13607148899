import { setTimeout as pause } from 'node:timers/promises';

import { EventLogUnavailable } from '#application';

import { DatabaseFault, DatabaseUnavailable } from '../pool/faults.js';

const firstPauseMs = 20;
const longestPauseMs = 500;

/** True for what a later try may not meet: a lost connection, a lock not had in time. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  (error instanceof DatabaseFault && error.fault.kind === 'retryable');

const unavailable = (forMs: number, cause: unknown): EventLogUnavailable =>
  new EventLogUnavailable(
    `The event log could not be reached for ${String(forMs)} ms. What was sent may have been written: repeat it with the same event ids.`,
    { cause },
  );

/** Repeats `work`, which must be idempotent, until it answers or `forMs` have passed. */
export const retrying = async <Value>(
  forMs: number,
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
