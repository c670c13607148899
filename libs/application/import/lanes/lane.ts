import { BrokenAssumption } from '#kernel';

import { EventLogUnavailable } from '../../event-store.port.js';
import type { Outcome } from '../../receipt.js';
import type { SubmitMany } from '../../responses/submit-many.js';
import type { RequestContext } from '../../services.js';

/** Takes in rows of a campaign, outcomes in their order: see `submitMany`. */
export type SubmitRows = (
  order: SubmitMany,
  context: RequestContext,
) => Promise<readonly Outcome[]>;

/** One end of a channel between two threads: a `Worker`, or its `parentPort`. */
export type LanePort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
};

/** One text is far cheaper to hand over than a graph of objects: declarations are JSON by nature. */
type Asked = { readonly id: number; readonly order: string; readonly context: RequestContext };

type Told =
  | { readonly id: number; readonly outcomes: readonly Outcome[] }
  | {
      readonly id: number;
      readonly fault: { readonly message: string; readonly isUnavailable: boolean };
    };

/** Answers what the other end asks, with `submit`; words that are no question are for others. */
export const serveLane = (port: LanePort, submit: SubmitRows): void => {
  const answer = async ({ id, order, context }: Asked): Promise<Told> => {
    try {
      return { id, outcomes: await submit(JSON.parse(order) as SubmitMany, context) };
    } catch (fault) {
      const message = fault instanceof Error ? fault.message : String(fault);
      return { id, fault: { message, isUnavailable: fault instanceof EventLogUnavailable } };
    }
  };
  port.on('message', (message) => {
    if (typeof message !== 'object') return;
    void answer(message as Asked).then((told) => {
      port.postMessage(told);
    });
  });
};

type Waiting = {
  readonly settle: (outcomes: readonly Outcome[]) => void;
  readonly fail: (fault: Error) => void;
};

/** Rows that are taken in by another thread. */
export type Lane = {
  readonly submit: SubmitRows;
  /** Batches that it has in hand. */
  readonly load: () => number;
  /** To be said when the other thread has died: whoever waits for it is told. */
  readonly lost: (fault: Error) => void;
};

const faultOf = ({ message, isUnavailable }: Extract<Told, { fault: unknown }>['fault']): Error =>
  isUnavailable ? new EventLogUnavailable(message) : new Error(message);

export const laneThrough = (port: LanePort): Lane => {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let gone: Error | undefined;
  port.on('message', (message) => {
    const told = message as Told;
    const one = waiting.get(told.id);
    waiting.delete(told.id);
    if ('outcomes' in told) one?.settle(told.outcomes);
    else one?.fail(faultOf(told.fault));
  });
  return {
    load: () => waiting.size,
    submit: (order, context) =>
      new Promise((settle, fail) => {
        if (gone !== undefined) {
          fail(gone);
          return;
        }
        asked += 1;
        waiting.set(asked, { settle, fail });
        const message: Asked = { id: asked, order: JSON.stringify(order), context };
        port.postMessage(message);
      }),
    lost: (fault) => {
      gone = fault;
      for (const { fail } of waiting.values()) fail(fault);
      waiting.clear();
    },
  };
};

/** Rows go to the lane that has the least in hand. */
export const throughLanes = (lanes: readonly Lane[]): SubmitRows => {
  const [first, ...others] = lanes;
  if (first === undefined) throw new BrokenAssumption('no lane to submit through');
  return (order, context) => {
    const free = others.reduce((best, lane) => (lane.load() < best.load() ? lane : best), first);
    return free.submit(order, context);
  };
};
