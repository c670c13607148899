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
import { BrokenAssumption, type EventMetadata, position, type RecordedEvent } from '#kernel';

/** What stands in the server's custom metadata beside ours. */
type Envelope = {
  readonly schemaVersion: number;
  readonly metadata: EventMetadata;
  /** The call that wrote it: an append that finds another's here was a repeat. */
  readonly attempt: string;
  /** When it was recorded first, for an event that was copied from another log. */
  readonly recordedAt?: string;
};

// The server takes a megabyte for one append unless it is told otherwise; lists of schools are longer.
const compressedFrom = 64_000;

const proposed = (
  { id, type, schemaVersion, data, metadata }: EncodedEvent,
  { attempt, compress }: { readonly attempt: string; readonly compress: boolean },
): EventData => {
  const envelope: Envelope = {
    schemaVersion,
    metadata: JSON.parse(metadata) as EventMetadata,
    attempt,
  };
  return compress
    ? binaryEvent({ id, type, data: gzipSync(data), metadata: envelope })
    : jsonEvent({ id, type, data: JSON.parse(data) as JSONType, metadata: envelope });
};

/** An append as the server takes it; its payloads are compressed when they are large together. */
export const proposedEvents = ({ events, size }: EncodedAppend, attempt: string): EventData[] =>
  events.map((event) => proposed(event, { attempt, compress: size >= compressedFrom }));

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

export type Found = { readonly event: RecordedEvent; readonly attempt: string };

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
    position: position(at.commit),
    recordedAt: metadata.recordedAt ?? instantOf(created),
  };
  return { event: recorded, attempt: metadata.attempt };
};
