import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { type Bus, BusUnavailable, type OutgoingMessage, type Publisher } from '#application';
import type { Intake } from '#application/intake';
import { inboundReply } from '#contracts';
import { makeReplyBook, openEventLog, type PostgresEventLog } from '#postgres';

import { startBroker, type TestBroker } from '../../infra/kafka/broker.mjs';
import {
  correctMessage,
  submitMessage,
  testMessageId,
} from '../../libs/testing/inbound-messages.js';
import { eventually, openTestBus } from '../../libs/testing/kafka-for-tests.js';
import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import { intakeParts, ownTopics, readerOf, sentBy } from '../../libs/testing/running-intake.js';
import { openedSmallObservatory, testUai } from '../../libs/testing/small-observatory.js';
import { openIntake } from './intake.js';

const schools = [1, 2, 3, 4];
const rounds = Array.from({ length: 60 }, (_, round) => round);
const numberOf = (round: number, school: number): number => round * 10 + school;

describe('an intake whose broker is killed', () => {
  const topics = ownTopics();
  let broker: TestBroker;
  let bus: Bus;
  let database: TestDatabase;
  let log: PostgresEventLog;
  let intake: Intake;
  let answers: ReturnType<typeof readerOf>;
  let dead: ReturnType<typeof readerOf>;

  beforeAll(async () => {
    [broker, database] = await Promise.all([startBroker(), databaseForTest()]);
    bus = openTestBus({ brokers: [broker.brokers] });
    log = await openEventLog({ url: database.url });
    const { services } = await openedSmallObservatory(log);
    const replies = makeReplyBook(database.pool);
    intake = openIntake(intakeParts({ bus, services, replies, topics }));
    await intake.joined();
    answers = readerOf(bus, topics.replies);
    dead = readerOf(bus, topics.deadLetters);
    await Promise.all([answers.joined(), dead.joined()]);
  });

  afterAll(async () => {
    await Promise.all([intake, answers, dead].map((one) => one.stop()));
    await bus.close();
    await log.close();
    await Promise.all([database.drop(), broker.stop()]);
  });

  const messageOf = (round: number, school: number): OutgoingMessage => {
    const number = numberOf(round, school);
    const over = { uai: testUai(school) };
    const content = round === 0 ? submitMessage(number, over) : correctMessage(number, round, over);
    return sentBy(topics.inbound, content);
  };

  /** As a tool does: what was not acknowledged is sent again, before anything else of its school. */
  const send = async (publisher: Publisher, message: OutgoingMessage): Promise<void> => {
    for (;;)
      try {
        await publisher.publish([message]);
        return;
      } catch (error) {
        if (!(error instanceof BusUnavailable)) throw error;
      }
  };
  const sendAll = async (some: readonly number[]): Promise<void> => {
    const publisher = bus.publisher();
    for (const round of some)
      for (const school of schools) await send(publisher, messageOf(round, school));
    await publisher.close();
  };

  const repliesOf = (): ReadonlyMap<string, ReadonlySet<string>> => {
    const found = new Map<string, Set<string>>();
    for (const { headers, value } of answers.seen) {
      const of = headers['in-reply-to'] ?? '';
      found.set(of, (found.get(of) ?? new Set()).add(String(value)));
    }
    return found;
  };
  const recorded = async (school: number): Promise<readonly unknown[]> => {
    const events = await log.readStream(`response-essai-2014.${testUai(school)}`);
    return events.map(({ metadata }) => metadata.causationId);
  };

  it('gives each message one effect and one reply, whenever the broker was killed', async () => {
    for (const part of [rounds.slice(0, 30), rounds.slice(30)]) {
      const before = answers.seen.length;
      const sending = sendAll(part);
      await eventually(() => answers.seen.length > before);
      await broker.kill();
      await broker.start();
      await sending;
    }
    await eventually(() => repliesOf().size === rounds.length * schools.length);

    for (const school of schools)
      expect(await recorded(school)).toEqual(
        rounds.map((round) => testMessageId(numberOf(round, school))),
      );
    const replies = repliesOf();
    expect([...replies].filter(([, { size }]) => size !== 1)).toEqual([]);
    const types = [...replies.values()].flatMap((texts) =>
      [...texts].map((text) => inboundReply.parse(JSON.parse(text)).type),
    );
    expect(new Set(types)).toEqual(new Set(['Accepted']));
    expect(dead.seen).toEqual([]);
  });
});
