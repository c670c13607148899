import { readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';

import { inboundMessage, messageTypes } from './message.js';
import { mostMessageBytes, readMessage } from './read-message.js';
import { inboundReply } from './reply.js';
import { inboundSchemas, schemaFiles } from './schemas.js';

const whole = {
  id: '0A5F0C9E-6d1e-4c39-8f2b-5d1c7f6f0001',
  type: 'SubmitResponse',
  version: 1,
  source: 'mon-outil',
  reference: 'envoi/2014-05-02:17',
  campaign: 'etic-1d-2014',
  uai: '0131884C',
  data: {
    answers: { nb_eleves: 0, surface: '12.5', ent: true, maintenance: ['academie'], wifi: null },
    notConcerned: ['nb_tni'],
    justifications: [{ rule: '*', text: 'travaux' }],
    reason: 'erreur',
    expectedRevision: 2,
  },
};

const read = (content: unknown) =>
  readMessage(typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array | null));
const readJson = (content: unknown) => read(JSON.stringify(content));
const readJsonText = (text: string) => read(text).ok;
const isReply = (text: string) => inboundReply.safeParse(JSON.parse(text)).success;
const without = (name: string) =>
  Object.fromEntries(Object.entries(whole).filter(([field]) => field !== name));

describe('a message', () => {
  it('is read as it was written', () => {
    expect(readJson(whole)).toEqual({ ok: true, value: whole });
  });

  it.each([
    ['nothing', null, 'MESSAGE_EMPTY', '0 byte'],
    ['no byte', '', 'MESSAGE_EMPTY', '0 byte'],
    [
      'too many bytes',
      ' '.repeat(mostMessageBytes + 1),
      'MESSAGE_TOO_LARGE',
      '262145 bytes, 262144 at most',
    ],
    ['other bytes than UTF-8', Buffer.from([0xff]), 'MESSAGE_NOT_UTF8', 'bytes that are not UTF-8'],
    ['no JSON', '{"nom": Zoé}', 'MESSAGE_NOT_JSON', 'not JSON'],
    ['deep JSON', '['.repeat(100_000), 'MESSAGE_NOT_JSON', 'not JSON'],
    ['no object', '[1]', 'MESSAGE_NOT_JSON', 'JSON that is not an object'],
    ['null', 'null', 'MESSAGE_NOT_JSON', 'JSON that is not an object'],
    ['no id', without('id'), 'MESSAGE_WITHOUT_ID', 'id: a UUID'],
    ['a name as its id', { ...whole, id: 'Zoé' }, 'MESSAGE_WITHOUT_ID', 'id: a UUID'],
    [
      'no type',
      without('type'),
      'MESSAGE_TYPE_UNKNOWN',
      'type: one of SubmitResponse, CorrectAnswers, WithdrawResponse, SaveDraft',
    ],
    [
      'a type of another program',
      { ...whole, type: 'constructor' },
      'MESSAGE_TYPE_UNKNOWN',
      'type: one of SubmitResponse, CorrectAnswers, WithdrawResponse, SaveDraft',
    ],
    ['a later version', { ...whole, version: 2 }, 'MESSAGE_VERSION_UNKNOWN', 'version: 1'],
    ['no version', without('version'), 'MESSAGE_VERSION_UNKNOWN', 'version: 1'],
    ['no source', without('source'), 'MESSAGE_SHAPE_WRONG', 'source: invalid_type'],
    ['no school', without('uai'), 'MESSAGE_SHAPE_WRONG', 'uai: invalid_type'],
    [
      'a field too many',
      { ...whole, author: 'Zoé' },
      'MESSAGE_SHAPE_WRONG',
      'message: unrecognized_keys',
    ],
    [
      'the data of another type',
      { ...whole, type: 'WithdrawResponse' },
      'MESSAGE_SHAPE_WRONG',
      'data: unrecognized_keys',
    ],
    [
      'answers within answers',
      { ...whole, data: { answers: { Zoé: { a: 1 }, nb_eleves: { a: 1 } } } },
      'MESSAGE_SHAPE_WRONG',
      'data.answers.*: invalid_key; data.answers.*: invalid_union',
    ],
    [
      'a reference with a name',
      { ...whole, reference: 'Zoé Martin' },
      'MESSAGE_SHAPE_WRONG',
      'reference: invalid_format',
    ],
  ])('with %s cannot be read, and the reason repeats none of it', (_, content, code, reason) => {
    const isRaw = content === null || typeof content === 'string' || Buffer.isBuffer(content);

    expect(isRaw ? read(content) : readJson(content)).toEqual({
      ok: false,
      error: { code, reason },
    });
  });

  it('of any bytes is read or not: nothing is thrown', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(typeof readMessage(bytes).ok).toBe('boolean');
      }),
    );
  });
});

