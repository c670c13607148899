import { z } from 'zod';

import { messageSchema, watermark } from '../integration/message.js';
import {
  type IntegrationContext,
  integrationContexts,
  integrationEvents,
  topicConfig,
  topicKeys,
  topicOf,
  watermarkedContexts,
} from '../integration/topics.js';
import type { DescribedChannel, DescribedMessage } from './document.js';

const eventHeaders = {
  kind: '`event`',
  id: 'That of the event: the same however often the message comes.',
  type: 'Type of the event.',
  position: 'Position in the event log, decimal digits.',
};
const watermarkHeaders = {
  kind: '`watermark`',
  position: 'Everything at or before it that belongs to the partition stands before the message.',
};

const about: Readonly<Record<IntegrationContext, string>> = {
  territory: 'Schools: what sources say of them, day by day, and what was decided of them.',
  campaign: 'Campaigns, their frozen lists of respondents, locks and exceptions.',
  response: 'What schools answer, and what becomes of it. Free texts are left out.',
  publication: 'Publications that were frozen or withdrawn; their tables are asked of the API.',
  indicator: 'Which definitions figures are computed with.',
};

const schemaFile = (name: string): string => `${name}.v1.schema.json`;
const schemaFormat = 'application/schema+json;version=draft-07';

const described = (
  name: string,
  summary: string,
  headers: Readonly<Record<string, string>>,
): DescribedMessage => ({
  name,
  summary,
  payload: { schema: schemaFile(name), schemaFormat },
  headers,
});

const watermarkMessage = described(
  'Watermark',
  'No event of this partition is missing up to a position.',
  watermarkHeaders,
);

const wordsOf = (type: string): string =>
  type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const channelOf = (context: IntegrationContext): DescribedChannel => ({
  name: context,
  topic: topicOf(context),
  description: about[context],
  key: `${topicKeys[context].key}; a watermark has none.`,
  action: 'send',
  config: topicConfig,
  messages: [
    ...Object.keys(integrationEvents[context]).map((type) =>
      described(type, `${wordsOf(type)}.`, eventHeaders),
    ),
    ...(watermarkedContexts.includes(context) ? [watermarkMessage] : []),
  ],
});

export const integrationChannels: readonly DescribedChannel[] = integrationContexts.map(channelOf);

const jsonSchema = (name: string, shape: z.ZodType) => ({
  $id: schemaFile(name),
  title: name,
  ...z.toJSONSchema(shape, { target: 'draft-7' }),
});

const types = integrationContexts.flatMap((context) => Object.keys(integrationEvents[context]));

/** The JSON Schema of each message, draft 7, by the name of its file. */
export const integrationSchemas: Readonly<Record<string, unknown>> = Object.fromEntries(
  [...types, 'Watermark'].map((name) => {
    const shape = name === 'Watermark' ? watermark : messageSchema(name);
    return [schemaFile(name), jsonSchema(name, shape ?? z.never())];
  }),
);
