import { randomUUID } from 'node:crypto';

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import { Relay } from '#application/relay';
import { TopicProjector } from '#application/topic-projector';
import { topicOf } from '#contracts/integration';
import {
  Lease,
  makeReadModels,
  makeRelayCheckpoint,
  openEventLog,
  type PostgresEventLog,
  type ReadModels,
} from '#postgres';

import {
  addPartitions,
  deleteTopic,
  eventually,
  openTestBus,
} from '../../testing/kafka-for-tests.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  firstPositionsByKey,
  idsOfLog,
  openSmallCampaign,
  Reading,
  submitRounds,
} from '../../testing/relayed.js';
import { smallCatalogue } from '../../testing/small-survey.js';
import { eventOfMessage } from './event-of-message.js';

const schools = 40;

describe('partitions that are added to a topic', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let bus: Bus;
  let prefix: string;
  let closing: (() => Promise<unknown>)[];

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    bus = openTestBus();
    prefix = `test-${randomUUID()}`;
    closing = [];
  });

  afterEach(async () => {
    for (const close of closing.reverse()) await close();
    await bus.close();
    await log.close();
    await database.drop();
  });

  const startRelay = (): Relay => {
    const relay = new Relay(
      {
        log,
        checkpoint: makeRelayCheckpoint(database.pool),
        lease: new Lease(database.pool, 'relay', { lookAgainMs: 50 }),
        bus,
        catalogue: smallCatalogue(),
      },
      { partitions: 2, replication: 1, topicPrefix: prefix, lookAtTopicsMs: 100 },
    );
    closing.push(() => relay.stop());
    relay.start();
    return relay;
  };

  const modelsOf = (): ReadModels => {
    const ground = { pool: database.pool, store: log };
    return makeReadModels(ground, smallCatalogue(), { figuresFrom: 'kafka' });
  };

  const startProjector = (): TopicProjector => {
    const { partitioned } = modelsOf();
    if (partitioned === null) throw new Error('figures follow the log');
    const projector = new TopicProjector({
      ...{ bus, projection: partitioned, group: prefix, read: eventOfMessage },
      topics: { responses: topicOf('response', prefix), campaigns: topicOf('campaign', prefix) },
      onFault: () => undefined,
      sessionTimeoutMs: 6_000,
    });
    closing.push(() => projector.stop());
    projector.start();
    return projector;
  };

  const submit = (from: number, to: number): Promise<void> =>
    submitRounds(log, { schools, from, to });

  /** Figures are at the end of the log, and are those that are made anew from it. */
  const expectFigures = async (): Promise<void> => {
    const { standings, rebuilder } = modelsOf();
    const head = await log.head();
    await eventually(async () => (await standings.position()) >= head);
    const { equal, position } = await rebuilder.rebuild('figures', { switchOver: false });
    expect([equal, position]).toEqual([true, head]);
  };

  /** By partition of the topic of responses: the schools of its events. */
  const schoolsByPartition = async (): Promise<readonly ReadonlySet<string>[]> => {
    const reading = new Reading(bus, [topicOf('response', prefix)]);
    const [wanted, head] = [await idsOfLog(log), await log.head()];
    // The two first events are those of the campaign.
    await eventually(
      () =>
        wanted.slice(2).every((id) => reading.ids.has(id)) &&
        reading.partitions.size === 4 &&
        [...reading.partitions.values()].every(({ watermark }) => watermark >= head),
    );
    await reading.stop();
    return Array.from({ length: 4 }, (_, partition) => {
      const carried = reading.partitions.get(`${topicOf('response', prefix)}/${String(partition)}`);
      return new Set(carried === undefined ? [] : firstPositionsByKey(carried).keys());
    });
  };

  it('move no school: they carry watermarks alone, the relay says so, and figures stay those of the log', async () => {
    await openSmallCampaign(log, schools);
    const relay = startRelay();
    const first = startProjector();
    await submit(0, 3);
    await expectFigures();

    await addPartitions(topicOf('response', prefix), 4);
    await eventually(() => relay.state().notice !== undefined);
    await submit(3, 6);
    await expectFigures();
    expect(relay.state()).toMatchObject({
      status: 'following',
      notice: { en: expect.stringContaining(`${topicOf('response', prefix)} 2/4`) },
    });

    // It is told of four partitions, and the group gives the other some that it did not know.
    const second = startProjector();
    await eventually(
      () => first.assigned().length > 0 && first.assigned().length + second.assigned().length === 5,
    );
    await relay.stop();
    startRelay();
    await submit(6, 9);
    await expectFigures();

    const [some, others, ...added] = await schoolsByPartition();
    expect([...(some ?? []), ...(others ?? [])].toSorted()).toHaveLength(schools);
    expect([some?.size === 0, others?.size === 0, ...added]).toEqual([
      false,
      false,
      new Set(),
      new Set(),
    ]);
  });

  it('are not made up for when a topic was deleted: the relay publishes nothing, and says why', async () => {
    await openSmallCampaign(log, schools);
    const relay = startRelay();
    await submit(0, 1);
    const head = await log.head();
    await eventually(() => relay.state().position === head);

    await deleteTopic(topicOf('response', prefix));
    await eventually(() => relay.state().status === 'blocked');
    await submit(1, 2);
    expect(relay.state().reason?.en).toContain(
      `${topicOf('response', prefix)} had 2 partitions and has 0`,
    );
    expect(await bus.topics([topicOf('response', prefix)])).toEqual([]);
    expect(relay.publishedEvents()).toBe(schools + 2);
  });
});
