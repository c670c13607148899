import sharedPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/shared_pb.js';
import statusPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/status_pb.js';
import streamsPb from '@kurrent/kurrentdb-client/generated/kurrentdb/protocols/v1/streams_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';

import type { AppendAnswer, Expected, Proposed, StoredEvent } from './stand-in-log.js';
import { maxAppendSize } from './stand-in-log.js';

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

const identifier = (stream: string) => {
  const found = new sharedPb.StreamIdentifier();
  found.setStreamName(Buffer.from(stream));
  return found;
};

export const streamOf = (
  found: InstanceType<typeof sharedPb.StreamIdentifier> | undefined,
): string => textOf(found?.getStreamName_asU8() ?? new Uint8Array());

type Uuid = InstanceType<typeof sharedPb.UUID>;

const half = (hex: string): string => BigInt.asIntN(64, BigInt(`0x${hex}`)).toString();
const hexOf = (bits: string): string =>
  BigInt.asUintN(64, BigInt(bits)).toString(16).padStart(16, '0');

const uuid = (id: string, isStructured: boolean): Uuid => {
  const found = new sharedPb.UUID();
  if (!isStructured) return found.setString(id);
  const hex = id.replaceAll('-', '');
  const structured = new sharedPb.UUID.Structured();
  structured.setMostSignificantBits(half(hex.slice(0, 16)));
  structured.setLeastSignificantBits(half(hex.slice(16)));
  return found.setStructured(structured);
};

const textOfUuid = (id: Uuid | undefined): string => {
  const structured = id?.getStructured();
  if (structured === undefined) return id?.getString() ?? '';
  const high = hexOf(structured.getMostSignificantBits());
  const hex = `${high}${hexOf(structured.getLeastSignificantBits())}`;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

type BatchRequest = InstanceType<typeof streamsPb.BatchAppendReq>;
type BatchAnswer = InstanceType<typeof streamsPb.BatchAppendResp>;
type BatchOptions = InstanceType<typeof streamsPb.BatchAppendReq.Options>;

export const correlationOf = (request: BatchRequest): string =>
  textOfUuid(request.getCorrelationId());

export const expectedOf = (options: BatchOptions): Expected => {
  if (options.hasNoStream()) return -1;
  return options.hasStreamPosition() ? Number(options.getStreamPosition()) : 'any';
};

export const proposedOf = (request: BatchRequest): readonly Proposed[] =>
  request.getProposedMessagesList().map((message) => ({
    id: textOfUuid(message.getId()),
    type: message.getMetadataMap().get('type') ?? '',
    contentType: message.getMetadataMap().get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  }));

const packed = (bytes: Uint8Array, type: string) => {
  const any = new anyPb.Any();
  any.pack(bytes, type);
  return any;
};

const wrongVersion = (current: number, expected: Expected) => {
  const details = new sharedPb.WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new emptyPb.Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === -1) details.setExpectedNoStream(new emptyPb.Empty());
  else if (expected === 'any') details.setExpectedAny(new emptyPb.Empty());
  else details.setExpectedStreamPosition(String(expected));
  return packed(details.serializeBinary(), 'event_store.client.WrongExpectedVersion');
};

const tooLarge = () => {
  const details = new sharedPb.MaximumAppendSizeExceeded();
  details.setMaxappendsize(maxAppendSize);
  return packed(details.serializeBinary(), 'event_store.client.MaximumAppendSizeExceeded');
};

const placeOf = (position: bigint) => {
  const found = new sharedPb.AllStreamPosition();
  found.setCommitPosition(String(position));
  found.setPreparePosition(String(position));
  return found;
};

/** The server's word on one append of a batch stream. */
export const batchAnswer = (
  { correlation, stream, expected }: { correlation: string; stream: string; expected: Expected },
  answer: AppendAnswer,
): BatchAnswer => {
  const found = new streamsPb.BatchAppendResp();
  found.setCorrelationId(uuid(correlation, false));
  found.setStreamIdentifier(identifier(stream));
  if (answer.kind === 'success') {
    const success = new streamsPb.BatchAppendResp.Success();
    success.setCurrentRevision(String(answer.revision));
    success.setPosition(placeOf(answer.position));
    return found.setSuccess(success);
  }
  const status = new statusPb.Status();
  status.setMessage(answer.kind);
  status.setDetails(
    answer.kind === 'too-large' ? tooLarge() : wrongVersion(answer.current, expected),
  );
  return found.setError(status);
};

type ReadAnswer = InstanceType<typeof streamsPb.ReadResp>;

export const readEvent = (event: StoredEvent, isStructured: boolean): ReadAnswer => {
  const recorded = new streamsPb.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(uuid(event.id, isStructured));
  recorded.setStreamIdentifier(identifier(event.stream));
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.position));
  recorded.setPreparePosition(String(event.position));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', String(event.created));
  recorded.setData(event.data);
  recorded.setCustomMetadata(event.metadata);
  const read = new streamsPb.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  return new streamsPb.ReadResp().setEvent(read);
};

export const streamNotFound = (stream: string): ReadAnswer => {
  const missing = new streamsPb.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier(stream));
  return new streamsPb.ReadResp().setStreamNotFound(missing);
};

export const confirmation = (id: string): ReadAnswer => {
  const confirmed = new streamsPb.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId(id);
  return new streamsPb.ReadResp().setConfirmation(confirmed);
};

export const checkpoint = (position: bigint): ReadAnswer => {
  const reached = new streamsPb.ReadResp.Checkpoint();
  reached.setCommitPosition(String(position));
  reached.setPreparePosition(String(position));
  return new streamsPb.ReadResp().setCheckpoint(reached);
};
