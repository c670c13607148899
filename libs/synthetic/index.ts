export { type Calibration, calibrationFrom, type Constraint, constraintOf } from './calibration.js';
export { campaignIdOf, daysOf, type DemoCampaign, demoCampaigns } from './demo-campaigns.js';
export { isReachable } from './quotas.js';
export {
  synthesizeCampaign,
  type SyntheticCampaign,
  type SyntheticResponse,
} from './synthesize.js';
