import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import type { EventMetadata, NewEvent } from '#kernel';

import { encodeAppend } from './event-encoding.js';

const limits = { maxEventSize: 1_000 };
const metadata: EventMetadata = {
  actor: { role: 'school', id: 'a' },
  cause: 'submission',
  correlationId: 'c',
};

const event = (change: Partial<NewEvent> = {}): NewEvent => ({
  id: '018f4e2a-0000-7000-8000-00000000000A',
  type: 'Written',
  schemaVersion: 1,
  data: {},
  metadata,
  ...change,
});

const encode = (change: Partial<NewEvent> = {}, stream = 'response-a.b') =>
  encodeAppend({ stream, expectedRevision: 0, events: [event(change)] }, limits);

const refusal = (reason: string, stream = 'response-a.b') => ({
  ok: false,
  error: { kind: 'EventRefused', stream, reason },
});

const text = JSON.stringify(metadata);

describe('encoding an append', () => {
  it('writes ids in lower case and payloads as JSON', () => {
    expect(encode({ data: { é: [0, null] } })).toEqual({
      ok: true,
      value: {
        stream: 'response-a.b',
        expectedRevision: 0,
        size: '{"é":[0,null]}'.length + text.length,
        events: [
          {
            id: '018f4e2a-0000-7000-8000-00000000000a',
            type: 'Written',
            schemaVersion: 1,
            data: '{"é":[0,null]}',
            metadata: text,
          },
        ],
      },
    });
  });

  it.each<[string, Partial<NewEvent>, string]>([
    ['an id that is no UUID', { id: 'one' }, 'its id "one" is not a UUID'],
    ['version 0', { schemaVersion: 0 }, 'schema version 0 is not between 1 and 32767'],
    ['half a version', { schemaVersion: 1.5 }, 'schema version 1.5 is not between 1 and 32767'],
    ['a type without a name', { type: '' }, 'its type is empty'],
    [
      'a type of two lines',
      { type: 'a\nb' },
      'its type contains a control character or half a character',
    ],
    ['no data', { data: undefined }, 'JSON has no form for undefined'],
    [
      'a bigint',
      { data: 1n },
      'its payload has no form in JSON: TypeError: Do not know how to serialize a BigInt',
    ],
    [
      'a NUL character',
      { data: ['\u0000'] },
      'its payload contains a NUL character or half a character',
    ],
    [
      'a NUL character behind a backslash',
      { data: ['\\\u0000'] },
      'its payload contains a NUL character or half a character',
    ],
    [
      'half of a character',
      { data: ['\ud83c'] },
      'its payload contains a NUL character or half a character',
    ],
    [
      'an event that is too large',
      { data: 'x'.repeat(1_000) },
      `it has ${String(1_002 + text.length)} characters, at most 1000 are allowed`,
    ],
  ])('refuses %s', (_, change, reason) => {
    expect(encode(change)).toEqual(refusal(`event 1 of the append: ${reason}`));
  });

  it.each([
    ['', 'the name of the stream is empty'],
    ['a\tb', 'the name of the stream contains a control character or half a character'],
    ['s'.repeat(513), 'the name of the stream has 513 characters, at most 512 are allowed'],
  ])('refuses a stream named %j', (stream, reason) => {
    expect(encode({}, stream)).toEqual(refusal(reason, stream));
  });

  it('refuses an id that comes twice in one append', () => {
    const twice = { stream: 's', expectedRevision: 0, events: [event(), event()] };

    expect(encodeAppend(twice, limits)).toEqual(
      refusal('two events of the append have the same id', 's'),
    );
  });

  it('takes every text that has no NUL and no half character, the text of an escape included', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('\\', 'u', '0000', 'd800', '"', 'é', '🌻')), (parts) => {
        expect(encode({ data: parts.join('') }).ok).toBe(true);
      }),
    );
  });

  it('throws on an append that no caller may make', () => {
    expect(() => encodeAppend({ stream: 's', expectedRevision: 0, events: [] }, limits)).toThrow(
      'an append to s without events',
    );
    expect(() =>
      encodeAppend({ stream: 's', expectedRevision: -1, events: [event()] }, limits),
    ).toThrow('an append to s expects revision -1');
  });
});
