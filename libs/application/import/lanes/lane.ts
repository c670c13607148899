import { BrokenAssumption } from '#kernel';

import { EventLogUnavailable } from '../../event-store.port.js';
import type { RequestContext } from '../../services.js';
import type { Fate } from '../answers/read-records.js';
import type { RecordsOrder, SubmitRecords } from '../submit-records.js';
import { type PackedFates, packedFates, unpackedFates } from './packed-fates.js';

/** One end of a channel between two threads: a `Worker`, or its `parentPort`. */
export type LanePort = {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
};

/** What keeps the texts of an order apart: no line of a file holds one. */
const between = '\0';

type Asked = {
  readonly id: number;
  readonly order: Omit<RecordsOrder, 'texts'>;
  readonly texts: string;
  readonly context: RequestContext;
};

type Told =
  | { readonly id: number; readonly fates: PackedFates }
  | {
      readonly id: number;
      readonly fault: { readonly message: string; readonly isUnavailable: boolean };
    };

/** Answers what the other end asks, with `submit`; words that are no question are for others. */
export const serveLane = (port: LanePort, submit: SubmitRecords): void => {
  const answer = async ({ id, order, texts, context }: Asked): Promise<Told> => {
    try {
      const fates = await submit({ ...order, texts: texts.split(between) }, context);
      return { id, fates: packedFates(fates) };
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
  readonly settle: (fates: readonly Fate[]) => void;
  readonly fail: (fault: Error) => void;
};

/** Records that are read and taken in by another thread. */
export type Lane = {
  readonly submit: SubmitRecords;
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
    if ('fates' in told) one?.settle(unpackedFates(told.fates));
    else one?.fail(faultOf(told.fault));
  });
  return {
    load: () => waiting.size,
    submit: ({ texts, ...order }, context) =>
      new Promise((settle, fail) => {
        if (gone !== undefined) {
          fail(gone);
          return;
        }
        asked += 1;
        waiting.set(asked, { settle, fail });
        const message: Asked = { id: asked, order, texts: texts.join(between), context };
        port.postMessage(message);
      }),
    lost: (fault) => {
      gone = fault;
      for (const { fail } of waiting.values()) fail(fault);
      waiting.clear();
    },
  };
};

/** Records go to the lane that has the least in hand. */
export const throughLanes = (lanes: readonly Lane[]): SubmitRecords => {
  const [first, ...others] = lanes;
  if (first === undefined) throw new BrokenAssumption('no lane to submit through');
  return (order, context) => {
    const free = others.reduce((best, lane) => (lane.load() < best.load() ? lane : best), first);
    return free.submit(order, context);
  };
};
