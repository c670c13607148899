import type { Logger } from './logging/logger.js';

/** One thing to put down, and how. Put down in the order of the list. */
export type ShutdownStep = { readonly name: string; readonly stop: () => Promise<void> };

export type ShutdownReport = readonly {
  readonly name: string;
  readonly outcome: 'stopped' | 'failed' | 'timed-out';
}[];

const expiry = (timeoutMs: number, signal: AbortSignal): Promise<'timed-out'> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => resolve('timed-out'), timeoutMs);
    signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  });

const outcomeOf = async (step: ShutdownStep, timeoutMs: number, logger: Logger) => {
  const settled = new AbortController();
  const stopping = step.stop().then(
    () => 'stopped' as const,
    (error: unknown) => {
      logger.error({ err: error, step: step.name }, 'a part did not stop');
      return 'failed' as const;
    },
  );
  const outcome = await Promise.race([stopping, expiry(timeoutMs, settled.signal)]);
  settled.abort();
  return outcome;
};

/**
 * Stops the steps one after the other: stop intake, drain, commit checkpoints, close pools.
 * A step that fails or takes longer than `timeoutMs` is reported, and the next ones still run.
 */
export const shutDown = async (
  steps: readonly ShutdownStep[],
  timeoutMs: number,
  logger: Logger,
): Promise<ShutdownReport> => {
  const report: ShutdownReport[number][] = [];
  for (const step of steps) {
    const outcome = await outcomeOf(step, timeoutMs, logger);
    logger.info({ step: step.name, outcome }, 'shutdown');
    report.push({ name: step.name, outcome });
  }
  return report;
};

/** What a process has opened, to be closed in the opposite order. */
export class ShutdownOrder {
  readonly #steps: ShutdownStep[] = [];
  #closing: Promise<ShutdownReport> | undefined;

  constructor(
    private readonly timeoutMs: number,
    private readonly logger: Logger,
  ) {}

  /** Put down before everything that was opened so far. */
  first(name: string, stop: () => Promise<void>): void {
    this.#steps.unshift({ name, stop });
  }

  /** Once, however often it is asked. */
  close(): Promise<ShutdownReport> {
    return (this.#closing ??= shutDown(this.#steps, this.timeoutMs, this.logger));
  }
}
