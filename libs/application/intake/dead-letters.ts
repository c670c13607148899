import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { deadLetterHeaders as headers } from '#contracts';

import type { Bus, IncomingBatch, IncomingMessage, PartitionLag } from '../bus.port.js';
import { attemptOf, retriedMessage } from './dead-letter.js';
import type { IntakeTopics } from './topics.js';

/** A message that could not be read, as it lies with the dead letters. */
export type DeadLetter = {
  readonly partition: number;
  readonly offset: bigint;
  /** ISO 8601, UTC; empty when nothing says so. */
  readonly at: string;
  readonly code: string;
  readonly reason: string;
  /** How often it has come. */
  readonly attempt: number;
  /** Where it was: topic/partition/offset. */
  readonly origin: string;
  readonly message: IncomingMessage;
};

type Walk = {
  readonly topic: string;
  readonly group: string;
  readonly take: (letters: readonly DeadLetter[]) => Promise<void>;
};

const lookAfterMs = 200;

const letterOf = (message: IncomingMessage, partition: number): DeadLetter => {
  const said = (name: string): string => message.headers[name] ?? '';
  return {
    partition,
    offset: message.offset,
    at: said(headers.at),
    code: said(headers.code),
    reason: said(headers.reason),
    attempt: attemptOf(message),
    origin: [headers.topic, headers.partition, headers.offset].map(said).join('/'),
    message,
  };
};

const isBehind = ({ partition, committed = -1n, end, lag }: PartitionLag, ends: Ends): boolean =>
  committed < (ends.get(partition) ?? end) && lag > 0n;

type Ends = ReadonlyMap<number, bigint>;

/**
 * Goes through the dead letters that a group has not seen yet, up to where the topic ends now: what dies meanwhile
 * is for the next time. What it has seen is remembered by the group, so that it goes on there when interrupted.
 */
const walk = async (bus: Bus, { topic, group, take }: Walk): Promise<void> => {
  const begun = await bus.lag(group, [topic]);
  const ends: Ends = new Map(begun.map(({ partition, end }) => [partition, end]));
  if (begun.every(({ lag }) => lag === 0n)) return;

  const onBatch = async ({ messages, partition }: IncomingBatch): Promise<void> => {
    await take(messages.map((message) => letterOf(message, partition)));
    const next = (messages.at(-1)?.offset ?? -1n) + 1n;
    if (next >= (ends.get(partition) ?? 0n)) subscription.pause([{ topic, partition }]);
  };
  const subscription = bus.subscribe({ topics: [topic], group, onBatch });
  try {
    while ((await bus.lag(group, [topic])).some((lag) => isBehind(lag, ends))) {
      await pause(lookAfterMs);
    }
  } finally {
    await subscription.stop();
  }
};

/** Which dead letters are meant. */
export type DeadLetterFilter = {
  /** Any when empty. */
  readonly codes: readonly string[];
  /** Leaves those alone that have come more often. */
  readonly mostAttempts?: number;
};

export const matches = (
  { codes, mostAttempts = Number.MAX_SAFE_INTEGER }: DeadLetterFilter,
  { code, attempt }: Pick<DeadLetter, 'code' | 'attempt'>,
): boolean => (codes.length === 0 || codes.includes(code)) && attempt <= mostAttempts;

/** Every dead letter that lies there now, partition by partition. Throws `BusUnavailable`. */
export const deadLetters = async (
  bus: Bus,
  { deadLetters: topic }: Pick<IntakeTopics, 'deadLetters'>,
): Promise<readonly DeadLetter[]> => {
  const found: DeadLetter[] = [];
  const take = (letters: readonly DeadLetter[]): Promise<void> => {
    found.push(...letters);
    return Promise.resolve();
  };
  await walk(bus, { topic, group: `observatory.intake.look.${randomUUID()}`, take });
  return found.sort(
    (left, right) => left.partition - right.partition || Number(left.offset - right.offset),
  );
};

const retryGroup = (topic: string, { codes, mostAttempts }: DeadLetterFilter): string => {
  const chosen = codes.length === 0 ? 'all' : [...codes].sort().join('+');
  const often = mostAttempts === undefined ? '' : `.${String(mostAttempts)}`;
  return `observatory.intake.retry.${topic}.${chosen}${often}`;
};

export type Retried = { readonly retried: number; readonly left: number };

/**
 * Sends dead letters to the inbound topic again, each once: the same filter goes on where it stopped, and later
 * takes only what has come since. Throws `BusUnavailable`; what was sent then may be sent once more.
 */
export const retryDeadLetters = async (
  bus: Bus,
  topics: Pick<IntakeTopics, 'inbound' | 'deadLetters'>,
  filter: DeadLetterFilter,
): Promise<Retried> => {
  const publisher = bus.publisher();
  let retried = 0;
  let left = 0;
  const take = async (letters: readonly DeadLetter[]): Promise<void> => {
    const meant = letters.filter((letter) => matches(filter, letter));
    await publisher.publish(meant.map(({ message }) => retriedMessage(message, topics.inbound)));
    retried += meant.length;
    left += letters.length - meant.length;
  };
  try {
    const topic = topics.deadLetters;
    await walk(bus, { topic, group: retryGroup(topic, filter), take });
  } finally {
    await publisher.close();
  }
  return { retried, left };
};
