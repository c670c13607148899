import type { BusHealth, PartitionLag, TopicFound, TopicSettings } from '#application';

import type { Admin, Kafka } from 'kafkajs';

import { reasonOf, translated } from './faults.js';

const configEntries = (config: Readonly<Record<string, string>>) =>
  Object.entries(config).map(([name, value]) => ({ name, value }));

const found = async (
  admin: Admin,
  names: readonly string[],
): Promise<readonly Omit<TopicFound, 'created'>[]> => {
  // Without names the client would ask for all of them.
  if (names.length === 0) return [];
  const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
  return topics.map(({ name, partitions }) => ({ topic: name, partitions: partitions.length }));
};

const existing = async (admin: Admin, names: readonly string[]): Promise<readonly TopicFound[]> => {
  const known = new Set(await admin.listTopics());
  const there = await found(
    admin,
    names.filter((name) => known.has(name)),
  );
  return there.map((topic) => ({ ...topic, created: false }));
};

const ensured = async (
  admin: Admin,
  topics: readonly TopicSettings[],
): Promise<readonly TopicFound[]> => {
  const known = new Set(await admin.listTopics());
  const missing = topics.filter(({ topic }) => !known.has(topic));
  // Another process may make the same topic at the same time: then `createTopics` answers false, which is fine.
  if (missing.length > 0)
    await admin.createTopics({
      waitForLeaders: true,
      topics: missing.map(({ topic, partitions, replication, config = {} }) => ({
        topic,
        numPartitions: partitions,
        replicationFactor: replication,
        configEntries: configEntries(config),
      })),
    });
  const all = await found(
    admin,
    topics.map(({ topic }) => topic),
  );
  return all.map((topic) => ({ ...topic, created: !known.has(topic.topic) }));
};

const never = -1n;

const lagOfTopic = async (
  admin: Admin,
  group: string,
  topic: string,
): Promise<readonly PartitionLag[]> => {
  const ends = await admin.fetchTopicOffsets(topic);
  const [offsets] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const committedOf = new Map(
    offsets?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]),
  );
  return ends.map(({ partition, low, high }) => {
    const committed = committedOf.get(partition) ?? never;
    const end = BigInt(high);
    const from = committed === never ? BigInt(low) : committed;
    return {
      topic,
      partition,
      committed: committed === never ? undefined : committed,
      end,
      lag: end - from,
    };
  });
};

/** Topics, lags and health: one connection, opened at the first question and anew after a fault. */
export class KafkaAdministration {
  private open: Promise<Admin> | undefined;

  constructor(private readonly kafka: Kafka) {}

  ensureTopics(topics: readonly TopicSettings[]): Promise<readonly TopicFound[]> {
    return this.ask((admin) => ensured(admin, topics));
  }

  topics(names: readonly string[]): Promise<readonly TopicFound[]> {
    return this.ask((admin) => existing(admin, names));
  }

  async lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]> {
    const lags = await this.ask((admin) =>
      Promise.all(topics.map((topic) => lagOfTopic(admin, group, topic))),
    );
    return lags.flat();
  }

  async health(): Promise<BusHealth> {
    try {
      await this.ask((admin) => admin.describeCluster());
      return { status: 'up' };
    } catch (error) {
      return { status: 'down', reason: reasonOf(error) };
    }
  }

  async close(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    const admin = await open?.catch(() => undefined);
    await admin?.disconnect().catch(() => undefined);
  }

  private async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    try {
      this.open ??= this.connected();
      return await question(await this.open);
    } catch (error) {
      await this.close();
      throw translated(error);
    }
  }

  private async connected(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}
