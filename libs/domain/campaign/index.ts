export {
  type CampaignEvent,
  type CampaignField,
  type CampaignPart,
  type ExcludedSchool,
  type Exclusion,
  type ExclusionReason,
  partKinds,
  type Respondent,
} from './campaign.events.js';
export {
  campaign,
  type CampaignCommand,
  type CampaignRefusal,
  type CampaignState,
  type CampaignTerms,
} from './campaign.decider.js';
export { type Candidate } from './expected-list.js';
export { campaignCodec, storedCampaignData } from './campaign.codec.js';
export { type AccessEvent, covers, type Exception, isAccessEvent, type Lock } from './access.js';
