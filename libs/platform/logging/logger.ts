import { type DestinationStream, type Logger, pino } from 'pino';

import type { LoggingConfig } from '../config/load-config.js';

/** What never reaches a log line, wherever a careless caller puts it. */
const secretPaths = [
  'authorization',
  'cookie',
  'password',
  'token',
  'databaseUrl',
  '*.authorization',
  '*.cookie',
  '*.password',
  '*.token',
  '*.databaseUrl',
  'req.headers.authorization',
  'req.headers.cookie',
] as const;

export type { Logger };

/** A logger that writes one JSON object a line and censors secrets. */
export const createLogger = (config: LoggingConfig, destination?: DestinationStream): Logger => {
  const options = {
    level: config.level,
    base: { service: 'observatoire' },
    redact: { paths: [...secretPaths], censor: '[redacted]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  };
  return destination === undefined ? pino(options) : pino(options, destination);
};
