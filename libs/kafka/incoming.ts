import type { IncomingMessage, TopicPartition } from '#application';

import type { Batch, IHeaders, IMemberAssignment, KafkaMessage } from 'kafkajs';

const text = (field: IHeaders[string]): string => {
  const last = Array.isArray(field) ? field.at(-1) : field;
  return last === undefined ? '' : last.toString();
};

const incomingMessage = ({
  key,
  value,
  headers,
  offset,
  timestamp,
}: KafkaMessage): IncomingMessage => ({
  key,
  value,
  headers: Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, field]) => [name, text(field)]),
  ),
  offset: BigInt(offset),
  timestampMs: Number(timestamp),
});

/** Where the fetch began, which says whether something lies between a batch and the one before. */
const fetchedFrom = (batch: Batch & { readonly fetchedOffset?: string }): bigint =>
  BigInt(batch.fetchedOffset ?? batch.firstOffset() ?? batch.lastOffset());

export type FetchedBatch = TopicPartition & {
  readonly messages: readonly IncomingMessage[];
  readonly from: bigint;
  readonly next: bigint;
  readonly highWatermark: bigint;
};

export const fetchedBatch = (batch: Batch): FetchedBatch => ({
  topic: batch.topic,
  partition: batch.partition,
  messages: batch.messages.map(incomingMessage),
  from: fetchedFrom(batch),
  next: BigInt(batch.lastOffset()) + 1n,
  highWatermark: BigInt(batch.highWatermark),
});

export const partitionsOf = (assignment: IMemberAssignment): readonly TopicPartition[] =>
  Object.entries(assignment).flatMap(([topic, partitions]) =>
    partitions.map((partition) => ({ topic, partition })),
  );
