export { type Frozen, type PublicationEvent, type PublicationState } from './publication.events.js';
export {
  latestOf,
  nextVersionOf,
  previousOf,
  type PublicationCommand,
  publicationId,
  type PublicationRefusal,
  publicationSeries,
  type SeriesState,
} from './publication.decider.js';
export { publicationCodec } from './publication.codec.js';
