import type { Position } from '#kernel';

import type { OutgoingMessage, TopicFound } from '../bus.port.js';
import { watermarkMessage } from './integration-message.js';

/**
 * Tells every partition of some topics how far it is complete: at most every so many milliseconds while the log
 * moves, and once when it rests.
 */
export class Watermarks {
  private reached: Position | undefined;
  private told: Position | undefined;
  private toldAtMs = -Infinity;

  constructor(
    private readonly topics: readonly TopicFound[],
    private readonly everyMs: number,
  ) {}

  /** Everything at or before it has been published, or is in the same call before the watermarks. */
  reach(position: Position): void {
    this.reached = position;
  }

  /** In how many milliseconds they are due; undefined when all partitions have been told. */
  dueInMs(nowMs: number): number | undefined {
    if (this.reached === undefined || this.reached === this.told) return undefined;
    return Math.max(0, this.toldAtMs + this.everyMs - nowMs);
  }

  /** The messages that are due, taken as sent. */
  take(nowMs: number): readonly OutgoingMessage[] {
    const { reached } = this;
    if (reached === undefined || this.dueInMs(nowMs) !== 0) return [];
    this.told = reached;
    this.toldAtMs = nowMs;
    return this.topics.flatMap(({ topic, partitions }) =>
      Array.from({ length: partitions }, (_, partition) =>
        watermarkMessage(topic, partition, reached),
      ),
    );
  }
}
