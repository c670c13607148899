import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import {
  type Bus,
  BusUnavailable,
  type IncomingBatch,
  MessageRefused,
  type OutgoingMessage,
  type SubscriptionOptions,
} from '#application';

import { eventually, newTopic, openTestBus } from '../testing/kafka-for-tests.js';

const message = (topic: string, key: string, value: string): OutgoingMessage => ({
  topic,
  key,
  value,
  headers: { kind: 'test' },
});

const numbered = (topic: string, keys: number, each: number): readonly OutgoingMessage[] =>
  Array.from({ length: keys * each }, (_, index) =>
    message(topic, `key-${String(index % keys)}`, String(Math.floor(index / keys))),
  );

const textOf = (bytes: Buffer | null): string => bytes?.toString() ?? '';

/** What a handler saw, by key. */
const notebook = () => {
  const seen = new Map<string, string[]>();
  return {
    seen,
    count: () => [...seen.values()].reduce((sum, { length }) => sum + length, 0),
    note: ({ messages }: IncomingBatch) => {
      for (const { key, value } of messages) {
        const mine = seen.get(textOf(key)) ?? [];
        seen.set(textOf(key), mine);
        mine.push(textOf(value));
      }
      return Promise.resolve();
    },
  };
};

describe('the bus on Kafka', () => {
  let bus: Bus;

  beforeAll(() => {
    bus = openTestBus();
  });

  afterAll(() => bus.close());

  const subscribe = (options: Omit<SubscriptionOptions, 'group'> & { readonly group?: string }) =>
    bus.subscribe({ group: `test.${randomUUID()}`, ...options });

  it('makes a topic once and says how many partitions it has', async () => {
    const topic = `test.${randomUUID()}`;
    const settings = { topic, replication: 1, config: { 'retention.ms': '-1' } };
    expect(await bus.ensureTopics([{ ...settings, partitions: 3 }])).toEqual([
      { topic, partitions: 3, created: true },
    ]);
    expect(await bus.ensureTopics([{ ...settings, partitions: 7 }])).toEqual([
      { topic, partitions: 3, created: false },
    ]);
  });

  it('keeps the order of each key over many requests', async () => {
    const topic = await newTopic(bus, 3);
    const publisher = bus.publisher();
    const messages = numbered(topic, 7, 200).map((one) => ({
      ...one,
      headers: { padding: 'x'.repeat(2_000) },
    }));
    const published = await publisher.publish(messages);
    expect(new Set(published.map(({ partition }) => partition)).size).toBeGreaterThan(1);

    const { seen, count, note } = notebook();
    const subscription = subscribe({
      topics: [topic],
      concurrency: 3,
      onBatch: note,
    });
    await eventually(() => count() >= 1_400);
    await subscription.stop();

    const inOrder = Array.from({ length: 200 }, (_, index) => String(index));
    expect([...seen.values()]).toEqual(Array.from({ length: 7 }, () => inOrder));
  });

  it('puts a message in the partition that it names', async () => {
    const topic = await newTopic(bus, 4);
    const published = await bus
      .publisher()
      .publish([0, 1, 2, 3].map((partition) => ({ ...message(topic, 'same', '1'), partition })));
    expect(published.map(({ partition }) => partition).toSorted()).toEqual([0, 1, 2, 3]);
  });

  it('gives a failed batch again, and nothing after it before', async () => {
    const topic = await newTopic(bus, 1);
    await bus.publisher().publish(numbered(topic, 1, 50));
    const { seen, count, note } = notebook();
    let failures = 0;
    const subscription = subscribe({
      topics: [topic],
      onBatch: (batch) => {
        if (failures < 2) {
          failures += 1;
          return Promise.reject(new Error(`refused ${String(failures)} times`));
        }
        return note(batch);
      },
    });
    await eventually(() => subscription.state().fault !== undefined);
    expect(subscription.state()).toMatchObject({
      status: 'running',
      fault: { at: { topic, partition: 0, offset: 0n } },
    });
    await eventually(() => count() >= 50);
    await subscription.stop();
    expect(failures).toBe(2);
    expect(seen.get('key-0')).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
    expect(subscription.state()).toEqual({ status: 'stopped', assigned: [] });
  });

  it('goes on from the committed offset, and says how far a group is behind', async () => {
    const topic = await newTopic(bus, 1);
    const publisher = bus.publisher();
    const group = `test.${randomUUID()}`;
    await publisher.publish(numbered(topic, 1, 10));
    expect(await bus.lag(group, [topic])).toEqual([
      { topic, partition: 0, committed: undefined, end: 10n, lag: 10n },
    ]);

    const first = notebook();
    const one = subscribe({ topics: [topic], group, onBatch: first.note });
    await eventually(() => first.count() >= 10);
    await one.stop();
    await publisher.publish([message(topic, 'key-0', 'later')]);
    expect(await bus.lag(group, [topic])).toEqual([
      { topic, partition: 0, committed: 10n, end: 11n, lag: 1n },
    ]);

    const second = notebook();
    const two = subscribe({ topics: [topic], group, onBatch: second.note });
    await eventually(() => second.count() >= 1);
    await two.stop();
    expect(second.seen).toEqual(new Map([['key-0', ['later']]]));
  });

  it('begins where the handler’s own store says, not where the group had committed', async () => {
    const topic = await newTopic(bus, 2);
    const group = `test.${randomUUID()}`;
    const at = (partition: number) =>
      Array.from({ length: 10 }, (_, index) => ({
        ...message(topic, `at-${String(partition)}`, String(index)),
        partition,
      }));
    await bus.publisher().publish([...at(0), ...at(1)]);
    const all = notebook();
    const before = subscribe({ topics: [topic], group, onBatch: all.note });
    await eventually(() => all.count() >= 20);
    await before.stop();

    const { seen, count, note } = notebook();
    const after = subscribe({
      topics: [topic],
      group,
      onBatch: note,
      onAssigned: (partitions) =>
        Promise.resolve(
          partitions.map((partition) => ({
            ...partition,
            offset: partition.partition === 0 ? 7n : 4n,
          })),
        ),
    });
    await eventually(() => count() >= 9);
    await after.stop();
    expect(seen).toEqual(
      new Map([
        ['at-0', ['7', '8', '9']],
        ['at-1', ['4', '5', '6', '7', '8', '9']],
      ]),
    );
  });

  it('shares partitions in a group, and tells who loses one', async () => {
    const topic = await newTopic(bus, 4);
    const group = `test.${randomUUID()}`;
    const revoked: number[] = [];
    const member = () =>
      subscribe({
        topics: [topic],
        group,
        onBatch: () => Promise.resolve(),
        onRevoked: (partitions) => revoked.push(...partitions.map(({ partition }) => partition)),
      });
    const one = member();
    await one.joined();
    expect(one.state().assigned).toHaveLength(4);
    const two = member();
    await eventually(() => one.state().assigned.length === 2 && two.state().assigned.length === 2);
    expect(revoked).toHaveLength(2);
    await two.stop();
    await eventually(() => one.state().assigned.length === 4);
    await one.stop();
  });

  it('brings nothing of a paused partition until it is resumed', async () => {
    const topic = await newTopic(bus, 2);
    const { seen, count, note } = notebook();
    const subscription = subscribe({ topics: [topic], onBatch: note });
    await subscription.joined();
    subscription.pause([{ topic, partition: 0 }]);
    const at = (partition: number) => ({
      ...message(topic, `at-${String(partition)}`, '1'),
      partition,
    });
    await bus.publisher().publish([at(0), at(1)]);
    await eventually(() => count() >= 1);
    expect([...seen.keys()]).toEqual(['at-1']);
    subscription.resume([{ topic, partition: 0 }]);
    await eventually(() => count() >= 2);
    await subscription.stop();
    expect([...seen.keys()]).toEqual(['at-1', 'at-0']);
  });

  it('tells a message that no retry can send from a broker that is away', async () => {
    const topic = await newTopic(bus, 1);
    const publisher = bus.publisher();
    const large = message(topic, 'key', 'x'.repeat(2_000_000));
    await expect(publisher.publish([large])).rejects.toThrow(MessageRefused);
    await expect(publisher.publish([message(topic, 'key', 'small')])).resolves.toHaveLength(1);

    const away = openTestBus({ brokers: ['127.0.0.1:1'] });
    await expect(away.publisher().publish([message(topic, 'key', '1')])).rejects.toThrow(
      BusUnavailable,
    );
    expect(await away.health()).toMatchObject({ status: 'down' });
    expect(await bus.health()).toEqual({ status: 'up' });
    await away.close();
  });
});
