import type { ProjectionName } from '#application';
import type { RecordedEvent } from '#kernel';

import type { Connection } from '../pool/pool.js';

/** Lends a connection to read a projection's rows, with everything that was planned before written. */
export type Read = <Value>(work: (connection: Connection) => Promise<Value>) => Promise<Value>;

/** What a batch changes: writes it within the connection's transaction and place. */
export type Plan = (connection: Connection) => Promise<void>;

/**
 * Turns events into what has to be written, batch by batch, each of which may come in parts. It may remember what it
 * has read and planned: its plans are all written, by nobody else and in the order in which they were made, or it is
 * dropped.
 */
export type Planner = {
  /** Takes a part of a batch. */
  readonly take: (events: readonly RecordedEvent[], read: Read) => Promise<void>;
  /** Ends the batch: what all that was taken changes. */
  readonly plan: (read: Read) => Promise<Plan>;
  /**
   * Reads a little of what coming events may need, between two batches; false when there is nothing left to read.
   * An event that comes waits for one such step at most.
   */
  readonly warm?: (read: Read) => Promise<boolean>;
};

/** Plans a batch once all of it is there. */
export const planningWhole = (
  planOf: (events: readonly RecordedEvent[], read: Read) => Promise<Plan>,
): Planner => {
  let taken: readonly RecordedEvent[] = [];
  return {
    take: (events) => {
      taken = [...taken, ...events];
      return Promise.resolve();
    },
    plan: (read) => {
      const events = taken;
      taken = [];
      return planOf(events, read);
    },
  };
};

/** A read model: its tables, what they are made with, and how events become their rows. */
export type Projection = {
  readonly name: ProjectionName;
  /** Changes when rows made earlier would be made differently now: they are then made anew. */
  readonly definition: string;
  /** The categories of streams that it reads, and of which types: any other event is none of its business. */
  readonly reads: (category: string, type: string) => boolean;
  /** Its tables, each with the unique columns that put its rows in order. Constants of the program. */
  readonly tables: readonly TableOrder[];
  /** Writes what is there before the first event. */
  readonly install: (connection: Connection) => Promise<void>;
  /** A planner for one place. */
  readonly planner: () => Planner;
};

export type TableOrder = { readonly table: string; readonly orderBy: string };
