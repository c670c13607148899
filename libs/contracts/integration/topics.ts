import { campaignEvents } from './campaign.js';
import { indicatorEvents } from './indicator.js';
import { publicationEvents } from './publication.js';
import { responseEvents } from './response.js';
import { territoryEvents } from './territory.js';

/** The events that are published, by context; each context has one topic. */
export const integrationEvents = {
  territory: territoryEvents,
  campaign: campaignEvents,
  response: responseEvents,
  publication: publicationEvents,
  indicator: indicatorEvents,
} as const;

export type IntegrationContext = keyof typeof integrationEvents;
export const integrationContexts = Object.keys(integrationEvents) as readonly IntegrationContext[];

/** The version of the topic: a change that consumers cannot read is another topic beside it. */
export const topicOf = (context: IntegrationContext, prefix = 'observatory'): string =>
  `${prefix}.${context}.v1`;

type Spread = 'one-partition' | 'by-school';

/** What a message is keyed by, and whether its topic has several partitions. */
export const topicKeys: Readonly<
  Record<IntegrationContext, { readonly key: string; readonly spread: Spread }>
> = {
  territory: { key: 'UAI of the school', spread: 'by-school' },
  campaign: { key: 'id of the campaign', spread: 'one-partition' },
  response: { key: 'UAI of the school', spread: 'by-school' },
  publication: { key: 'series of publications', spread: 'one-partition' },
  indicator: { key: '`catalogue`', spread: 'one-partition' },
};

/** Contexts whose partitions are told how far they are complete: their consumers combine several. */
export const watermarkedContexts: readonly IntegrationContext[] = ['campaign', 'response'];

// A consumer that begins today reads the whole history; a list of respondents is far below the bound.
export const topicConfig = {
  'cleanup.policy': 'delete',
  'retention.ms': '-1',
  'max.message.bytes': '4194304',
};

/** How the topics are made where they are missing. */
export const integrationTopics = (
  { partitions, replication }: { readonly partitions: number; readonly replication: number },
  prefix?: string,
) =>
  integrationContexts.map((context) => ({
    topic: topicOf(context, prefix),
    partitions: topicKeys[context].spread === 'by-school' ? partitions : 1,
    replication,
    config: topicConfig,
  }));
