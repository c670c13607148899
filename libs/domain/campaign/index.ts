export {
  type CampaignEvent,
  type CampaignField,
  type ExcludedSchool,
  type Exclusion,
  type ExclusionReason,
  exclusionReasons,
  type Respondent,
} from './campaign.events.js';
