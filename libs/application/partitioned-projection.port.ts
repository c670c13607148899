import type { Position, RecordedEvent } from '#kernel';

import type { NextOffset, TopicFound, TopicPartition } from './bus.port.js';

/** What a message says to a projection: an event, or (null) that none is missing up to a position. */
export type PartitionEntry = {
  readonly offset: bigint;
  readonly position: Position;
  readonly event: RecordedEvent | null;
};

/** Messages of one partition, in the order of their offsets. */
export type PartitionBatch = TopicPartition & {
  readonly entries: readonly PartitionEntry[];
  /** False when the partition is another member's by now: what is left is theirs. */
  readonly isCurrent: () => boolean;
};

type Topic = Pick<TopicFound, 'topic' | 'partitions'>;

/** The topics that a read model is projected from, each with how many partitions it has. */
export type ProjectedTopics = {
  /** Keyed by school: their partitions are applied side by side. */
  readonly responses: Topic;
  /** What responses refer to: an answer waits for its campaign. */
  readonly campaigns: Topic;
};

/**
 * A read model that any number of processes project, each from some partitions. What a batch changes and the
 * offset after it are committed together; a batch that comes again, or that two processes have in hand, is
 * applied once. The checkpoint is the least position of all partitions: sums are counted, and everything is
 * read, up to it and no further.
 */
export interface PartitionedProjection {
  /**
   * Takes the read model over from whoever follows the log, at its checkpoint; makes it anew first when it is
   * made with other definitions. Tried again over faults that pass, until `signal`.
   */
  claim(topics: ProjectedTopics, signal: AbortSignal): Promise<void>;
  /** The first offset of each partition that is not applied. */
  nextOffsets(partitions: readonly TopicPartition[]): Promise<readonly NextOffset[]>;
  /**
   * Resolves when everything is applied, or when the batch is not current any more. At an event that cannot be
   * applied it waits, with everything before it applied, until the event is skipped or somebody asks to resume.
   * Throws faults that pass.
   */
  apply(batch: PartitionBatch, signal: AbortSignal): Promise<void>;
  /** Counts what all partitions have applied. True: call it again, there is more. Throws faults that pass. */
  settle(): Promise<boolean>;
}
