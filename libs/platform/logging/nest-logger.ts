import type { LoggerService } from '@nestjs/common';

import type { Logger } from './logger.js';

const contextOf = (parts: readonly unknown[]): { readonly context?: string } => {
  const last = parts.at(-1);
  return typeof last === 'string' ? { context: last } : {};
};

/** Nest's own messages, in the same JSON lines as everything else; its start-up chatter is for debugging. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...parts: unknown[]): void {
    this.logger.debug(contextOf(parts), String(message));
  }

  warn(message: unknown, ...parts: unknown[]): void {
    this.logger.warn(contextOf(parts), String(message));
  }

  error(message: unknown, ...parts: unknown[]): void {
    this.logger.error({ ...contextOf(parts), err: message }, String(message));
  }

  debug(message: unknown, ...parts: unknown[]): void {
    this.logger.debug(contextOf(parts), String(message));
  }
}
