import type { RecordedEvent } from '#kernel';

import { isPassing } from './projection-health.js';

export type Unapplicable = { readonly event: RecordedEvent; readonly error: unknown };

/**
 * Applies events in halves until the one that cannot be applied stands alone: all before it are applied then.
 * `attempt` applies all that it is given, or nothing. Throws faults that pass by themselves.
 */
export const firstUnapplicable = async (
  events: readonly RecordedEvent[],
  attempt: (events: readonly RecordedEvent[]) => Promise<void>,
): Promise<Unapplicable | undefined> => {
  const [event] = events;
  if (event === undefined) return undefined;
  try {
    await attempt(events);
    return undefined;
  } catch (error) {
    if (isPassing(error)) throw error;
    if (events.length === 1) return { event, error };
  }
  const half = Math.ceil(events.length / 2);
  return (
    (await firstUnapplicable(events.slice(0, half), attempt)) ??
    (await firstUnapplicable(events.slice(half), attempt))
  );
};
