import { BrokenAssumption, type DomainEvent, type RecordedEvent } from '#kernel';

import type { EventStore } from './event-store.port.js';
import {
  decideOn,
  type Executed,
  executionOf,
  type Ground,
  isConflict,
  mostAttempts,
  type Order,
  type Pending,
} from './order.js';
import { firstOfEach } from './waves.js';

export type Histories = ReadonlyMap<string, readonly RecordedEvent[]>;

type Waiting<Command> = {
  readonly index: number;
  readonly attempt: number;
  readonly order: Order<Command>;
};

type Finished<State, Refusal> = {
  readonly index: number;
  readonly executed: Executed<State, Refusal>;
};

type Outcomes<Command, State, Refusal> = {
  readonly finished: readonly Finished<State, Refusal>[];
  /** Decided on a history that another writer has made longer since. */
  readonly overtaken: readonly Waiting<Command>[];
};

type Pended<Command> = { readonly one: Waiting<Command>; readonly pending: Pending };

const appendAll = async <Command, State, Refusal>(
  store: EventStore,
  pended: readonly Pended<Command>[],
): Promise<Outcomes<Command, State, Refusal>> => {
  const finished: Finished<State, Refusal>[] = [];
  const overtaken: Waiting<Command>[] = [];
  if (pended.length === 0) return { finished, overtaken };

  const appended = await store.appendMany(pended.map(({ pending }) => pending.request));
  pended.forEach(({ one, pending }, at) => {
    const outcome = appended[at];
    if (outcome === undefined) throw new BrokenAssumption('appendMany answers each request');
    if (isConflict(outcome) && one.attempt < mostAttempts) {
      overtaken.push({ ...one, attempt: one.attempt + 1 });
    } else finished.push({ index: one.index, executed: executionOf(pending, outcome) });
  });
  return { finished, overtaken };
};

const runWave = async <Command, Event extends DomainEvent, State, Refusal>(
  { store, aggregate }: Ground<Command, Event, State, Refusal>,
  now: readonly Waiting<Command>[],
  known: Histories,
): Promise<Outcomes<Command, State, Refusal>> => {
  const done: Finished<State, Refusal>[] = [];
  const pended: Pended<Command>[] = [];
  for (const one of now) {
    const decided = decideOn(aggregate, one.order, known.get(one.order.stream) ?? []);
    if (decided.kind === 'done') done.push({ index: one.index, executed: decided.outcome });
    else pended.push({ one, pending: decided });
  }
  const { finished, overtaken } = await appendAll<Command, State, Refusal>(store, pended);
  return { finished: [...done, ...finished], overtaken };
};

/**
 * Does many orders with one reading and one append for all, outcomes in their order. Orders for the same stream
 * follow each other; an order that another writer overtook is decided again, three times at most.
 * `histories`, when the caller has just read every stream, spares the first reading.
 * Throws `EventLogUnavailable`: what was done stays done, and doing all of it again does no harm.
 */
export const executeMany = async <Command, Event extends DomainEvent, State, Refusal>(
  ground: Ground<Command, Event, State, Refusal>,
  orders: readonly Order<Command>[],
  histories?: Histories,
): Promise<readonly Executed<State, Refusal>[]> => {
  const executed = new Array<Executed<State, Refusal>>(orders.length);
  let waiting = orders.map((order, index): Waiting<Command> => ({ index, attempt: 1, order }));
  let known = histories;
  while (waiting.length > 0) {
    const { now, later } = firstOfEach(waiting, ({ order }) => order.stream);
    known ??= await ground.store.readStreams(now.map(({ order }) => order.stream));
    const { finished, overtaken } = await runWave(ground, now, known);
    for (const { index, executed: outcome } of finished) executed[index] = outcome;
    waiting = [...overtaken, ...later].sort((left, right) => left.index - right.index);
    known = undefined;
  }
  return executed;
};
