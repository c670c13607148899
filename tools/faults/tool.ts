import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { BusUnavailable } from '#application';
import { inboundReply, inboundTopic, messageVersion, repliesTopic } from '#contracts';

import { type Ask, campaign, declared } from './load.js';
import { busAt, sessionTimeoutMs } from './topics.js';

export const source = 'outil-essai';

const replyWithinMs = 5_000;
const lookEveryMs = 20;

/** A tool that sends acts as messages, and waits for their replies. */
export type Tool = {
  /** Sends the same message whenever it is asked for the same act. */
  readonly ask: Ask;
  /** The messages that were not answered the same each time, to the byte. */
  readonly contradicted: ReadonlySet<string>;
  /** How many messages were answered. */
  readonly answered: () => number;
  /** Resolves when so many more were. */
  readonly more: (count: number) => Promise<void>;
  readonly close: () => Promise<void>;
};

const messageOf = (id: string, uai: string, computers: number) => ({
  id,
  type: computers === 1 ? 'SubmitResponse' : 'CorrectAnswers',
  version: messageVersion,
  ...{ source, campaign, uai },
  data: declared(computers),
});

const failureIn = (text: string): string | undefined => {
  const reply = inboundReply.parse(JSON.parse(text));
  if (reply.type === 'Accepted') return undefined;
  return `refused ${reply.problems.map(({ code }) => code).join(',')}`;
};

/** The intake must have made its topics. */
export const openTool = async (brokers: string): Promise<Tool> => {
  const bus = busAt(brokers);
  const publisher = bus.publisher();
  const ids = new Map<string, string>();
  const replies = new Map<string, string>();
  const contradicted = new Set<string>();
  const subscription = bus.subscribe({
    topics: [repliesTopic],
    ...{ group: `tool-${randomUUID()}`, sessionTimeoutMs },
    onBatch: ({ messages }) => {
      for (const { headers, value } of messages) {
        const id = headers['in-reply-to'] ?? '';
        const text = String(value);
        if ((replies.get(id) ?? text) !== text) contradicted.add(id);
        replies.set(id, text);
      }
      return Promise.resolve();
    },
  });
  await subscription.joined();

  const idOf = (act: string): string => {
    const id = ids.get(act) ?? randomUUID();
    ids.set(act, id);
    return id;
  };
  const sent = async (message: ReturnType<typeof messageOf>): Promise<string | undefined> => {
    const value = JSON.stringify(message);
    try {
      await publisher.publish([{ topic: inboundTopic, key: message.uai, value, headers: {} }]);
      return undefined;
    } catch (error) {
      return error instanceof BusUnavailable ? 'no broker' : String(error);
    }
  };
  const replyTo = async (id: string): Promise<string | undefined> => {
    for (let waited = 0; waited < replyWithinMs; waited += lookEveryMs) {
      if (replies.has(id)) break;
      await pause(lookEveryMs);
    }
    return replies.get(id);
  };
  return {
    ask: async (uai, computers) => {
      const message = messageOf(idOf(`${uai}/${String(computers)}`), uai, computers);
      const failure = await sent(message);
      if (failure !== undefined) return failure;
      const reply = await replyTo(message.id);
      return reply === undefined ? 'no reply' : failureIn(reply);
    },
    contradicted,
    answered: () => replies.size,
    more: async (wanted) => {
      for (const goal = replies.size + wanted; replies.size < goal;) await pause(lookEveryMs);
    },
    close: () => bus.close(),
  };
};
