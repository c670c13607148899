/** A message on its way out. The same key goes to the same partition, in the order of the calls. */
export type OutgoingMessage = {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Only for what belongs to a partition rather than to a key. */
  readonly partition?: number;
};

export type TopicPartition = { readonly topic: string; readonly partition: number };

/** Where the messages of one publication that fell in one partition begin. */
export type Published = TopicPartition & { readonly firstOffset: bigint };

export type PublisherOptions = {
  /** Keys of these topics go to so many partitions, from the first; default: to all that there are. */
  readonly spread?: ReadonlyMap<string, number>;
};

export interface Publisher {
  /**
   * Resolves when every replica in sync has every message. Messages of one call and one key keep their order,
   * and come before those of a later call. Throws `BusUnavailable` when that is not known: some may have been
   * written, so the same call is made again and the same messages may come twice. Throws `MessageRefused` for
   * what no later call will change, such as a message that is too large.
   */
  publish(messages: readonly OutgoingMessage[]): Promise<readonly Published[]>;
  close(): Promise<void>;
}

/** A message as it came: bytes, because nothing is known of who wrote them. */
export type IncomingMessage = {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly offset: bigint;
  /** When the broker or its sender says that it was written: milliseconds since 1970, UTC. */
  readonly timestampMs: number;
};

/** Messages of one partition, in order, without a gap to the batch before. */
export type IncomingBatch = TopicPartition & {
  readonly messages: readonly IncomingMessage[];
  /** The offset that the partition's next message will have, as of the fetch. */
  readonly highWatermark: bigint;
  /** False once the partition may be another member's: what is left is theirs, and no offset will be committed. */
  isCurrent(): boolean;
  /** Tells the group that this member lives. It is done beside the handler; only a long synchronous one needs it. */
  heartbeat(): Promise<void>;
};

export type NextOffset = TopicPartition & { readonly offset: bigint };

export type SubscriptionOptions = {
  readonly topics: readonly string[];
  /** Members of one group share the partitions. */
  readonly group: string;
  /** Where a group begins that has no committed offset; default: at the beginning. */
  readonly from?: 'beginning' | 'end';
  /** Partitions that are handled at once; default 1. Within a partition batches always follow each other. */
  readonly concurrency?: number;
  /** How long the group waits for a member that says nothing; default 30,000 ms. */
  readonly sessionTimeoutMs?: number;
  /** At most so many bytes of a partition in a batch; default 1,048,576. */
  readonly batchBytes?: number;
  /**
   * At least once: when it resolves the batch's offset is committed, when it throws the same batch comes again
   * after a growing pause, at most 10 s. The next batch of the partition is not fetched before.
   */
  readonly onBatch: (batch: IncomingBatch) => Promise<void>;
  /**
   * For a handler that keeps its offsets with its own data: where to go on in each partition that this member
   * now has. Partitions that it leaves out go on from the committed offset. No batch of these partitions comes before.
   */
  readonly onAssigned?: (partitions: readonly TopicPartition[]) => Promise<readonly NextOffset[]>;
  /** Partitions that this member no longer has. Their last batch may still be in the handler's hands. */
  readonly onRevoked?: (partitions: readonly TopicPartition[]) => void;
};

export type SubscriptionState = {
  readonly status: 'connecting' | 'running' | 'stopped';
  readonly assigned: readonly TopicPartition[];
  /** What failed last and is tried again: the connection, or a handler at its partition. Absent once it works. */
  readonly fault?: {
    readonly reason: string;
    readonly at?: TopicPartition & { readonly offset: bigint };
  };
};

export interface BusSubscription {
  state(): SubscriptionState;
  /** Resolves when this member has its partitions for the first time, or when it stops before. */
  joined(): Promise<void>;
  /** No batch of these partitions comes until they are resumed; the membership stays. */
  pause(partitions: readonly TopicPartition[]): void;
  resume(partitions: readonly TopicPartition[]): void;
  /** Waits for the batches in hand, commits their offsets and leaves the group. */
  stop(): Promise<void>;
}

export type TopicSettings = {
  readonly topic: string;
  readonly partitions: number;
  readonly replication: number;
  /** As the broker names them: `cleanup.policy`, `retention.ms`, `max.message.bytes` … */
  readonly config?: Readonly<Record<string, string>>;
};

/** A topic as it is: one that existed keeps its own number of partitions. */
export type TopicFound = {
  readonly topic: string;
  readonly partitions: number;
  readonly created: boolean;
};

export type PartitionLag = TopicPartition & {
  /** The next offset that the group will read; undefined when it never committed one. */
  readonly committed: bigint | undefined;
  readonly end: bigint;
  readonly lag: bigint;
};

export type BusHealth =
  { readonly status: 'up' } | { readonly status: 'down'; readonly reason: string };

/**
 * The courier between this program and others; the event log stays the truth. Guarantees, proven on a real
 * broker: at least once, in the order of a key, across restarts of the broker and of a member of a group.
 */
export interface Bus {
  publisher(options?: PublisherOptions): Publisher;
  /** Returns at once and connects beside: a broker that is away is tried again until `stop`. */
  subscribe(options: SubscriptionOptions): BusSubscription;
  /** Makes the topics that are missing. Throws `BusUnavailable`. */
  ensureTopics(topics: readonly TopicSettings[]): Promise<readonly TopicFound[]>;
  /** Those of the topics that exist, in no order. Throws `BusUnavailable`. */
  topics(names: readonly string[]): Promise<readonly TopicFound[]>;
  /** How far a group is behind in each partition of the topics. Throws `BusUnavailable`. */
  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]>;
  health(): Promise<BusHealth>;
  /** Closes every publisher and subscription that it gave, then its own connection. */
  close(): Promise<void>;
}

export class BusUnavailable extends Error {
  override readonly name = 'BusUnavailable';
}

export class MessageRefused extends Error {
  override readonly name = 'MessageRefused';
}
