import { gunzipSync, gzipSync } from 'node:zlib';

import {
  type AllStreamResolvedEvent,
  binaryEvent,
  type EventData,
  jsonEvent,
  type JSONType,
  type ResolvedEvent,
} from '@kurrent/kurrentdb-client';

import type { EncodedAppend, EncodedEvent } from '#application';
import {
  BrokenAssumption,
  type EventMetadata,
  position,
  type Position,
  type RecordedEvent,
} from '#kernel';

/** What stands in the server's custom metadata beside ours. */
type Envelope = {
  readonly schemaVersion: number;
  readonly metadata: EventMetadata;
  /** The call that wrote it: an append that finds another's here was a repeat. */
  readonly attempt: string;
  /** When it was recorded first, for an event that was copied from another log. */
  readonly recordedAt?: string;
  /** Where it stood there, in digits. */
  readonly position?: string;
};

/** What an event that is copied brings along. */
type Brought = Required<Pick<Envelope, 'recordedAt' | 'position'>>;

// The server takes a megabyte for one append unless it is told otherwise; lists of schools are longer.
const compressedFrom = 64_000;

type Writing = {
  readonly attempt: string;
  readonly compress: boolean;
  readonly brought?: Brought;
};

const proposed = (
  { id, type, schemaVersion, data, metadata }: EncodedEvent,
  { attempt, compress, brought }: Writing,
): EventData => {
  const envelope: Envelope = {
    schemaVersion,
    metadata: JSON.parse(metadata) as EventMetadata,
    attempt,
    ...brought,
  };
  return compress
    ? binaryEvent({ id, type, data: gzipSync(data), metadata: envelope })
    : jsonEvent({ id, type, data: JSON.parse(data) as JSONType, metadata: envelope });
};

/** An append as the server takes it; its payloads are compressed when they are large together. */
export const proposedEvents = ({ events, size }: EncodedAppend, attempt: string): EventData[] =>
  events.map((event) => proposed(event, { attempt, compress: size >= compressedFrom }));

/** An event of another log as the server takes it; writing it again is the same. */
export const copiedEvent = (event: RecordedEvent): EventData => {
  const { recordedAt, position: at } = event;
  const data = JSON.stringify(event.data);
  const metadata = JSON.stringify(event.metadata);
  const compress = data.length + metadata.length >= compressedFrom;
  const brought = { recordedAt, position: String(at) };
  return proposed({ ...event, data, metadata }, { attempt: 'copy', compress, brought });
};

const isEnvelope = (found: unknown): found is Envelope =>
  typeof found === 'object' &&
  found !== null &&
  'schemaVersion' in found &&
  'metadata' in found &&
  'attempt' in found;

const dataOf = (data: unknown): unknown =>
  data instanceof Uint8Array ? (JSON.parse(gunzipSync(data).toString('utf8')) as unknown) : data;

/** The server keeps time to 100 ns, its client to the millisecond. */
const instantOf = (created: Date): string => created.toISOString().replace('Z', '000Z');

/** An event as the server has it, before its position in the log is known. */
export type Found = {
  readonly event: Omit<RecordedEvent, 'position'>;
  readonly attempt: string;
  /** Its place on the server. */
  readonly native: bigint;
  /** The position that it brought along, when it was copied. */
  readonly copiedFrom: Position | undefined;
};

/** An event as the server gives it back, from a stream of ours. */
export const foundEvent = (
  { event }: ResolvedEvent | AllStreamResolvedEvent,
  prefix: string,
): Found => {
  if (event === undefined) throw new BrokenAssumption('the server sent a link without its event');
  const { id, type, streamId, revision, data, metadata, created, position: at } = event;
  const where = `event ${id} of the stream ${streamId}`;
  if (!isEnvelope(metadata)) throw new BrokenAssumption(`${where} was not written by this program`);
  if (at === undefined)
    throw new BrokenAssumption(`${where} has no position: the server must be 22.10 or later`);
  const recorded = {
    id,
    type,
    schemaVersion: metadata.schemaVersion,
    data: dataOf(data),
    metadata: metadata.metadata,
    stream: streamId.slice(prefix.length),
    revision: Number(revision) + 1,
    recordedAt: metadata.recordedAt ?? instantOf(created),
  };
  const copiedFrom =
    metadata.position === undefined ? undefined : position(BigInt(metadata.position));
  return { event: recorded, attempt: metadata.attempt, native: at.commit, copiedFrom };
};
