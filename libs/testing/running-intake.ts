import { randomUUID } from 'node:crypto';

import { Registry } from 'prom-client';

import type { Bus, IncomingMessage, OutgoingMessage, ReplyBook, Services } from '#application';
import { intakeTopics, type IntakeTopics } from '#application/intake';

/** Topics that no other test has. */
export const ownTopics = (): IntakeTopics => {
  const own = randomUUID().slice(0, 8);
  return {
    inbound: `${intakeTopics.inbound}.${own}`,
    replies: `${intakeTopics.replies}.${own}`,
    deadLetters: `${intakeTopics.deadLetters}.${own}`,
  };
};

// The least that a broker takes: who was killed, or cut off by a broker that was, comes back soon.
const sessionTimeoutMs = 6_000;

const silent = { info: () => undefined, warn: () => undefined };

/** The parts of an intake for tests: tools `outil-a` of everywhere and `outil-toulouse`. */
export const intakeParts = (ground: {
  readonly bus: Bus;
  readonly services: Services;
  readonly replies: ReplyBook;
  readonly topics: IntakeTopics;
}) => ({
  ...ground,
  sources: new Map<string, '*' | readonly string[]>([
    ['outil-a', '*'],
    ['outil-toulouse', ['16']],
  ]),
  size: { partitions: 3, replication: 1 },
  logger: silent,
  registry: new Registry(),
  group: `intake.${ground.topics.inbound}`,
  sessionTimeoutMs,
});

/** A message as a tool sends it, with its school for key. */
export const sentBy = (
  topic: string,
  content: Readonly<Record<string, unknown>> | Buffer,
  key?: string,
): OutgoingMessage => {
  const isRaw = Buffer.isBuffer(content);
  const school = isRaw ? undefined : content['uai'];
  return {
    topic,
    key: key ?? (typeof school === 'string' ? school : null),
    value: isRaw ? content : JSON.stringify(content),
    headers: {},
  };
};

/** Everything that a topic was given since it was first read, in the order of each partition. */
export const readerOf = (bus: Bus, topic: string) => {
  const seen: (IncomingMessage & { readonly partition: number })[] = [];
  const subscription = bus.subscribe({
    topics: [topic],
    group: `reader.${randomUUID()}`,
    ...{ concurrency: 3, sessionTimeoutMs },
    onBatch: ({ messages, partition }) => {
      seen.push(...messages.map((message) => ({ ...message, partition })));
      return Promise.resolve();
    },
  });
  return { seen, joined: () => subscription.joined(), stop: () => subscription.stop() };
};
