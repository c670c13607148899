// What every command and process needs of the platform: Nest is loaded by those that serve.
export { type Config, loadConfig } from '../config/load-config.js';
export { type EventLogConfig } from '../config/storage.config.js';
export { createLogger, type Logger } from '../logging/logger.js';
export { type ExitCode, exitCodes } from './exit-codes.js';
export { aborted, interruption } from './interruption.js';
export { localeOf } from './locale.js';
export { type Part } from './parts.js';
export {
  CannotStart,
  onPort,
  type ProcessKind,
  type ProcessOpening,
  runProcess,
} from './run-process.js';
