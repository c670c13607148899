import type { EventStore } from '#application';
import { beginning, type Position } from '#kernel';

import { newEvent, type OnStream } from './small-survey.js';

/** Appends events in order, each to the end of its stream. Answers with the position of the last. */
export const logWriter = (
  store: EventStore,
): ((facts: readonly OnStream[]) => Promise<Position>) => {
  const revisions = new Map<string, number>();
  return async (facts) => {
    let last: Position = beginning;
    for (const fact of facts) {
      const { stream } = fact;
      const expectedRevision = revisions.get(stream) ?? 0;
      const events = [newEvent(fact, expectedRevision)];
      const outcome = await store.append({ stream, expectedRevision, events });
      if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.error)}`);
      revisions.set(stream, expectedRevision + 1);
      last = outcome.value.position;
    }
    return last;
  };
};
