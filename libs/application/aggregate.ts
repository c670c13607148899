import { campaign, campaignCodec, isAccessEvent, storedCampaignData } from '#domain/campaign';
import type {
  CampaignCommand,
  CampaignEvent,
  CampaignRefusal,
  CampaignState,
} from '#domain/campaign';
import { adoption, adoptionCodec } from '#domain/indicator';
import type { AdoptDefinitions, AdoptionEvent, AdoptionState } from '#domain/indicator';
import { publicationCodec, publicationSeries } from '#domain/publication';
import type {
  PublicationCommand,
  PublicationEvent,
  PublicationRefusal,
  SeriesState,
} from '#domain/publication';
import { projection, projectionCodec } from '#domain/projection';
import type {
  ProjectionCommand,
  ProjectionEvent,
  ProjectionRefusal,
  ProjectionState,
} from '#domain/projection';
import { response, responseCodec } from '#domain/response';
import type {
  ResponseCommand,
  ResponseEvent,
  ResponseRefusal,
  ResponseState,
} from '#domain/response';
import { territory, territoryCodec } from '#domain/territory';
import type {
  SchoolState,
  TerritoryCommand,
  TerritoryEvent,
  TerritoryRefusal,
} from '#domain/territory';
import type { Cause, Codec, Decider, RecordedEvent } from '#kernel';

/** The rules of one kind of stream, with the way between its events and the log. */
export type Aggregate<Command, Event, State, Refusal> = {
  readonly decider: Decider<Command, Event, State, Refusal>;
  readonly codec: Codec<Event>;
  /** The data of an event as it is stored at its latest version. */
  readonly stored: (event: Event) => unknown;
  /** Why figures may change because of it, when the request does not say. */
  readonly cause: (event: Event) => Cause;
};

const corrections: ReadonlySet<ResponseEvent['type']> = new Set([
  'AnswersCorrected',
  'ResponseWithdrawn',
  'QuestionReturned',
  'ReturnAnswered',
  'ReturnCancelled',
]);

export const schools: Aggregate<TerritoryCommand, TerritoryEvent, SchoolState, TerritoryRefusal> = {
  decider: territory,
  codec: territoryCodec,
  stored: ({ data }) => data,
  cause: () => 'territory-change',
};

export const campaigns: Aggregate<CampaignCommand, CampaignEvent, CampaignState, CampaignRefusal> =
  {
    decider: campaign,
    codec: campaignCodec,
    stored: storedCampaignData,
    cause: (event) => (isAccessEvent(event) ? 'rule-change' : 'definition-change'),
  };

export const responses: Aggregate<ResponseCommand, ResponseEvent, ResponseState, ResponseRefusal> =
  {
    decider: response,
    codec: responseCodec,
    stored: ({ data }) => data,
    cause: ({ type }) => (corrections.has(type) ? 'correction' : 'submission'),
  };

export const definitions: Aggregate<AdoptDefinitions, AdoptionEvent, AdoptionState, never> = {
  decider: adoption,
  codec: adoptionCodec,
  stored: ({ data }) => data,
  cause: () => 'definition-change',
};

/** A publication changes no figure; every event has a cause, and this is the nearest: what is given out. */
export const publications: Aggregate<
  PublicationCommand,
  PublicationEvent,
  SeriesState,
  PublicationRefusal
> = {
  decider: publicationSeries,
  codec: publicationCodec,
  stored: ({ data }) => data,
  cause: () => 'definition-change',
};

export const projections: Aggregate<
  ProjectionCommand,
  ProjectionEvent,
  ProjectionState,
  ProjectionRefusal
> = {
  decider: projection,
  codec: projectionCodec,
  stored: ({ data }) => data,
  cause: () => 'rule-change',
};

/** The log holds an event that this version of the program cannot read. Nothing is guessed: work stops. */
class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';

  constructor(
    readonly event: Pick<RecordedEvent, 'stream' | 'revision' | 'type' | 'schemaVersion'>,
    readonly reason: string,
  ) {
    const { stream, revision, type, schemaVersion } = event;
    super(
      `cannot read event ${revision} of ${stream} (${type} version ${schemaVersion}): ${reason}. ` +
        'Run a version of the program that knows this shape.',
    );
  }
}

/** The event that a stored one tells. Throws `UnreadableEvent`. */
export const decoded = <Event>(codec: Codec<Event>, recorded: RecordedEvent): Event => {
  const event = codec.decode(recorded.type, recorded.schemaVersion, recorded.data);
  if (event.ok) return event.value;
  throw new UnreadableEvent(
    recorded,
    event.error.kind === 'MalformedEvent' ? event.error.reason : event.error.kind,
  );
};

/** The state that a stored history leads to. Throws `UnreadableEvent`. */
export const stateOf = <Event, State>(
  { decider, codec }: Aggregate<never, Event, State, unknown>,
  history: readonly RecordedEvent[],
): State => {
  let state = decider.initial;
  for (const recorded of history) state = decider.evolve(state, decoded(codec, recorded));
  return state;
};
