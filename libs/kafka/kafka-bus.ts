import type {
  Bus,
  BusHealth,
  BusSubscription,
  PartitionLag,
  Publisher,
  PublisherOptions,
  SubscriptionOptions,
  TopicFound,
  TopicSettings,
} from '#application';

import type { Kafka } from 'kafkajs';

import { KafkaAdministration } from './administration.js';
import { KafkaPublisher } from './publisher.js';
import { kafkaClient, type KafkaLog, type KafkaSettings } from './settings.js';
import { KafkaSubscription } from './subscription.js';

class KafkaBus implements Bus {
  private readonly administration: KafkaAdministration;
  private readonly publishers = new Set<Publisher>();
  private readonly subscriptions = new Set<BusSubscription>();

  constructor(
    private readonly kafka: Kafka,
    private readonly log: KafkaLog,
  ) {
    this.administration = new KafkaAdministration(kafka);
  }

  publisher(options?: PublisherOptions): Publisher {
    const publisher = new KafkaPublisher(this.kafka, options);
    this.publishers.add(publisher);
    return publisher;
  }

  subscribe(options: SubscriptionOptions): BusSubscription {
    const subscription = new KafkaSubscription(this.kafka, this.log, options);
    this.subscriptions.add(subscription);
    return subscription;
  }

  ensureTopics(topics: readonly TopicSettings[]): Promise<readonly TopicFound[]> {
    return this.administration.ensureTopics(topics);
  }

  topics(names: readonly string[]): Promise<readonly TopicFound[]> {
    return this.administration.topics(names);
  }

  lag(group: string, topics: readonly string[]): Promise<readonly PartitionLag[]> {
    return this.administration.lag(group, topics);
  }

  health(): Promise<BusHealth> {
    return this.administration.health();
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([...this.publishers].map((publisher) => publisher.close()));
    await this.administration.close();
  }
}

/** A bus on Apache Kafka; what it promises is on `Bus`, how is in ADR-0026. Nothing is connected yet. */
export const openKafka = (settings: KafkaSettings): Bus =>
  new KafkaBus(kafkaClient(settings), settings.log);
