import { randomUUID } from 'node:crypto';

import type { Bus } from '#application';
import { type KafkaSettings, type KafkaLog, openKafka } from '#kafka';

import kafkajs, { type Admin } from 'kafkajs';

const silent: KafkaLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The address of the broker that the run has started; a run without one is a red run. */
const testBrokers = (): readonly string[] => {
  const brokers = process.env['TEST_KAFKA_BROKERS'];
  if (brokers === undefined)
    throw new Error('TEST_KAFKA_BROKERS is not set: run these specs with npm run test:kafka.');
  return brokers.split(',');
};

/** A bus on the test broker; the caller closes it. */
export const openTestBus = (settings: Partial<KafkaSettings> = {}): Bus =>
  openKafka({
    brokers: settings.brokers ?? testBrokers(),
    clientId: 'test',
    log: silent,
    ...settings,
  });

/** A topic that no other test has. */
export const newTopic = async (bus: Bus, partitions: number): Promise<string> => {
  const topic = `test.${randomUUID()}`;
  await bus.ensureTopics([{ topic, partitions, replication: 1 }]);
  return topic;
};

/** Does what an operator does with the tools of Kafka, which no part of this program does. */
const administer = async (work: (admin: Admin) => Promise<unknown>): Promise<void> => {
  const settings = { brokers: [...testBrokers()], logLevel: kafkajs.logLevel.NOTHING };
  const admin = new kafkajs.Kafka(settings).admin();
  await admin.connect();
  await work(admin);
  await admin.disconnect();
};

/** Gives a topic so many partitions, more than it has. */
export const addPartitions = (topic: string, count: number): Promise<void> =>
  administer((admin) => admin.createPartitions({ topicPartitions: [{ topic, count }] }));

export const deleteTopic = (topic: string): Promise<void> =>
  administer((admin) => admin.deleteTopics({ topics: [topic] }));

/** Waits until `holds` says so; only a run that hangs is ended. */
export const eventually = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
};
