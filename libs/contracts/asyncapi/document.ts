type Json = Readonly<Record<string, unknown>>;

/** One kind of message of a channel. */
export type DescribedMessage = {
  readonly name: string;
  readonly summary: string;
  /** Its schema is a file beside the document: `messages/<schema>`. Absent for bytes of any kind. */
  readonly payload?: { readonly schema: string; readonly schemaFormat: string };
  /** By name, what a header says. */
  readonly headers: Readonly<Record<string, string>>;
};

export type DescribedChannel = {
  readonly name: string;
  readonly topic: string;
  readonly description: string;
  /** What messages are keyed by. */
  readonly key: string;
  /** What this program does with it. */
  readonly action: 'send' | 'receive';
  readonly config?: Readonly<Record<string, string>>;
  readonly messages: readonly DescribedMessage[];
};

const bindingVersion = '0.5.0';

/** The broker's settings are texts; the Kafka binding types them. */
const topicConfiguration = (config: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]): [string, unknown] => {
      if (name === 'cleanup.policy') return [name, value.split(',')];
      return [name, /^-?\d+$/.test(value) ? Number(value) : value];
    }),
  );

const channel = ({ topic, description, config, messages }: DescribedChannel): Json => ({
  address: topic,
  description,
  messages: Object.fromEntries(
    messages.map(({ name }) => [name, { $ref: `#/components/messages/${name}` }]),
  ),
  bindings: {
    kafka: {
      topic,
      ...(config && { topicConfiguration: topicConfiguration(config) }),
      bindingVersion,
    },
  },
});

const operation = ({ name, action, description }: DescribedChannel): Json => ({
  action,
  channel: { $ref: `#/channels/${name}` },
  summary: description,
});

const message = ({ name, summary, payload, headers }: DescribedMessage, key: string): Json => ({
  name,
  title: name,
  summary,
  ...(payload && { contentType: 'application/json' }),
  headers: {
    type: 'object',
    properties: Object.fromEntries(
      Object.entries(headers).map(([header, description]) => [
        header,
        { type: 'string', description },
      ]),
    ),
  },
  ...(payload && {
    payload: {
      schemaFormat: payload.schemaFormat,
      schema: { $ref: `./messages/${payload.schema}` },
    },
  }),
  bindings: { kafka: { key: { type: 'string', description: key }, bindingVersion } },
});

const capital = (name: string): string => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

/** An AsyncAPI 3 document. A message that stands in several channels is described by the last one. */
export const asyncApiOf = (channels: readonly DescribedChannel[]): Json => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Observatoire: messages on Kafka',
    version: '1.0.0',
    description:
      'What the topics of the observatory carry. Nothing personal is on them: no author, no text that a person has written. How to follow them: docs/how-to/follow-topics.md.',
    license: { name: 'EUPL-1.2', url: 'https://eupl.eu/1.2/en/' },
  },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(channels.map((one) => [one.name, channel(one)])),
  operations: Object.fromEntries(
    channels.map((one) => [`${one.action}${capital(one.name)}`, operation(one)]),
  ),
  components: {
    messages: Object.fromEntries(
      channels.flatMap(({ messages, key }) => messages.map((one) => [one.name, message(one, key)])),
    ),
  },
});
