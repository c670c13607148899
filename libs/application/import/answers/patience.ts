import { EventLogUnavailable } from '../../event-store.port.js';

/** How long an import waits for a log that is away. */
export type Patience = {
  /** Resolves after so many milliseconds. */
  readonly wait: (delayMs: number) => Promise<void>;
  /** In all, for one batch. */
  readonly maxWaitMs: number;
};

const firstDelayMs = 100;
const longestDelayMs = 5_000;

/**
 * Does `task`, again and again while the log cannot be reached, until patience ends; then throws what the
 * log said. Only for tasks that may be repeated without harm.
 */
export const patiently = async <Value>(
  task: () => Promise<Value>,
  { wait, maxWaitMs }: Patience,
): Promise<Value> => {
  let waitedMs = 0;
  let delayMs = firstDelayMs;
  for (;;) {
    try {
      return await task();
    } catch (fault) {
      if (!(fault instanceof EventLogUnavailable) || waitedMs >= maxWaitMs) throw fault;
    }
    await wait(delayMs);
    waitedMs += delayMs;
    delayMs = Math.min(delayMs * 2, longestDelayMs, Math.max(maxWaitMs - waitedMs, 1));
  }
};
