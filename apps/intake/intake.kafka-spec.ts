import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { Bus, EventStore, OutgoingMessage, ReplyBook, Services } from '#application';
import type { Intake, IntakeTopics } from '#application/intake';
import { type InboundReply, inboundReply } from '#contracts';
import { makeReplyBook, openEventLog, type PostgresEventLog } from '#postgres';

import { runTypeScript } from '../../libs/testing/child-process.js';
import {
  correctMessage,
  submitMessage,
  testMessageId,
  withdrawMessage,
} from '../../libs/testing/inbound-messages.js';
import { eventually, openTestBus } from '../../libs/testing/kafka-for-tests.js';
import { databaseForTest, type TestDatabase } from '../../libs/testing/postgres-for-tests.js';
import { intakeParts, ownTopics, readerOf, sentBy } from '../../libs/testing/running-intake.js';
import { openedSmallObservatory, testUai } from '../../libs/testing/small-observatory.js';
import { openIntake } from './intake.js';

type Content = Parameters<typeof sentBy>[1];

describe('the intake', () => {
  let database: TestDatabase;
  let log: PostgresEventLog;
  let bus: Bus;
  let services: Services;
  let replies: ReplyBook;
  let topics: IntakeTopics;
  let running: Intake[];
  let answers: ReturnType<typeof readerOf>;
  let dead: ReturnType<typeof readerOf>;

  beforeAll(() => {
    bus = openTestBus();
  });
  afterAll(() => bus.close());

  beforeEach(async () => {
    database = await databaseForTest();
    log = await openEventLog({ url: database.url, retryForMs: 500 });
    ({ services } = await openedSmallObservatory(log));
    replies = makeReplyBook(database.pool);
    topics = ownTopics();
    running = [];
    await start();
    answers = readerOf(bus, topics.replies);
    dead = readerOf(bus, topics.deadLetters);
    await Promise.all([answers.joined(), dead.joined()]);
  });

  afterEach(async () => {
    await Promise.all([...running, answers, dead].map((one) => one.stop()));
    await log.close();
    await database.drop();
  });

  const start = async (parts: object = {}) => {
    const intake = openIntake({ ...intakeParts({ bus, services, replies, topics }), ...parts });
    running.push(intake);
    await intake.joined();
    return intake;
  };

  const publish = async (messages: readonly OutgoingMessage[]) => {
    const publisher = bus.publisher();
    await publisher.publish(messages);
    await publisher.close();
  };
  const send = (...contents: readonly Content[]) =>
    publish(contents.map((content) => sentBy(topics.inbound, content)));

  const told = (): readonly InboundReply[] =>
    answers.seen.map(({ value }) => inboundReply.parse(JSON.parse(String(value))));

  const answered = (count: number) => eventually(() => answers.seen.length >= count);

  const recorded = async (number: number, store: EventStore = log) => {
    const events = await store.readStream(`response-essai-2014.${testUai(number)}`);
    return events.map(({ metadata }) => metadata.causationId);
  };

  it('makes of ten times the same message one submission and the same reply', async () => {
    await send(...Array.from({ length: 10 }, () => submitMessage(1)));
    await answered(10);

    const [first] = answers.seen;
    expect(told()[0]).toMatchObject({
      type: 'Accepted',
      inReplyTo: testMessageId(1),
      receipt: { effect: 'recorded', revision: 1 },
    });
    for (const { key, value, headers } of answers.seen) {
      expect([key, value, headers]).toEqual([first?.key, first?.value, first?.headers]);
    }
    expect(await recorded(1)).toEqual([testMessageId(1)]);
  });

  it('gives the first reply again after it was started anew, and to another of its group', async () => {
    await send(submitMessage(1), correctMessage(2, 9));
    await answered(2);
    await running[0]?.stop();
    await start();
    await start();
    await send(submitMessage(1), correctMessage(2, 9));
    await answered(4);

    const values = answers.seen.map(({ value }) => String(value));
    expect(values.slice(2)).toEqual(values.slice(0, 2));
    expect(await recorded(1)).toEqual([testMessageId(1), testMessageId(2)]);
  });

  it('answers what is refused with its problems, in both languages', async () => {
    await send(
      submitMessage(1, { data: { answers: { nb_ordinateurs: -1 } } }),
      submitMessage(2, { source: 'outil-toulouse' }),
      submitMessage(3, { source: 'inconnu' }),
    );
    await answered(3);

    expect(told().map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      expect.arrayContaining(['VALUE_BELOW_MINIMUM']),
      ['SCHOOL_OUT_OF_REACH'],
      ['SOURCE_NOT_ALLOWED'],
    ]);
    expect(told()[1]?.problems[0]).toMatchObject({
      field: 'uai',
      found: testUai(1),
      message: {
        fr: `L’établissement ${testUai(1)} n’est pas de ceux pour lesquels cette source répond.`,
        en: `School ${testUai(1)} is not one of those that this source answers for.`,
      },
    });
    expect(await recorded(1)).toEqual([]);
  });

  it('keeps the order of each school while the group changes, and records each message once', async () => {
    const schools = [1, 2, 3, 4];
    const rounds = Array.from({ length: 15 }, (_, round) => round);
    const messages = rounds.flatMap((round) =>
      schools.map((school) => {
        const number = round * 10 + school;
        const over = { uai: testUai(school) };
        return round === 0 ? submitMessage(number, over) : correctMessage(number, round, over);
      }),
    );
    for (const [at, message] of messages.entries()) {
      if (at === 10) await start();
      if (at === 30) await running[0]?.stop();
      await send(message);
    }
    const expected = new Set(messages.map(({ id }) => id));
    await eventually(
      () => new Set(told().map(({ inReplyTo }) => inReplyTo)).size === expected.size,
    );

    for (const school of schools) {
      expect(await recorded(school)).toEqual(
        rounds.map((round) => testMessageId(round * 10 + school)),
      );
    }
    const byMessage = new Map<string, Set<string>>();
    for (const { headers, value } of answers.seen) {
      const of = headers['in-reply-to'] ?? '';
      byMessage.set(of, (byMessage.get(of) ?? new Set()).add(String(value)));
    }
    expect([...byMessage.values()].every(({ size }) => size === 1)).toBe(true);
  });

  it('records once what a killed intake had appended before it answered', async () => {
    await running[0]?.stop();
    const child = runTypeScript('libs/testing/crashing-intake.process.ts', [
      process.env['TEST_KAFKA_BROKERS'] ?? '',
      database.url,
      JSON.stringify(topics),
    ]);
    await send(submitMessage(1), correctMessage(2, 9), withdrawMessage(3));
    expect((await child.lines.next()).value).toBe('appended');
    child.kill('SIGKILL');
    await child.exited;
    expect([await recorded(1), answers.seen.length]).toEqual([[testMessageId(1)], 0]);

    await start();
    await answered(3);
    expect(await recorded(1)).toEqual([1, 2, 3].map(testMessageId));
    expect(told().map((reply) => reply.type === 'Accepted' && reply.receipt)).toMatchObject([
      { effect: 'recorded', revision: 1 },
      { effect: 'corrected', revision: 2 },
      { effect: 'recorded', revision: 3 },
    ]);
  });

  it('waits for a log that is away: no reply, no dead letter, then all of it', async () => {
    const waits: unknown[] = [];
    await running[0]?.stop();
    await start({
      logger: { info: () => undefined, warn: (fields: unknown) => waits.push(fields) },
    });
    await database.shut();
    await publish([
      sentBy(topics.inbound, submitMessage(1)),
      sentBy(topics.inbound, Buffer.from('{'), testUai(1)),
      sentBy(topics.inbound, submitMessage(2, { uai: testUai(2) })),
    ]);
    await eventually(() => waits.length > 1);
    expect([answers.seen.length, dead.seen.length]).toEqual([0, 0]);

    await database.reopen();
    await answered(2);
    await eventually(() => dead.seen.length > 0);
    expect(new Set(told().map(({ type }) => type))).toEqual(new Set(['Accepted']));
    expect([await recorded(1), await recorded(2)]).toEqual([
      [testMessageId(1)],
      [testMessageId(2)],
    ]);
  });

  it('puts whatever bytes are no message with the dead letters, whole, and goes on', async () => {
    const garbage = fc
      .sample(
        fc.oneof(
          fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
          fc.json().map((text) => Buffer.from(text)),
        ),
        { numRuns: 120, seed: 27 },
      )
      .concat([Buffer.alloc(0), Buffer.alloc(300_000, 'x'), Buffer.from(JSON.stringify({}))]);
    await send(...garbage, submitMessage(1));
    await answered(1);
    await eventually(() => dead.seen.length >= garbage.length);

    const hex = (bytes: readonly (Buffer | null)[]) =>
      bytes.map((value) => value?.toString('hex')).sort();
    expect(hex(dead.seen.map(({ value }) => value))).toEqual(hex(garbage));
    for (const { headers } of dead.seen) {
      expect(headers).toEqual({
        'problem-code': expect.stringMatching(/^MESSAGE_/),
        'problem-reason': expect.any(String),
        'origin-topic': topics.inbound,
        'origin-partition': expect.stringMatching(/^\d$/),
        'origin-offset': expect.stringMatching(/^\d+$/),
        'dead-at': expect.stringMatching(/^2014-/),
        attempt: '1',
      });
    }
    expect(await recorded(1)).toEqual([testMessageId(1)]);
  });

  it('takes a message as large as the broker lets in', async () => {
    const large = Buffer.alloc(1_048_000, 'x');
    await send(large, submitMessage(1));
    await eventually(() => dead.seen.length === 1);

    expect(dead.seen[0]?.value?.length).toBe(large.length);
    expect(dead.seen[0]?.headers['problem-code']).toBe('MESSAGE_TOO_LARGE');
  });
});
