export { copyLog, type CopyPhase, type CopyDigests, verifyCopy } from './copy-log.js';
export { type CopyTarget, LogCopyUnfinished, type ReadableLog } from './log-copy.port.js';
export { copyProblem } from './log-copy.problems.js';
