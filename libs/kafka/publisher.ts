import {
  MessageRefused,
  type OutgoingMessage,
  type Published,
  type Publisher,
  type PublisherOptions,
} from '#application';

import kafkajs, {
  type ICustomPartitioner,
  type Kafka,
  type Producer,
  type TopicMessages,
} from 'kafkajs';

import { translated } from './faults.js';

// The client sends what falls in one partition as one record batch, which the broker's default
// `max.message.bytes` (1,048,588) bounds.
const requestBytes = 900_000;
const overheadBytes = 100;

const sizeOf = ({ key, value, headers }: OutgoingMessage): number => {
  const fields = Object.entries(headers).reduce(
    (sum, [name, field]) => sum + name.length + Buffer.byteLength(field) + 10,
    0,
  );
  return (
    overheadBytes +
    fields +
    Buffer.byteLength(key ?? '') +
    (value === null ? 0 : Buffer.byteLength(value))
  );
};

const parts = function* (
  messages: readonly OutgoingMessage[],
): Generator<readonly OutgoingMessage[]> {
  let part: OutgoingMessage[] = [];
  let bytes = 0;
  for (const message of messages) {
    const size = sizeOf(message);
    if (part.length > 0 && bytes + size > requestBytes) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(message);
    bytes += size;
  }
  if (part.length > 0) yield part;
};

const byTopic = (messages: readonly OutgoingMessage[]): TopicMessages[] => {
  const topics = new Map<string, TopicMessages>();
  for (const { topic, partition, headers, ...message } of messages) {
    const entry = topics.get(topic) ?? { topic, messages: [] };
    topics.set(topic, entry);
    const at = partition === undefined ? {} : { partition };
    entry.messages.push({ ...message, headers: { ...headers }, ...at });
  }
  return [...topics.values()];
};

/** The partition of a key as every client chooses it, among the first of a topic where `spread` says so. */
const partitionerOver =
  ({ spread }: PublisherOptions): ICustomPartitioner =>
  () => {
    const partitionOf = kafkajs.Partitioners.DefaultPartitioner();
    return ({ topic, partitionMetadata, message }) => {
      const used = spread?.get(topic) ?? Infinity;
      const among = partitionMetadata.filter(({ partitionId }) => partitionId < used);
      return partitionOf({ topic, message, partitionMetadata: among });
    };
  };

/**
 * An idempotent producer with one request under way: the broker leaves out what the client sends again, and a
 * request never overtakes another. After a fault it is opened anew, since its sequence is no longer known.
 */
export class KafkaPublisher implements Publisher {
  private open: Promise<Producer> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly kafka: Kafka,
    private readonly options: PublisherOptions = {},
  ) {}

  publish(messages: readonly OutgoingMessage[]): Promise<readonly Published[]> {
    const mine = this.last.then(() => this.send(messages));
    this.last = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.last;
    await this.drop();
  }

  private async send(messages: readonly OutgoingMessage[]): Promise<readonly Published[]> {
    if (this.closed) throw new MessageRefused('The publisher is closed.');
    try {
      const producer = await this.producer();
      const published: Published[] = [];
      for (const part of parts(messages)) {
        const answers = await producer.sendBatch({ acks: -1, topicMessages: byTopic(part) });
        for (const { topicName, partition, baseOffset } of answers)
          published.push({ topic: topicName, partition, firstOffset: BigInt(baseOffset ?? '0') });
      }
      return published;
    } catch (error) {
      await this.drop();
      throw translated(error);
    }
  }

  private producer(): Promise<Producer> {
    this.open ??= this.connected();
    return this.open;
  }

  private async connected(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: partitionerOver(this.options),
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
    await producer.connect();
    return producer;
  }

  private async drop(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    const producer = await open?.catch(() => undefined);
    await producer?.disconnect().catch(() => undefined);
  }
}
