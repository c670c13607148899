export {
  type CampaignRow,
  type ExclusionRow,
  project,
  type RegisterChanges,
} from './campaign-register.projection.js';
