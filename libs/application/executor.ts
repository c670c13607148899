import type { DomainEvent, RecordedEvent } from '#kernel';

import {
  decideOn,
  type Executed,
  executionOf,
  type Ground,
  isConflict,
  mostAttempts,
  type Order,
} from './order.js';

/**
 * Loads, folds, decides, appends. When another writer was faster, the command is decided again on what the
 * stream holds now, three times at most; a command that carries the revision its author saw is refused then.
 * `history`, when the caller has just read it, spares the first reading. Throws `EventLogUnavailable`.
 */
export const execute = async <Command, Event extends DomainEvent, State, Refusal>(
  { store, aggregate }: Ground<Command, Event, State, Refusal>,
  order: Order<Command>,
  history?: readonly RecordedEvent[],
): Promise<Executed<State, Refusal>> => {
  let known = history ?? (await store.readStream(order.stream));
  for (let attempt = 1; ; attempt += 1) {
    const decided = decideOn(aggregate, order, known);
    if (decided.kind === 'done') return decided.outcome;
    const appended = await store.append(decided.request);
    if (!isConflict(appended) || attempt === mostAttempts) return executionOf(decided, appended);
    known = await store.readStream(order.stream);
  }
};
