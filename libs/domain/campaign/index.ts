export {
  type CampaignEvent,
  type CampaignField,
  type Exclusion,
  type ExclusionReason,
  exclusionReasons,
  type Respondent,
} from './campaign.events.js';
