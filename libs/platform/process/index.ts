// What every command needs of the platform: Nest is loaded by those that serve.
export { type Config, loadConfig } from '../config/load-config.js';
export { createLogger, type Logger } from '../logging/logger.js';
export { shutDown, type ShutdownStep } from '../shutdown.js';
