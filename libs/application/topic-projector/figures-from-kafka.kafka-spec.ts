import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import { checkLetterOf, type Position } from '#kernel';
import { makeReadModels, openEventLog, type PostgresEventLog, type ReadModels } from '#postgres';

import { runTypeScript, type TypeScriptChild } from '../../testing/child-process.js';
import { eventually, newTopic, openTestBus } from '../../testing/kafka-for-tests.js';
import { testRelay, type TestTopics } from '../../testing/kafka-relay.js';
import { databaseForTest, type TestDatabase } from '../../testing/postgres-for-tests.js';
import {
  correction,
  type OnStream,
  opening,
  respondent,
  smallCatalogue,
  submission,
  validation,
} from '../../testing/small-survey.js';
import { logWriter } from '../../testing/written-log.js';

const campaign = 'small-2014';
const partitions = 4;

const schools = Array.from({ length: 120 }, (_, index) => {
  const digits = `013${String(index).padStart(4, '0')}`;
  const place = index % 2 === 0 ? {} : { department: '031', academy: '16' };
  return respondent(digits + checkLetterOf(digits), { ...place, pupils: index });
});

/** One event of each school, in the order of the schools. */
const round = (make: (uai: string, index: number) => OnStream): readonly OnStream[] =>
  schools.map(({ uai }, index) => make(uai, index));

const sent = (uai: string, computers: number): OnStream =>
  submission({ campaign, uai, answers: { pupils: 3, computers } });
const corrected = (uai: string, computers: number): OnStream =>
  correction({ campaign, uai, answers: { pupils: 4, computers } });

/** A projector in a process of its own, and what it has said last. */
type Projecting = { readonly child: TypeScriptChild; said: string };

const listen = (child: TypeScriptChild): Projecting => {
  const projecting: Projecting = { child, said: '' };
  void child.exited.then(() => {
    if (projecting.said === '') projecting.said = 'it cannot start';
  });
  void (async () => {
    for await (const line of child.lines) projecting.said = line;
  })();
  return projecting;
};

const partitionsOf = ({ said }: Projecting): number =>
  said.startsWith('has ') ? Number(said.slice(4)) : 0;

/** All partitions are with these, and each has one. */
const areShared = (among: readonly Projecting[]) => (): boolean => {
  const counts = among.map(partitionsOf);
  return !counts.includes(0) && counts.reduce((sum, count) => sum + count, 0) === partitions + 1;
};

describe('figures from Kafka', () => {
  let bus: Bus;
  let database: TestDatabase;
  let log: PostgresEventLog;
  let models: ReadModels;
  let topics: TestTopics;
  let publish: (events: readonly OnStream[]) => Promise<Position>;
  const group = `test.${randomUUID()}`;
  const running: Projecting[] = [];

  const start = (): Projecting => {
    const brokers = process.env['TEST_KAFKA_BROKERS'] ?? '';
    const { responses, campaigns } = topics;
    const args = [database.url, brokers, group, responses, campaigns];
    const child = runTypeScript('libs/testing/figures-projector.process.ts', args);
    const projecting = listen(child);
    running.push(projecting);
    return projecting;
  };

  beforeAll(async () => {
    bus = openTestBus();
    database = await databaseForTest();
    log = await openEventLog({ url: database.url });
    models = makeReadModels({ pool: database.pool, store: log }, smallCatalogue());
    const responses = await newTopic(bus, partitions);
    topics = { responses, campaigns: await newTopic(bus, 1), partitions };
    const write = logWriter(log);
    const relay = testRelay({ bus, store: log }, smallCatalogue(), topics);
    publish = async (events) => {
      await write(events);
      return relay();
    };
  });

  afterAll(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await Promise.all(running.map(({ child }) => child.exited));
    await bus.close();
    await log.close();
    await database.drop();
  });

  /** As `eventually`, unless no projector is left. */
  const soon = (holds: () => boolean | Promise<boolean>): Promise<void> =>
    eventually(() => {
      const stopped = running.find(({ said }) => !/^$|^has |^stopped$/.test(said));
      if (stopped !== undefined) throw new Error(`a projector says: ${stopped.said}`);
      return holds();
    });

  const positionOfFigures = (): Promise<Position> => models.standings.position();
  const reached = (position: Position) => async (): Promise<boolean> =>
    (await positionOfFigures()) >= position;

  it('are shared by projectors that come, are killed, stand still and come back: nothing is lost or counted twice', async () => {
    const first = start();
    await publish(opening({ campaign, respondents: schools }));
    const alone = await publish(round((uai, index) => sent(uai, index)));
    await soon(reached(alone));

    const second = start();
    await soon(areShared([first, second]));
    const third = start();
    await soon(areShared([first, second, third]));
    const shared = await publish(round((uai, index) => corrected(uai, index + 1)));
    await soon(reached(shared));

    const underWay = publish([
      ...round((uai, index) => corrected(uai, index + 2)),
      ...round((uai) => validation({ campaign, uai })),
    ]);
    first.child.kill('SIGKILL');
    const afterKill = await underWay;
    await soon(areShared([second, third]));
    await soon(reached(afterKill));

    const paused = publish(round((uai, index) => corrected(uai, index + 3)));
    third.child.kill('SIGSTOP');
    await soon(() => partitionsOf(second) === partitions + 1);
    const whilePaused = await paused;
    await soon(reached(whilePaused));
    third.child.kill('SIGCONT');
    await soon(areShared([second, third]));
    const head = await publish(round((uai, index) => corrected(uai, index + 4)));
    await soon(reached(head));

    const { equal, position } = await models.rebuilder.rebuild('figures', { switchOver: false });
    expect([equal, position, second.said, third.said]).toEqual([
      true,
      head,
      expect.stringMatching(/^has /),
      expect.stringMatching(/^has /),
    ]);
    second.child.kill('SIGTERM');
    await soon(() => second.said === 'stopped');
    await soon(areShared([third]));
  });

  it('go on after they were made anew from the log, and after the log itself was followed for a while', async () => {
    const { rebuilder, projector } = models;
    const switched = await rebuilder.rebuild('figures', { switchOver: true });
    expect(switched.equal).toBe(true);
    const again = await publish(round((uai, index) => corrected(uai, index + 5)));
    await soon(reached(again));
    for (const { child } of running) child.kill('SIGTERM');
    await Promise.all(running.map(({ child }) => child.exited));

    projector.start();
    const followed = await publish(round((uai, index) => corrected(uai, index + 6)));
    await soon(reached(followed));
    await projector.stop();

    const last = start();
    const head = await publish(round((uai, index) => corrected(uai, index + 7)));
    await soon(reached(head));
    const { equal, position } = await rebuilder.rebuild('figures', { switchOver: false });
    expect([equal, position, last.said]).toEqual([true, head, `has ${String(partitions + 1)}`]);
  });
});
