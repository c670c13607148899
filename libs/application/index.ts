export {
  type AppendOutcome,
  type Appended,
  type AppendRefusal,
  type AppendRequest,
  EventLogUnavailable,
  type EventStore,
  type SubscribeOptions,
  type Subscription,
} from './event-store.port.js';
export { type Outcome, type Receipt } from './receipt.js';
export {
  type Page,
  type PageRequest,
  type School,
  type SchoolDirectory,
  type SchoolFilter,
} from './directory.port.js';
export {
  type Breakdown,
  breakdowns,
  type Coverage,
  type CoverageQuery,
  type CoverageRow,
  type Figure,
  type FigureQuery,
  type FigureReader,
  type FigureStatus,
  type Geography,
  type MissingReason,
  type Moment,
  type ProjectionClock,
  type Segment,
  type TerritoryKind,
  territoryKinds,
  type TerritoryRef,
} from './figures.port.js';
export {
  type CampaignReader,
  type CampaignSummary,
  type ExclusionRow,
  type RespondentFilter,
  type RespondentRow,
  type ResponseStatus,
} from './campaigns.port.js';
