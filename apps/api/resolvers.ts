import {
  CampaignCoverageResolver,
  CampaignResolver,
  CampaignsResolver,
} from './read/campaign.resolver.js';
import {
  CampaignConnection,
  ExclusionConnection,
  RespondentConnection,
} from './read/campaign.resolver.js';
import {
  CatalogueResolver,
  IndicatorConnection,
  IndicatorVersionsResolver,
  QuestionnaireConnection,
  ReferenceConnection,
} from './read/catalogue.resolver.js';
import { FigureIndicatorResolver, FiguresResolver } from './read/figures.resolver.js';
import { ObservatoryResolver } from './read/observatory.resolver.js';
import { ProjectionFailureResolver, ProjectionsResolver } from './read/projections.resolver.js';
import {
  ContributionConnection,
  FigureProvenanceResolver,
  LeftOutConnection,
  ProvenanceResolver,
} from './read/provenance.resolver.js';
import {
  PublicationConnection,
  PublicationsResolver,
} from './publications/publications.resolver.js';
import { FigureChangeResolver } from './read/figure-change.resolver.js';
import { RevisionConnection, RevisionsResolver } from './read/revisions.resolver.js';
import { ResponseResolver } from './read/response.resolver.js';
import {
  AccessConnection,
  CampaignReviewResolver,
  ReturnConnection,
  SchoolToDoResolver,
} from './read/review.resolver.js';
import {
  SchoolConnection,
  SchoolsResolver,
  SchoolTerritoriesResolver,
} from './read/schools.resolver.js';
import {
  ProposalConnection,
  SchoolChangeConnection,
  SchoolImportConnection,
  SchoolImportsResolver,
} from './read/school-imports.resolver.js';
import { SchoolHistoryResolver } from './read/school-history.resolver.js';
import { TerritoryResolver, TerritoryRootResolver } from './read/territory.resolver.js';
import { AccessMutations } from './write/access.mutations.js';
import { CampaignMutations } from './write/campaign.mutations.js';
import { ResponseMutations } from './write/response.mutations.js';
import { ReviewMutations } from './write/review.mutations.js';
import { SchoolImportMutations } from './write/school-import.mutations.js';
import { SchoolMutations } from './write/school.mutations.js';

/** Everything that answers under `observatory`. */
export const readResolvers = [
  ObservatoryResolver,
  ProjectionsResolver,
  ProjectionFailureResolver,
  SchoolsResolver,
  SchoolTerritoriesResolver,
  SchoolHistoryResolver,
  SchoolImportsResolver,
  SchoolImportConnection.resolver,
  SchoolChangeConnection.resolver,
  ProposalConnection.resolver,
  TerritoryRootResolver,
  TerritoryResolver,
  CampaignsResolver,
  CampaignResolver,
  CampaignCoverageResolver,
  CatalogueResolver,
  FiguresResolver,
  FigureIndicatorResolver,
  FigureProvenanceResolver,
  ProvenanceResolver,
  RevisionsResolver,
  FigureChangeResolver,
  ResponseResolver,
  PublicationsResolver,
  PublicationConnection.resolver,
  CampaignReviewResolver,
  SchoolToDoResolver,
  ReturnConnection.resolver,
  AccessConnection.resolver,
  SchoolConnection.resolver,
  RevisionConnection.resolver,
  ContributionConnection.resolver,
  LeftOutConnection.resolver,
  CampaignConnection.resolver,
  RespondentConnection.resolver,
  ExclusionConnection.resolver,
  IndicatorVersionsResolver,
  IndicatorConnection.resolver,
  QuestionnaireConnection.resolver,
  ReferenceConnection.resolver,
];

export const writeResolvers = [
  CampaignMutations,
  ResponseMutations,
  ReviewMutations,
  AccessMutations,
  SchoolMutations,
  SchoolImportMutations,
];
