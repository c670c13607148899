import type { InboundMessage } from '#contracts';
import { parseUai, unreachable } from '#kernel';

import { sha256 } from '../identity.js';
import type { ResponseCommand } from '../responses/response-command.js';
import type { RequestContext } from '../services.js';
import type { MessageKey } from './reply-book.port.js';

/** As the directory writes it when it can be read; as it was sent otherwise, for the rules to say what is wrong. */
export const canonicalUai = (text: string): string => {
  const uai = parseUai(text);
  return uai.ok ? uai.value : text;
};

export const keyOf = ({ source, id, uai }: InboundMessage): MessageKey => ({
  source,
  id: id.toLowerCase(),
  uai: canonicalUai(uai),
});

const namesSorted = (_name: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
    : value;

/** SHA-256 of what a message asks: however it is written, and whatever its author calls it. */
export const digestOf = ({ type, campaign, uai, data }: InboundMessage): string =>
  sha256(JSON.stringify({ type, campaign, uai: canonicalUai(uai), data }, namesSorted));

/** Who asks: events say which tool, and no person. */
export const contextOf = (message: InboundMessage): RequestContext => {
  const { id } = keyOf(message);
  return {
    actor: { role: 'tool', id: message.source },
    correlationId: id,
    message: { id, digest: digestOf(message) },
  };
};

type Message<Type extends InboundMessage['type']> = Extract<InboundMessage, { type: Type }>;

const declared = ({ data }: Message<'SubmitResponse' | 'CorrectAnswers'>) => {
  const { answers, justifications = [] } = data;
  return { answers, justifications, channel: 'message' } as const;
};

export const commandOf = (message: InboundMessage): ResponseCommand => {
  const { campaign, type } = message;
  const uai = canonicalUai(message.uai);
  const about = { campaign, uai, expectedRevision: message.data.expectedRevision ?? null };
  switch (type) {
    case 'SubmitResponse': {
      const { notConcerned = [], reason = null } = message.data;
      return { type, ...about, ...declared(message), notConcerned, reason };
    }
    case 'CorrectAnswers': {
      const { notConcerned = null, reason } = message.data;
      return { type, ...about, ...declared(message), notConcerned, reason };
    }
    case 'WithdrawResponse':
      return { type, ...about, reason: message.data.reason };
    case 'SaveDraft': {
      const { answers, notConcerned = [] } = message.data;
      return { type, ...about, answers, notConcerned };
    }
    default:
      return unreachable(message);
  }
};
