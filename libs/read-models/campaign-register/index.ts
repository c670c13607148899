export { type CampaignRow, project } from './campaign-register.projection.js';
