import type { Bus } from '#application';
import { openKafka } from '#kafka';

const silent = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The least that a broker takes: what a killed member had is soon others'. */
export const sessionTimeoutMs = 6_000;

export const busAt = (brokers: string): Bus =>
  openKafka({ brokers: [brokers], clientId: 'faults', log: silent });

/** An event as it stands in a topic. */
export type Published = { readonly id: string; readonly key: string; readonly position: bigint };

/** Everything that the topic of responses holds, partition by partition, in the order of each. */
export const publishedResponses = async (
  brokers: string,
  group: string,
): Promise<readonly Published[]> => {
  const topic = 'observatory.response.v1';
  const bus = busAt(brokers);
  const found: Published[] = [];
  const ends = new Map<number, boolean>();
  const subscription = bus.subscribe({
    topics: [topic],
    group,
    onBatch: ({ partition, messages, highWatermark }) => {
      for (const { key, headers, value } of messages) {
        if (headers['kind'] !== 'event') continue;
        const { id, position } = JSON.parse(String(value)) as Record<'id' | 'position', string>;
        found.push({ id, key: String(key), position: BigInt(position) });
      }
      ends.set(partition, messages.at(-1)?.offset === highWatermark - 1n);
      return Promise.resolve();
    },
  });
  await subscription.joined();
  const partitions = subscription.state().assigned.length;
  const isComplete = (): boolean => ends.size === partitions && ![...ends.values()].includes(false);
  while (!isComplete()) await new Promise((resolve) => setTimeout(resolve, 50));
  await subscription.stop();
  await bus.close();
  return found;
};

/** The keys whose events do not first come in the order of the log. */
export const keysOutOfOrder = (published: readonly Published[]): readonly string[] => {
  const seen = new Set<string>();
  const lastOf = new Map<string, bigint>();
  const wrong = new Set<string>();
  for (const { id, key, position } of published) {
    if (seen.has(id)) continue;
    seen.add(id);
    if (position < (lastOf.get(key) ?? 0n)) wrong.add(key);
    lastOf.set(key, position);
  }
  return [...wrong];
};
