import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { incoming, submitMessage } from '../../testing/inbound-messages.js';
import { from, openedSmallIntake } from '../../testing/small-intake.js';
import type { IncomingMessage } from '../bus.port.js';
import { takeIn } from './take-in.js';

describe('what cannot be read', () => {
  it('goes whole to the dead letters, with the reason, where it was, and how often it came', async () => {
    const { ground } = await openedSmallIntake();
    const value = Buffer.from([0x7b, 0xff, 0x00]);
    const message: IncomingMessage = {
      ...incoming(value, { offset: 41n, key: Buffer.from([0xff]) }),
      headers: { traceparent: '00-1', attempt: '2', 'problem-code': 'FORGED' },
    };

    expect(await takeIn(ground, { ...from, messages: [message] })).toEqual([
      {
        fate: 'dead-letter',
        codes: ['MESSAGE_NOT_UTF8'],
        outgoing: {
          topic: 'dead',
          key: Buffer.from([0xff]),
          value,
          headers: {
            traceparent: '00-1',
            'problem-code': 'MESSAGE_NOT_UTF8',
            'problem-reason': 'bytes that are not UTF-8',
            'origin-topic': 'inbound',
            'origin-partition': '2',
            'origin-offset': '41',
            'dead-at': '2014-04-01T10:00:00Z',
            attempt: '2',
          },
        },
      },
    ]);
  });

  it('is told for any bytes: nothing is thrown, and what is no message is a dead letter', async () => {
    const { take, events } = await openedSmallIntake();
    const anything = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.json().map((text) => Buffer.from(text)),
      fc
        .record({ at: fc.nat(400), bytes: fc.uint8Array({ minLength: 1, maxLength: 3 }) })
        .map(({ at, bytes }) => {
          const whole = Buffer.from(JSON.stringify(submitMessage(1, { source: 'inconnu' })));
          whole.set(bytes, at % (whole.length - bytes.length));
          return whole;
        }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(anything), { maxLength: 4 }), async (values) => {
        const taken = await take(...values);

        expect(taken.length).toBe(values.length);
        for (const [at, { fate, outgoing }] of taken.entries()) {
          if (fate !== 'dead-letter') continue;
          expect([outgoing.topic, outgoing.value]).toEqual(['dead', values[at]]);
        }
      }),
      { numRuns: 300 },
    );
    expect(await events()).toEqual([]);
  });
});
