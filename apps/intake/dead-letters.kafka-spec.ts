import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';

import type { Bus } from '#application';
import {
  type DeadLetter,
  deadLetters,
  type Intake,
  intakeTopics,
  type IntakeTopics,
  retryDeadLetters,
} from '#application/intake';
import { deadLettersTopic, inboundTopic } from '#contracts';

import { jsonLines, runCommand } from '../../libs/testing/command-line.js';
import { submitMessage } from '../../libs/testing/inbound-messages.js';
import { inMemoryReplyBook } from '../../libs/testing/in-memory-reply-book.js';
import { eventually, openTestBus } from '../../libs/testing/kafka-for-tests.js';
import { intakeParts, ownTopics, readerOf, sentBy } from '../../libs/testing/running-intake.js';
import { openedSmallObservatory } from '../../libs/testing/small-observatory.js';
import { openIntake } from './intake.js';

const brief = ({ code, attempt, message }: DeadLetter) => [
  code,
  attempt,
  message.value?.toString('utf8'),
];

describe('dead letters', () => {
  let bus: Bus;
  let topics: IntakeTopics;
  let intake: Intake;

  beforeAll(() => {
    bus = openTestBus();
  });
  afterAll(() => bus.close());

  beforeEach(async () => {
    const { services } = await openedSmallObservatory();
    topics = ownTopics();
    const parts = intakeParts({ bus, services, replies: inMemoryReplyBook(), topics });
    intake = openIntake({ ...parts, size: { partitions: 1, replication: 1 } });
    await intake.joined();
  });
  afterEach(() => intake.stop());

  const send = async (...texts: readonly string[]) => {
    const publisher = bus.publisher();
    await publisher.publish(texts.map((one) => sentBy(topics.inbound, Buffer.from(one), 'k')));
    await publisher.close();
  };
  const all = () => deadLetters(bus, topics);
  const thereAre = (count: number) => eventually(async () => (await all()).length === count);

  it('that fail again come back, one attempt more, with the bytes that they had', async () => {
    expect(await all()).toEqual([]);
    await send('{', 'Zoé');
    await thereAre(2);
    expect(await retryDeadLetters(bus, topics, { codes: [] })).toEqual({ retried: 2, left: 0 });
    await thereAre(4);

    expect((await all()).map(brief)).toEqual([
      ['MESSAGE_NOT_JSON', 1, '{'],
      ['MESSAGE_NOT_JSON', 1, 'Zoé'],
      ['MESSAGE_NOT_JSON', 2, '{'],
      ['MESSAGE_NOT_JSON', 2, 'Zoé'],
    ]);
  });

  it('are sent again once for each filter, which goes on with what has come since', async () => {
    await send('{', JSON.stringify({ ...submitMessage(1), version: 2 }));
    await thereAre(2);
    await intake.stop();
    const versions = { codes: ['MESSAGE_VERSION_UNKNOWN'] };
    const few = { codes: [], mostAttempts: 0 };

    expect(await retryDeadLetters(bus, topics, versions)).toEqual({ retried: 1, left: 1 });
    expect(await retryDeadLetters(bus, topics, versions)).toEqual({ retried: 0, left: 0 });
    expect(await retryDeadLetters(bus, topics, few)).toEqual({ retried: 0, left: 2 });
    expect(await retryDeadLetters(bus, topics, { codes: [] })).toEqual({ retried: 2, left: 0 });
  });

  it('are left for the next time when the retry is cut off before they were sent', async () => {
    await send('{', 'Zoé');
    await thereAre(2);
    await intake.stop();
    const away: Bus = {
      ...bus,
      publisher: () => ({
        publish: () => Promise.reject(new Error('cut off')),
        close: () => Promise.resolve(),
      }),
      lag: (() => {
        let asked = 0;
        return (...of: Parameters<Bus['lag']>) => {
          asked += 1;
          return asked > 5 ? Promise.reject(new Error('gone')) : bus.lag(...of);
        };
      })(),
      subscribe: (options) => bus.subscribe(options),
    };
    await expect(retryDeadLetters(away, topics, { codes: [] })).rejects.toThrow('gone');

    expect(await retryDeadLetters(bus, topics, { codes: [] })).toEqual({ retried: 2, left: 0 });
  });
});

describe('the command line of dead letters', () => {
  const settings = { KAFKA_BROKERS: process.env['TEST_KAFKA_BROKERS'] ?? '' };
  const code = `MESSAGE_${randomUUID().slice(0, 8).toUpperCase()}`;
  const intakeCommand = (...args: readonly string[]) => runCommand(['intake', ...args], settings);
  let bus: Bus;

  beforeAll(async () => {
    bus = openTestBus();
    const size = { partitions: 1, replication: 1 };
    await bus.ensureTopics(Object.values(intakeTopics).map((topic) => ({ topic, ...size })));
    const publisher = bus.publisher();
    const headers = { 'problem-code': code, 'problem-reason': 'not JSON', attempt: '3' };
    await publisher.publish([
      { topic: deadLettersTopic, key: 'k', value: Buffer.from('{ "Zoé"'), headers },
      { topic: deadLettersTopic, key: 'k', value: Buffer.from([0xff, 0x00]), headers },
    ]);
    await publisher.close();
  });
  afterAll(() => bus.close());

  it('lists them, shows one whole, and sends them again', async () => {
    const listed = await intakeCommand('list', '--code', code, '--json');
    const rows = jsonLines(listed) as readonly { partition: number; offset: string }[];
    expect(rows).toMatchObject([
      { code, reason: 'not JSON', attempt: 3, bytes: 8 },
      { code, reason: 'not JSON', attempt: 3, bytes: 2 },
    ]);

    const places = rows.map(({ partition, offset }) => [String(partition), offset] as const);
    const shown = [];
    for (const [partition, offset] of places) {
      shown.push(...jsonLines(await intakeCommand('show', partition, offset, '--json')));
    }
    expect(shown).toMatchObject([{ value: '{ "Zoé"', key: 'k' }, { valueHex: 'ff00' }]);

    const inbound = readerOf(bus, inboundTopic);
    const sent = await intakeCommand('retry', '--code', code);
    const none = await intakeCommand('retry', '--code', code, '--lang', 'fr');
    await eventually(
      () => inbound.seen.filter(({ headers }) => headers['attempt'] === '4').length === 2,
    );
    await inbound.stop();
    expect([sent.code, sent.output, none.output]).toEqual([
      0,
      expect.stringContaining('Messages sent again: 2;'),
      expect.stringContaining('Messages renvoyés : 0 ; laissés : 0.'),
    ]);
  });

  it.each([
    [['retry'], 2, 'say which: --code CODES or --all'],
    [['show', '0', '999999'], 1, 'No dead letter lies there.'],
  ])('says what is wrong with %j', async (args, exit, said) => {
    const { code: ended, notes } = await intakeCommand(...args);

    expect([ended, notes]).toEqual([exit, expect.stringContaining(said)]);
  });

  it('needs Kafka, and says so', async () => {
    const { code: ended, notes } = await runCommand(['intake', 'list'], { KAFKA_BROKERS: '' });

    expect([ended, notes]).toEqual([2, expect.stringContaining('KAFKA_BROKERS is not set')]);
  });
});
