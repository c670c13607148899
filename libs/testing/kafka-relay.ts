import type { Bus, EventStore, OutgoingMessage } from '#application';
import { integrationMessage, textQuestionsOf } from '#application/relay';
import type { Catalogue } from '#catalogue';
import { topicOf } from '#contracts/integration';
import { beginning, type Position } from '#kernel';

import { watermarkMessage } from '../application/relay/integration-message.js';

/** Topics that no other test has, in the place of those of the contract. */
export type TestTopics = {
  readonly responses: string;
  readonly campaigns: string;
  readonly partitions: number;
};

const topicFor = (topic: string, { responses, campaigns }: TestTopics): string | undefined =>
  new Map([
    [topicOf('response'), responses],
    [topicOf('campaign'), campaigns],
  ]).get(topic);

const watermarks = (
  { responses, campaigns, partitions }: TestTopics,
  position: Position,
): readonly OutgoingMessage[] => [
  ...Array.from({ length: partitions }, (_, index) => watermarkMessage(responses, index, position)),
  watermarkMessage(campaigns, 0, position),
];

/** Sends what a log has got since the last call, and tells every partition how far that is. */
export const testRelay = (
  { bus, store }: { readonly bus: Bus; readonly store: EventStore },
  catalogue: Catalogue,
  topics: TestTopics,
): (() => Promise<Position>) => {
  const publisher = bus.publisher();
  const textQuestions = textQuestionsOf(catalogue);
  let sent = beginning;
  return async () => {
    for (;;) {
      const events = await store.readAll(sent, 500);
      const last = events.at(-1);
      if (last === undefined) return sent;
      const messages = events.flatMap((event) => {
        const message = integrationMessage(event, textQuestions);
        const topic = message === null ? undefined : topicFor(message.topic, topics);
        return message === null || topic === undefined ? [] : [{ ...message, topic }];
      });
      sent = last.position;
      await publisher.publish([...messages, ...watermarks(topics, sent)]);
    }
  };
};
