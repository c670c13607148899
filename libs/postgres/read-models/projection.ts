import type { RecordedEvent } from '#kernel';

import type { Connection } from '../pool/pool.js';

export const projectionNames = ['school-directory', 'campaign-register', 'figures'] as const;
export type ProjectionName = (typeof projectionNames)[number];

/** Writes a projection's rows, with a memory of what it has read and written. */
export interface Writer {
  /** Applies events, in order, within the connection's transaction and place. */
  write(connection: Connection, events: readonly RecordedEvent[]): Promise<void>;
  /** Drops its memory: a transaction was rolled back, or somebody else has written. */
  forget(): void;
}

/** A read model: its tables, what they are made with, and how events become their rows. */
export type Projection = {
  readonly name: ProjectionName;
  /** Changes when rows made earlier would be made differently now: they are then made anew. */
  readonly definition: string;
  /** The category of streams that it reads. An event of another is none of its business. */
  readonly reads: (category: string) => boolean;
  /** Its tables, each with the unique columns that put its rows in order. Constants of the program. */
  readonly tables: readonly TableOrder[];
  /** Writes what is there before the first event. */
  readonly install: (connection: Connection) => Promise<void>;
  /** A writer for one place. */
  readonly writer: () => Writer;
};

export type TableOrder = { readonly table: string; readonly orderBy: string };

/** `response` of `response-etic-1d-2014.0130001A`. */
export const categoryOf = (stream: string): string => stream.slice(0, stream.indexOf('-'));
