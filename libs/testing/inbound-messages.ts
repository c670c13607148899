import type { IncomingMessage } from '#application';

import { testUai } from './small-observatory.js';

/** The id of a message, from a small number. */
export const testMessageId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

type Fields = Readonly<Record<string, unknown>>;

const answers = { nb_eleves: 50, nb_ordinateurs: 4, ent_deploye: false };

/** What a tool sends to submit the answers of school 1, or what is said instead. */
export const submitMessage = (number: number, over: Fields = {}): Fields => ({
  id: testMessageId(number),
  type: 'SubmitResponse',
  version: 1,
  source: 'outil-a',
  reference: `envoi/${number}`,
  campaign: 'essai-2014',
  uai: testUai(1),
  data: { answers },
  ...over,
});

export const correctMessage = (number: number, computers: number, over: Fields = {}): Fields =>
  submitMessage(number, {
    type: 'CorrectAnswers',
    data: { answers: { nb_ordinateurs: computers }, reason: 'compté de nouveau' },
    ...over,
  });

export const withdrawMessage = (number: number, over: Fields = {}): Fields =>
  submitMessage(number, { type: 'WithdrawResponse', data: { reason: 'doublon' }, ...over });

/** Fields, or raw bytes, as they come from the bus; the key is the school unless it is said. */
export const incoming = (
  content: Fields | Buffer | null,
  { offset = 0n, key, headers = {} }: Partial<Omit<IncomingMessage, 'value'>> = {},
): IncomingMessage => {
  const isFields = content !== null && !Buffer.isBuffer(content);
  const school = isFields ? content['uai'] : undefined;
  return {
    key: key === undefined ? Buffer.from(typeof school === 'string' ? school : '') : key,
    value: isFields ? Buffer.from(JSON.stringify(content)) : content,
    headers,
    offset,
    timestampMs: 0,
  };
};
