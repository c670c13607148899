const signals = ['SIGINT', 'SIGTERM'] as const;

/** Aborted by the first SIGINT or SIGTERM; the next one ends the process at once, as if nobody listened. */
export const interruption = (): AbortSignal => {
  const leaving = new AbortController();
  const leave = (): void => {
    for (const signal of signals) process.off(signal, leave);
    leaving.abort();
  };
  for (const signal of signals) process.on(signal, leave);
  return leaving.signal;
};

/** Resolves when `signal` is aborted. */
export const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
