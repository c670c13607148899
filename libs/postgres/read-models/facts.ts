import type { Codec, DecodeRefusal, RecordedEvent } from '#kernel';
import type { Fact } from '#read-models/fact';

const reasons: {
  readonly [Kind in DecodeRefusal['kind']]: (
    refusal: Extract<DecodeRefusal, { kind: Kind }>,
  ) => string;
} = {
  UnknownEventType: ({ type }) => `this version of the program does not know the event ${type}`,
  UnknownSchemaVersion: ({ type, version }) =>
    `this version of the program does not know version ${version} of ${type}`,
  MalformedEvent: ({ type, version, reason }) =>
    `the data of ${type} is not what its version ${version} says: ${reason}`,
};

const reasonOf = (refusal: DecodeRefusal): string =>
  (reasons[refusal.kind] as (refusal: DecodeRefusal) => string)(refusal);

/** An event in the log that its codec cannot read. */
export class EventUnreadable extends Error {
  override readonly name = 'EventUnreadable';

  constructor(
    readonly event: RecordedEvent,
    readonly refusal: DecodeRefusal,
  ) {
    super(reasonOf(refusal));
  }
}

/** Decodes events. Throws `EventUnreadable` at the first that cannot be. */
export const factsOf = <Event>(
  codecOf: (event: RecordedEvent) => Codec<Event>,
  events: readonly RecordedEvent[],
): readonly Fact<Event>[] =>
  events.map((event) => {
    const decoded = codecOf(event).decode(event.type, event.schemaVersion, event.data);
    if (!decoded.ok) throw new EventUnreadable(event, decoded.error);
    const { position, revision, recordedAt, metadata } = event;
    const synthetic = metadata.synthetic === true;
    const { cause } = metadata;
    return { event: decoded.value, position, revision, recordedAt, cause, synthetic };
  });
