import type { Bilingual, Codec, DecodeRefusal, RecordedEvent } from '#kernel';
import type { Fact } from '#read-models/fact';

const reasons: {
  readonly [Kind in DecodeRefusal['kind']]: (
    refusal: Extract<DecodeRefusal, { kind: Kind }>,
  ) => Bilingual;
} = {
  UnknownEventType: ({ type }) => ({
    fr: `cette version du programme ne connaît pas l’événement ${type}`,
    en: `this version of the program does not know the event ${type}`,
  }),
  UnknownSchemaVersion: ({ type, version }) => ({
    fr: `cette version du programme ne connaît pas la version ${version} de ${type}`,
    en: `this version of the program does not know version ${version} of ${type}`,
  }),
  MalformedEvent: ({ type, version, reason }) => ({
    fr: `les données de ${type} ne sont pas ce que dit sa version ${version} : ${reason}`,
    en: `the data of ${type} is not what its version ${version} says: ${reason}`,
  }),
};

const reasonOf = (refusal: DecodeRefusal): Bilingual =>
  (reasons[refusal.kind] as (refusal: DecodeRefusal) => Bilingual)(refusal);

/** An event in the log that its codec cannot read. */
export class EventUnreadable extends Error {
  override readonly name = 'EventUnreadable';
  readonly reason: Bilingual;

  constructor(
    readonly event: RecordedEvent,
    readonly refusal: DecodeRefusal,
  ) {
    const reason = reasonOf(refusal);
    super(reason.en);
    this.reason = reason;
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
