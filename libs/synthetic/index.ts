export {
  type Calibration,
  calibrationFrom,
  type Constraint,
  constraintOf,
  type Place,
  type PublishedFigure,
} from './calibration.js';
export { campaignIdOf, daysOf, type DemoCampaign, demoCampaigns } from './demo-campaigns.js';
export { isReachable } from './quotas.js';
export { type SyntheticSchool } from './school.js';
export {
  type Synthesis,
  synthesize,
  synthesizeCampaign,
  type SyntheticCampaign,
  type SyntheticResponse,
} from './synthesize.js';
export { CalibrationUnmet } from './unmet.js';
