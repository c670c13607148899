import { deadLetterHeaders as headers, type Unreadable } from '#contracts';

import type { IncomingMessage, OutgoingMessage, TopicPartition } from '../bus.port.js';

type Dying = TopicPartition & {
  readonly topicOfTheDead: string;
  readonly why: Unreadable;
  /** ISO 8601, UTC. */
  readonly at: string;
};

/** How often a message has come: 1 unless a retry says more. */
export const attemptOf = ({ headers: given }: Pick<IncomingMessage, 'headers'>): number => {
  const attempt = Number(given[headers.attempt] ?? '1');
  return Number.isSafeInteger(attempt) && attempt > 0 ? attempt : 1;
};

/** A message that cannot be read, whole, with what is wrong with it and where it was. */
export const deadLetterOf = (
  message: IncomingMessage,
  { topicOfTheDead, topic, partition, why, at }: Dying,
): OutgoingMessage => ({
  topic: topicOfTheDead,
  key: message.key,
  value: message.value,
  headers: {
    ...message.headers,
    [headers.code]: why.code,
    [headers.reason]: why.reason,
    [headers.topic]: topic,
    [headers.partition]: String(partition),
    [headers.offset]: String(message.offset),
    [headers.at]: at,
    [headers.attempt]: String(attemptOf(message)),
  },
});

const ours: ReadonlySet<string> = new Set(Object.values(headers));

/** A dead letter as it goes back to where it came from: its own headers, and that it comes once more. */
export const retriedMessage = (letter: IncomingMessage, topic: string): OutgoingMessage => ({
  topic,
  key: letter.key,
  value: letter.value,
  headers: {
    ...Object.fromEntries(Object.entries(letter.headers).filter(([name]) => !ours.has(name))),
    [headers.attempt]: String(attemptOf(letter) + 1),
  },
});
