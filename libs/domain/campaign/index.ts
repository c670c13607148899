export {
  type CampaignEvent,
  type CampaignField,
  type ExcludedSchool,
  type Exclusion,
  type ExclusionReason,
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
