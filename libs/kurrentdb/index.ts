export { openCopyTarget } from './copy-target.js';
export { KurrentUnusable } from './faults.js';
export { openKurrentLog } from './kurrent-log.js';
