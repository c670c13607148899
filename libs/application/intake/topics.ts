import { deadLettersTopic, inboundTopic, repliesTopic } from '#contracts';

import type { TopicSettings } from '../bus.port.js';

export type IntakeTopics = {
  readonly inbound: string;
  readonly replies: string;
  readonly deadLetters: string;
};

export const intakeTopics: IntakeTopics = {
  inbound: inboundTopic,
  replies: repliesTopic,
  deadLetters: deadLettersTopic,
};

const days = (count: number): string => String(count * 86_400_000);

/** The topics as they are made where they are missing. */
export const intakeTopicSettings = (
  { inbound, replies, deadLetters }: IntakeTopics,
  size: Pick<TopicSettings, 'partitions' | 'replication'>,
): readonly TopicSettings[] => [
  // Whatever its sender has compressed a message with, the broker gives it with the one that the client reads.
  { topic: inbound, ...size, config: { 'retention.ms': days(30), 'compression.type': 'gzip' } },
  { topic: replies, ...size, config: { 'retention.ms': days(30) } },
  {
    topic: deadLetters,
    ...size,
    // A message that the inbound topic has taken fits here with the headers that it is given.
    config: { 'retention.ms': days(365), 'max.message.bytes': '2097152' },
  },
];
