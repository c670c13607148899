import {
  deadLetterHeaders,
  deadLettersTopic,
  inboundTopic,
  repliesTopic,
} from '../inbound/topics.js';
import type { DescribedChannel } from './document.js';

const schemaFormat = 'application/schema+json;version=2020-12';
const key = 'UAI of the school.';

/** What tools send and are answered. */
export const inboundChannels: readonly DescribedChannel[] = [
  {
    name: 'submissions',
    topic: inboundTopic,
    description: 'What tools of the académies ask for schools: to submit, correct, withdraw.',
    key,
    action: 'receive',
    messages: [
      {
        name: 'InboundMessage',
        summary: 'One request; the same id again is done once.',
        payload: { schema: 'inbound-message.v1.schema.json', schemaFormat },
        headers: {},
      },
    ],
  },
  {
    name: 'replies',
    topic: repliesTopic,
    description: 'What became of each request.',
    key,
    action: 'send',
    messages: [
      {
        name: 'InboundReply',
        summary: 'Accepted with a receipt, or refused with every problem.',
        payload: { schema: 'inbound-reply.v1.schema.json', schemaFormat },
        headers: {
          source: 'The tool that had asked.',
          'in-reply-to': 'The id of what it had asked.',
        },
      },
    ],
  },
  {
    name: 'deadLetters',
    topic: deadLettersTopic,
    description: 'Messages that could not be read, whole, with their own headers.',
    key: 'That of the message.',
    action: 'send',
    messages: [
      {
        name: 'DeadLetter',
        summary: 'The bytes of the message as they came.',
        headers: {
          [deadLetterHeaders.code]: 'Code of the problem.',
          [deadLetterHeaders.reason]: 'What could not be read.',
          [deadLetterHeaders.topic]: 'Where the message was.',
          [deadLetterHeaders.partition]: 'Its partition.',
          [deadLetterHeaders.offset]: 'Its offset.',
          [deadLetterHeaders.at]: 'When it was found unreadable, ISO 8601, UTC.',
          [deadLetterHeaders.attempt]: '1 at first; one more for each retry.',
        },
      },
    ],
  },
];
