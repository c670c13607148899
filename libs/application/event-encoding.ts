import { BrokenAssumption, err, type NewEvent, ok, type Result } from '#kernel';

import type { AppendRefusal, AppendRequest } from './event-store.port.js';

export type EncodedEvent = {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: string;
  readonly metadata: string;
};

/** An append whose events are texts that the log can hold. */
export type EncodedAppend = {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: readonly EncodedEvent[];
  /** Characters of all payloads. */
  readonly size: number;
};

export type EncodingLimits = {
  /** Characters of one event's data and metadata together. */
  readonly maxEventSize: number;
};

const maxNameLength = 512;
const maxRevision = 2_000_000_000;
const maxSchemaVersion = 32_767;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const unholdable = /[\p{Cc}\p{Surrogate}]/u;
// An odd number of backslashes before it makes `\u` an escape: here NUL or half of a surrogate pair.
const unholdableEscape = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

const nameRefusal = (what: string, name: string): string | undefined => {
  if (name.length === 0) return `${what} is empty`;
  if (name.length > maxNameLength)
    return `${what} has ${String(name.length)} characters, at most ${String(maxNameLength)} are allowed`;
  return unholdable.test(name)
    ? `${what} contains a control character or half a character`
    : undefined;
};

/** Whether a stream may have this name; one that may not is empty in every log, and is not looked for. */
export const isStreamName = (name: string): boolean => nameRefusal('', name) === undefined;

const holdable = (json: string): Result<string, string> =>
  json.includes('\\u') && unholdableEscape.test(json)
    ? err('its payload contains a NUL character or half a character')
    : ok(json);

const jsonOf = (value: unknown): Result<string, string> => {
  try {
    const text = JSON.stringify(value) as string | undefined;
    return text === undefined ? err(`JSON has no form for ${typeof value}`) : holdable(text);
  } catch (cause) {
    return err(`its payload has no form in JSON: ${String(cause)}`);
  }
};

const headerRefusal = (event: NewEvent, id: string): string | undefined => {
  if (!uuid.test(id)) return `its id ${JSON.stringify(event.id.slice(0, 60))} is not a UUID`;
  const version = event.schemaVersion;
  if (!Number.isInteger(version) || version < 1 || version > maxSchemaVersion)
    return `schema version ${String(version)} is not between 1 and ${String(maxSchemaVersion)}`;
  return nameRefusal('its type', event.type);
};

type Json = (value: unknown) => Result<string, string>;

type Encoder = { readonly limits: EncodingLimits; readonly metadataOf: Json };

const encodeEvent = (
  event: NewEvent,
  { limits, metadataOf }: Encoder,
): Result<EncodedEvent, string> => {
  const id = event.id.toLowerCase();
  const refusal = headerRefusal(event, id);
  if (refusal !== undefined) return err(refusal);

  const data = event.json === undefined ? jsonOf(event.data) : holdable(event.json);
  if (!data.ok) return data;
  const metadata = metadataOf(event.metadata);
  if (!metadata.ok) return metadata;

  const size = data.value.length + metadata.value.length;
  if (size > limits.maxEventSize)
    return err(
      `it has ${String(size)} characters, at most ${String(limits.maxEventSize)} are allowed`,
    );
  const { type, schemaVersion } = event;
  return ok({ id, type, schemaVersion, data: data.value, metadata: metadata.value });
};

const assertWellFormed = (request: AppendRequest): void => {
  const { expectedRevision, events, stream } = request;
  if (events.length === 0) throw new BrokenAssumption(`an append to ${stream} without events`);
  if (!Number.isInteger(expectedRevision) || expectedRevision < 0 || expectedRevision > maxRevision)
    throw new BrokenAssumption(
      `an append to ${stream} expects revision ${String(expectedRevision)}`,
    );
};

const encodeWith = (
  encoder: Encoder,
  request: AppendRequest,
): Result<EncodedAppend, AppendRefusal> => {
  assertWellFormed(request);
  const { stream, expectedRevision } = request;
  const refused = (reason: string): Result<EncodedAppend, AppendRefusal> =>
    err({ kind: 'EventRefused', stream, reason });

  const streamRefusal = nameRefusal('the name of the stream', stream);
  if (streamRefusal !== undefined) return refused(streamRefusal);

  const events: EncodedEvent[] = [];
  for (const [index, event] of request.events.entries()) {
    const encoded = encodeEvent(event, encoder);
    if (!encoded.ok) return refused(`event ${String(index + 1)} of the append: ${encoded.error}`);
    events.push(encoded.value);
  }
  if (events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length)
    return refused('two events of the append have the same id');

  const size = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
  return ok({ stream, expectedRevision, events, size });
};

/** Refuses what the log cannot hold, before it joins a batch with the appends of others. */
export const encodeAppend = (
  request: AppendRequest,
  limits: EncodingLimits,
): Result<EncodedAppend, AppendRefusal> => encodeWith({ limits, metadataOf: jsonOf }, request);

/** The events of one file share few objects of metadata: each is written out once. */
const oncePerObject = (): Json => {
  const known = new Map<unknown, Result<string, string>>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const text = jsonOf(value);
    known.set(value, text);
    return text;
  };
};

/** See `encodeAppend`; one answer for each request, in their order. */
export const encodeAppends = (
  requests: readonly AppendRequest[],
  limits: EncodingLimits,
): readonly Result<EncodedAppend, AppendRefusal>[] => {
  const metadataOf = requests.length === 1 ? jsonOf : oncePerObject();
  const encoder = { limits, metadataOf };
  return requests.map((request) => encodeWith(encoder, request));
};
