import { categoryOf, type PartitionEntry, type ProjectedTopics } from '#application';
import type { Position, RecordedEvent } from '#kernel';

export const topicsOf = (partitions: number): ProjectedTopics => ({
  responses: { topic: 'responses', partitions },
  campaigns: { topic: 'campaigns', partitions: 1 },
});

/** One partition, with everything that a relay has sent to it. */
export type Channel = {
  readonly topic: string;
  readonly partition: number;
  readonly entries: readonly PartitionEntry[];
};

type Relay = {
  readonly partitions: number;
  /** The partition of a school, from its UAI. */
  readonly partitionOf: (uai: string) => number;
  /** After how many events every partition is told how far the relay is. */
  readonly watermarkEvery: number;
  /** After how many events the relay starts again from how many before: what it has sent comes twice. */
  readonly restarts: readonly { readonly after: number; readonly back: number }[];
};

const schoolOf = ({ stream }: RecordedEvent): string => stream.slice(stream.lastIndexOf('.') + 1);

/** What a relay sends of a log: each event to the partition of its school, in order, and some of it twice. */
export const relayed = (events: readonly RecordedEvent[], relay: Relay): readonly Channel[] => {
  const { responses, campaigns } = topicsOf(relay.partitions);
  const sent = new Map<
    string,
    { readonly channel: Omit<Channel, 'entries'>; entries: PartitionEntry[] }
  >();
  for (const { topic, partitions } of [responses, campaigns])
    for (let partition = 0; partition < partitions; partition += 1)
      sent.set(`${topic}/${String(partition)}`, { channel: { topic, partition }, entries: [] });

  const append = (name: string, position: Position, event: RecordedEvent | null): void => {
    const entries = sent.get(name)?.entries;
    entries?.push({ offset: BigInt(entries.length), position, event });
  };
  const send = (event: RecordedEvent): void => {
    const category = categoryOf(event.stream);
    if (category === 'campaign') append('campaigns/0', event.position, event);
    if (category === 'response')
      append(`responses/${String(relay.partitionOf(schoolOf(event)))}`, event.position, event);
  };
  events.forEach((event, index) => {
    send(event);
    for (const { after, back } of relay.restarts)
      if (after === index) events.slice(Math.max(0, index - back), index + 1).forEach(send);
    const isLast = index === events.length - 1;
    if (isLast || index % relay.watermarkEvery === 0)
      for (const name of sent.keys()) append(name, event.position, null);
  });
  return Array.from(sent.values(), ({ channel, entries }) => ({ ...channel, entries }));
};
