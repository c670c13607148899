import type { Position } from '#kernel';

import type { EventStore } from '../event-store.port.js';
import type { RelayCheckpoint } from './checkpoint.port.js';

export type RelayLag = {
  readonly head: Position;
  /** Everything at or before it has been published, by whichever relay. */
  readonly position: Position;
  /** How far the log is beyond it, in positions, which have holes. */
  readonly positions: bigint;
  /** The age of the oldest event that is not published; 0 when there is none. */
  readonly seconds: number;
};

type Asked = {
  readonly log: Pick<EventStore, 'head' | 'readAll'>;
  readonly checkpoint: Pick<RelayCheckpoint, 'position'>;
};

/** How far topics are behind the log at `nowMs`. Throws when the log or the checkpoint cannot be read. */
export const relayLag = async ({ log, checkpoint }: Asked, nowMs: number): Promise<RelayLag> => {
  const position = await checkpoint.position();
  const head = await log.head();
  if (head <= position) return { head, position, positions: 0n, seconds: 0 };
  const [oldest] = await log.readAll(position, 1);
  const since = oldest === undefined ? nowMs : Date.parse(oldest.recordedAt);
  return {
    head,
    position,
    positions: head - position,
    seconds: Math.max(0, nowMs - since) / 1_000,
  };
};
