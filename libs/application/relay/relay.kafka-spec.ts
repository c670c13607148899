import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import { Relay, relayLag, type RelayOptions } from '#application/relay';
import { createPool, Lease, makeRelayCheckpoint, openEventLog, type Pool } from '#postgres';

import { startBroker, type TestBroker } from '../../../infra/kafka/broker.mjs';
import { runTypeScript } from '../../testing/child-process.js';
import { eventually, openTestBus } from '../../testing/kafka-for-tests.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  firstPositionsByKey,
  idsOfLog,
  openSmallCampaign,
  Reading,
  smallTopics,
  submitRounds,
} from '../../testing/relayed.js';
import { newEvent, smallCatalogue, submission } from '../../testing/small-survey.js';

type Log = Awaited<ReturnType<typeof openEventLog>>;

const isGrowing = (positions: readonly bigint[]): boolean =>
  positions.every((position, index) => index === 0 || position > (positions[index - 1] ?? 0n));

describe('the relay', () => {
  let database: TestDatabase;
  let store: Log;
  let prefix: string;
  let closing: (() => Promise<unknown>)[];
  let mortal: TestBroker | undefined;

  beforeEach(async () => {
    database = await databaseForTest();
    store = await openEventLog({ url: database.url });
    prefix = `test-${randomUUID()}`;
    closing = [];
  });

  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    await store.close();
    await database.drop();
  });

  /** A broker beside that of the run, which is nobody else's to kill. */
  const mortalBroker = async (): Promise<TestBroker> => {
    mortal ??= await startBroker();
    return mortal;
  };

  afterAll(() => mortal?.stop());

  const open = (settings: Parameters<typeof openTestBus>[0] = {}): Bus => {
    const bus = openTestBus(settings);
    closing.push(() => bus.close());
    return bus;
  };

  const poolNamed = (applicationName: string): Pool => {
    const pool = createPool({ url: database.url, max: 3, applicationName });
    closing.push(() => pool.end());
    return pool;
  };

  const relayOn = (bus: Bus, options: Partial<RelayOptions> & { readonly name?: string } = {}) => {
    const { name = 'relay', ...more } = options;
    const pool = poolNamed(name);
    const relay = new Relay(
      {
        log: store,
        checkpoint: makeRelayCheckpoint(pool),
        lease: new Lease(pool, 'relay', { lookAgainMs: 50 }),
        bus,
        catalogue: smallCatalogue(),
      },
      { partitions: 4, replication: 1, topicPrefix: prefix, ...more },
    );
    closing.push(() => relay.stop());
    relay.start();
    return relay;
  };

  /** Reads the topics until every event of the log has come and every partition is told so. */
  const readAll = async (bus: Bus): Promise<Reading> => {
    const wanted = await idsOfLog(store);
    const head = await store.head();
    const reading = new Reading(bus, smallTopics(prefix));
    closing.push(() => reading.stop());
    await eventually(
      () =>
        wanted.every((id) => reading.ids.has(id)) &&
        reading.partitions.size === 5 &&
        [...reading.partitions.values()].every(({ watermark }) => watermark >= head),
    );
    await reading.stop();
    return reading;
  };

  const expectWhole = (reading: Reading, wanted: readonly string[]): void => {
    expect([...reading.ids].sort()).toEqual([...wanted].sort());
    for (const carried of reading.partitions.values()) {
      expect(carried.late).toEqual([]);
      for (const positions of firstPositionsByKey(carried).values())
        expect(isGrowing(positions)).toBe(true);
    }
  };

  it('publishes the whole log once, in the order of each key, and says how far each partition is complete', async () => {
    await openSmallCampaign(store, 30);
    await submitRounds(store, { schools: 30, from: 0, to: 20 });
    const bus = open();
    const relay = relayOn(bus);
    const reading = await readAll(bus);

    const wanted = await idsOfLog(store);
    expectWhole(reading, wanted);
    const carried = [...reading.partitions.values()];
    expect(carried.reduce((sum, { ids }) => sum + ids.length, 0)).toBe(wanted.length);
    expect(carried.every(({ positions }) => isGrowing(positions))).toBe(true);
    expect(relay.state()).toMatchObject({ status: 'following', position: await store.head() });
    expect(relay.publishedEvents()).toBe(602);
  });

  it('goes on where it was, and tells a log at rest again how far it is complete', async () => {
    await openSmallCampaign(store, 5);
    const bus = open();
    const first = relayOn(bus);
    await readAll(bus);
    await first.stop();
    await submitRounds(store, { schools: 5, from: 0, to: 1 });
    const second = relayOn(bus);
    const reading = await readAll(bus);
    expectWhole(reading, await idsOfLog(store));
    expect(second.publishedEvents()).toBe(5);

    await second.stop();
    const third = relayOn(bus);
    await eventually(() => third.state().status === 'following');
    expectWhole(await readAll(bus), await idsOfLog(store));
    expect(third.publishedEvents()).toBe(0);
  });

  it('loses nothing of 20,000 events and keeps the order of each key while its broker is killed twice', async () => {
    const broker = await mortalBroker();
    const bus = open({ brokers: [broker.brokers] });
    await openSmallCampaign(store, 400);
    const relay = relayOn(bus, { batchSize: 500 });
    await submitRounds(store, { schools: 400, from: 0, to: 15 });
    await eventually(() => relay.publishedEvents() > 1_000);
    await broker.kill();
    await submitRounds(store, { schools: 400, from: 15, to: 30 });
    await broker.start();
    await eventually(() => relay.publishedEvents() > 8_000);
    await broker.kill();
    await eventually(() => relay.state().status === 'retrying');
    await submitRounds(store, { schools: 400, from: 30, to: 50 });
    expect(relay.state().reason?.fr).toMatch(/^Le relais attend et réessaie/);
    await broker.start();

    const reading = await readAll(bus);
    expectWhole(reading, await idsOfLog(store));
    expect(reading.ids.size).toBe(20_002);
  });

  it('loses nothing when its process is killed, and another goes on from its checkpoint', async () => {
    await openSmallCampaign(store, 100);
    await submitRounds(store, { schools: 100, from: 0, to: 40 });
    const bus = open();
    const checkpoint = makeRelayCheckpoint(database.pool);
    const head = await store.head();
    for (const part of [4n, 2n]) {
      const brokers = process.env['TEST_KAFKA_BROKERS'] ?? '';
      const file = 'libs/testing/relay.process.ts';
      const child = runTypeScript(file, [database.url, brokers, prefix]);
      await eventually(async () => (await checkpoint.position()) >= head / part);
      child.kill('SIGKILL');
      await child.exited;
    }
    expect(await checkpoint.position()).toBeGreaterThanOrEqual(head / 2n);
    const relay = relayOn(bus);

    const reading = await readAll(bus);
    expectWhole(reading, await idsOfLog(store));
    expect(relay.publishedEvents()).toBeLessThanOrEqual(2_002);
  });

  it('lets one of two relays work; the other says whom it waits for, and takes over', async () => {
    await openSmallCampaign(store, 5);
    const bus = open();
    const first = relayOn(bus, { name: 'first' });
    await eventually(() => first.state().status === 'following');
    const second = relayOn(bus, { name: 'second' });
    await eventually(() => second.state().reason !== undefined);
    expect(second.state().status).toBe('waiting');
    expect(second.state().reason?.fr).toMatch(/^Un autre relais publie \(first, session \d+/);
    await first.stop();
    expect(first.state()).toMatchObject({ status: 'stopped', reason: undefined });
    await eventually(() => second.state().status === 'following');
    await submitRounds(store, { schools: 5, from: 0, to: 2 });
    expectWhole(await readAll(bus), await idsOfLog(store));
  });

  it('waits for a broker that is away while the log goes on, and says how far it is behind', async () => {
    const broker = await mortalBroker();
    await broker.kill();
    const bus = open({ brokers: [broker.brokers] });
    const relay = relayOn(bus);
    await openSmallCampaign(store, 5);
    await submitRounds(store, { schools: 5, from: 0, to: 1 });
    await eventually(() => relay.state().status === 'retrying');

    const checkpoint = makeRelayCheckpoint(database.pool);
    const [oldest] = await store.readAll(await checkpoint.position(), 1);
    const later = Date.parse(oldest?.recordedAt ?? '') + 90_000;
    const behind = await relayLag({ log: store, checkpoint }, later);
    expect(behind).toMatchObject({ position: 0n, positions: await store.head(), seconds: 90 });

    await broker.start();
    expectWhole(await readAll(bus), await idsOfLog(store));
    await eventually(async () => (await relayLag({ log: store, checkpoint }, later)).seconds === 0);
  });

  it('stops at an event that it cannot read, with everything before it published, and skips none', async () => {
    await openSmallCampaign(store, 5);
    const fact = submission({ campaign: 'small-2014', uai: '1000000A', answers: {} });
    const strange = { ...newEvent(fact, 0), schemaVersion: 9 };
    await store.append({ stream: fact.stream, expectedRevision: 0, events: [strange] });
    await submitRounds(store, { schools: 5, from: 1, to: 2 }).catch(() => undefined);
    const bus = open();
    const relay = relayOn(bus);
    await eventually(() => relay.state().status === 'blocked');
    expect(relay.state().reason?.fr).toMatch(
      /n’en saute aucun.*ResponseSubmitted version 9.*UnknownSchemaVersion/,
    );
    expect(relay.publishedEvents()).toBe(2);
    expect(await makeRelayCheckpoint(database.pool).position()).toBe(2n);
  });
});
