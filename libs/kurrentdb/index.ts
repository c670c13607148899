export { openCopyTarget } from './copy-target.js';
export { openKurrentLog } from './kurrent-log.js';
