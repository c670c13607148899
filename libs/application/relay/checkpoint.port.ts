import type { Position } from '#kernel';

import type { TopicFound } from '../bus.port.js';

/** Over how many partitions the keys of topics are spread, by topic. */
export type KeySpread = ReadonlyMap<string, number>;

/** Where the relay stands: everything at or before the position has been published. */
export interface RelayCheckpoint {
  /** The beginning, before the first advance. */
  position(): Promise<Position>;
  /** Compare-and-set. Throws when another process has moved it meanwhile. */
  advance(from: Position, to: Position): Promise<void>;
  /** Of every topic that a relay has met. */
  spread(): Promise<KeySpread>;
  /** Spreads the keys of topics over all partitions that they have now. What was decided before stays. */
  keepSpread(topics: readonly Pick<TopicFound, 'topic' | 'partitions'>[]): Promise<void>;
}

/** Of several relays lets one work; the next takes over when its turn ends, or its process. */
export interface RelayLease {
  state():
    | { readonly status: 'held' }
    | { readonly status: 'unknown' }
    | {
        readonly status: 'standby';
        readonly holder: {
          readonly process: number;
          readonly name: string;
          readonly since: string;
        } | null;
      };
  /** Does `work` whenever the lease is held, until `signal` aborts. `until` aborts when the lease is lost. */
  whileHeld(signal: AbortSignal, work: (until: AbortSignal) => Promise<void>): Promise<void>;
}
