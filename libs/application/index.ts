export {
  encodeAppends,
  type EncodedAppend,
  type EncodedEvent,
  type EncodingLimits,
  isStreamName,
} from './event-encoding.js';
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
export {
  type PartitionBatch,
  type PartitionedProjection,
  type PartitionEntry,
  type ProjectedTopics,
} from './partitioned-projection.port.js';
export {
  type Bus,
  type BusHealth,
  type BusSubscription,
  BusUnavailable,
  type IncomingBatch,
  type IncomingMessage,
  MessageRefused,
  type NextOffset,
  type OutgoingMessage,
  type PartitionLag,
  type Published,
  type Publisher,
  type PublisherOptions,
  type SubscriptionOptions,
  type SubscriptionState,
  type TopicFound,
  type TopicPartition,
  type TopicSettings,
} from './bus.port.js';
export { type LogTimes } from './log-times.port.js';
export { type Outcome } from './receipt.js';
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
  type Segment,
  type SeriesBreak,
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
export {
  type ResponseReader,
  responseReader,
  type ResponseSheet,
} from './response-sheet/response-sheet.js';
export {
  type BlobStore,
  type PublicationFilter,
  type PublicationReader,
  type PublicationSummary,
  type Signer,
} from './publications.port.js';
export {
  type AccessFilter,
  type CampaignAccess,
  type QuestionReturn,
  type ReturnFilter,
  type ReturnStatus,
  type ReviewMoment,
  type ReviewReader,
  type Signature,
  type ToDo,
} from './review.port.js';
export {
  type Contribution,
  type FigureName,
  type LeftOut,
  type Provenance,
  type ProvenanceReader,
  type ReasonLeftOut,
  type SchoolsWithin,
} from './provenance.port.js';
export {
  type ContributionReader,
  type ContributionRow,
  type ContributionSummary,
  type LeftOutGroup,
  type LeftOutRow,
} from './contributions.port.js';
export {
  type CauseOfChange,
  type FigureChange,
  type Measured,
  type MeasureChange,
  type Revision,
  type RevisionCause,
  revisionCauses,
  type RevisionFilter,
  type RevisionKind,
  type RevisionReader,
  type RevisionRows,
} from './revisions.port.js';
export { positionOfCursor, revisionReader } from './revisions/revisions.js';
export { contributionsHash } from './provenance/contributions-hash.js';
export { provenanceReader } from './provenance/provenance.js';
export { adoptDefinitions } from './definitions/adopt-definitions.js';
export { type ImpactRow, type Side } from './definitions/preview/impact.js';
export { type Impact, previewDefinition } from './definitions/preview/preview-definition.js';
export {
  type Round,
  type Standing,
  type StandingReader,
  type StandingsPage,
} from './standings.port.js';
export { categoryOf } from './streams.js';
export { dayOf, type RequestContext, type Services } from './services.js';
export { campaignRegister } from './campaigns/campaign-register.js';
export { openCampaign } from './campaigns/open-campaign.js';
export { closeCampaign, reopenCampaign } from './campaigns/run-campaign.js';
export {
  grantException,
  lockAnswers,
  unlockAnswers,
  withdrawException,
} from './campaigns/campaign-access.js';
export { expectedSchool, withdrawResponse } from './responses/lifecycle.js';
export { executeOnResponse, type ResponseCommand } from './responses/response-command.js';
export { correctAnswers, submitResponse } from './responses/submit.js';
export { applySchools, previewSchools } from './schools/describe-schools.js';
export { closeMissed, type MissedSchool, missedSchools } from './schools/missed-schools.js';
export { withAcademies } from './schools/academy-history.js';
export { absorbSchool, closeSchool, reopenSchool } from './schools/school-acts.js';
export { changesOfImport, type RecordedChange, schoolChanges } from './schools/school-changes.js';
export {
  type AbsorbedSchools,
  absorbProposed,
  standingProposals,
  type StandingProposal,
} from './schools/standing-proposals.js';
export { absorptionOrder, proposedAbsorptions } from './schools/proposed-absorptions.js';
export {
  type SchoolFactRow,
  type SchoolHistories,
  type SchoolImport,
  type ZoneFound,
} from './schools/school-histories.port.js';
export { type UndoneImport, undoImport } from './schools/undo-import.js';
export { type SchoolChange } from './schools/school-change.js';
export { importResponses } from './import/import-responses.js';
export { type Patience, retrying } from './retrying.js';
export {
  type ProjectionClock,
  type ProjectionFailure,
  type ProjectionMonitor,
  type ProjectionReading,
  type ProjectionState,
  type ProjectionStatus,
  reachedBy,
  type ProjectionName,
  projectionNames,
} from './projections.port.js';
export { revokeSkip, skipEvent } from './projections/skip-event.js';
export { skippedPositions } from './projections/skipped-events.js';
export { type IntakeSources } from './intake/admission.js';
export { type AnsweredMessage, type MessageKey, type ReplyBook } from './intake/reply-book.port.js';
