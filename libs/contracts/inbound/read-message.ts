import { err, ok, type Result } from '#kernel';

import {
  type InboundMessage,
  inboundMessage,
  messageId,
  messageTypes,
  messageVersion,
} from './message.js';
import type { Unreadable, UnreadableCode } from './unreadable.js';

type Fields = Readonly<Record<string, unknown>>;
type Read<Value> = Result<Value, Unreadable>;

/** Bytes that a message may have; a submission has a few thousand. */
export const mostMessageBytes = 262_144;

/** Names of fields that a reason may repeat: a sender's own words stay in the message. */
const fieldNames: ReadonlySet<PropertyKey> = new Set([
  'id',
  'type',
  'version',
  'source',
  'reference',
  'campaign',
  'uai',
  'data',
  'answers',
  'notConcerned',
  'justifications',
  'rule',
  'text',
  'reason',
  'expectedRevision',
]);

const unreadable = (code: UnreadableCode, reason: string) => err({ code, reason });

const textOf = (value: Uint8Array): Read<string> => {
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(value));
  } catch {
    return unreadable('MESSAGE_NOT_UTF8', 'bytes that are not UTF-8');
  }
};

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const fieldsOf = (text: string): Read<Fields> => {
  try {
    const value = JSON.parse(text) as unknown;
    if (isFields(value)) return ok(value);
    return unreadable('MESSAGE_NOT_JSON', 'JSON that is not an object');
  } catch {
    return unreadable('MESSAGE_NOT_JSON', 'not JSON');
  }
};

const known = ({ id, type, version }: Fields): Read<true> => {
  if (!messageId.safeParse(id).success) return unreadable('MESSAGE_WITHOUT_ID', 'id: a UUID');
  if (!messageTypes.some((one) => one === type)) {
    return unreadable('MESSAGE_TYPE_UNKNOWN', `type: one of ${messageTypes.join(', ')}`);
  }
  if (version !== messageVersion) {
    return unreadable('MESSAGE_VERSION_UNKNOWN', `version: ${String(messageVersion)}`);
  }
  return ok(true);
};

const stepOf = (step: PropertyKey): string =>
  fieldNames.has(step) || typeof step === 'number' ? String(step) : '*';

const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? 'message' : path.map(stepOf).join('.');

const message = (fields: Fields): Read<InboundMessage> => {
  const parsed = inboundMessage.safeParse(fields);
  if (parsed.success) return ok(parsed.data);
  const places = parsed.error.issues.map(({ path, code }) => `${placeOf(path)}: ${code}`);
  return unreadable('MESSAGE_SHAPE_WRONG', [...new Set(places)].slice(0, 8).join('; '));
};

/** Reads the bytes of a message: its shape alone is checked. Never throws. */
export const readMessage = (value: Uint8Array | null): Read<InboundMessage> => {
  if (value === null || value.length === 0) return unreadable('MESSAGE_EMPTY', '0 byte');
  if (value.length > mostMessageBytes) {
    const limit = `${String(mostMessageBytes)} at most`;
    return unreadable('MESSAGE_TOO_LARGE', `${String(value.length)} bytes, ${limit}`);
  }
  const text = textOf(value);
  if (!text.ok) return text;
  const fields = fieldsOf(text.value);
  if (!fields.ok) return fields;
  const kind = known(fields.value);
  return kind.ok ? message(fields.value) : kind;
};
