import { setTimeout as pause } from 'node:timers/promises';

/** Nothing has come within the time that was given. */
export const silence: unique symbol = Symbol('silence');

/** What comes first: the promise, or, after `ms`, silence. Without `ms` it waits for the promise. */
export const within = async <Value>(
  coming: Promise<Value>,
  ms: number | undefined,
): Promise<Value | typeof silence> => {
  if (ms === undefined) return coming;
  const over = new AbortController();
  const { signal } = over;
  const still = pause(ms, undefined, { signal })
    .catch(() => undefined)
    .then((): typeof silence => silence);
  try {
    return await Promise.race([coming, still]);
  } finally {
    over.abort();
  }
};
