// What every command needs of the platform: Nest is loaded by those that serve.
export { type Config, loadConfig } from '../config/load-config.js';
export { type EventLogConfig } from '../config/storage.config.js';
export { createLogger, type Logger } from '../logging/logger.js';