const anything = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string(), fc.double(), fc.uuid());
const answers = fc.dictionary(fc.constantFrom('nb_eleves', 'a.b', 'é', ''), anything, {
  noNullPrototype: true,
});

const changedAt = (fields: object, name: string, value: unknown): object => ({
  ...fields,
  [name]: value,
});

/** Messages that are nearly right: one field, or one field of their data, is something else. */
const nearly = fc
  .record({
    type: fc.constantFrom(...messageTypes),
    field: fc.constantFrom(...Object.keys(whole), 'author'),
    detail: fc.constantFrom(...Object.keys(whole.data), 'rule'),
    isInData: fc.boolean(),
    value: fc.oneof(anything, answers, fc.constantFrom('a/1', 'mon-outil', 0, 3, [], ['a'])),
  })
  .map(({ type, field, detail, isInData, value }): unknown => {
    const { reason, expectedRevision } = whole.data;
    const data = type === 'WithdrawResponse' ? { reason, expectedRevision } : whole.data;
    const message = { ...whole, type, data };
    const changed = isInData
      ? { ...message, data: changedAt(data, detail, value) }
      : changedAt(message, field, value);
    return JSON.parse(JSON.stringify(changed));
  });

describe('the JSON Schema of messages', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false });

  it.each(Object.keys(schemaFiles()))(
    '%s is written as the program reads it (`npm run messages` writes it)',
    (name) => {
      const file = new URL(`../../../docs/reference/messages/${name}`, import.meta.url);

      expect(readFileSync(file, 'utf8')).toBe(schemaFiles()[name]);
    },
  );

  it('takes what the program reads, and nothing else', () => {
    const validate = ajv.compile(inboundSchemas['inbound-message.v1'] ?? {});
    let taken = 0;
    fc.assert(
      fc.property(nearly, (message) => {
        const isTaken = inboundMessage.safeParse(message).success;
        taken += isTaken ? 1 : 0;
        expect(validate(message)).toBe(isTaken);
      }),
      { numRuns: 2_000, seed: 27 },
    );
    expect(validate(whole)).toBe(true);
    expect(taken).toBeGreaterThan(5);
  });

  it('of replies takes a reply, and no other one', () => {
    const validate = ajv.compile(inboundSchemas['inbound-reply.v1'] ?? {});
    const refused = {
      type: 'Refused',
      version: 1,
      inReplyTo: whole.id,
      source: 'mon-outil',
      reference: null,
      campaign: 'etic-1d-2014',
      uai: '0131884C',
      problems: [],
    };

    for (const reply of [refused, { ...refused, type: 'Accepted' }, whole]) {
      expect([validate(reply), inboundReply.safeParse(reply).success]).toEqual([false, false]);
    }
  });
});

describe('the examples of the how-to', () => {
  const page = new URL('../../../docs/how-to/send-through-kafka.md', import.meta.url);
  const examples = [...readFileSync(page, 'utf8').matchAll(/```json\n([\s\S]*?)```/g)].map(
    ([, text = '']) => text,
  );

  it('are a message that can be read, and its reply', () => {
    const [message = '', reply = ''] = examples;

    expect([examples.length, readJsonText(message), isReply(reply)]).toEqual([2, true, true]);
  });
});
