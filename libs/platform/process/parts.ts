import type { Bilingual } from '#kernel';

import type { Logger } from '../logging/logger.js';

/** How one thing is that a process needs, or does. */
type PartState = {
  /** up; standby: well, and waiting for its turn; down: it does not work now. */
  readonly status: 'up' | 'standby' | 'down';
  readonly why?: Bilingual;
  /** For machines: positions, counts. No secret, nobody's name. */
  readonly details?: Readonly<Record<string, unknown>>;
};

export type Part = {
  readonly name: string;
  /** May throw, which is `down`. */
  readonly state: () => PartState | Promise<PartState>;
};

export type PartReport = PartState & { readonly name: string };

const answerWithinMs = 2_000;

const noAnswer: Bilingual = {
  fr: 'ne répond pas en deux secondes',
  en: 'does not answer within two seconds',
};

const reasons: Readonly<Record<string, Bilingual>> = {
  BusUnavailable: { fr: 'Kafka est injoignable', en: 'Kafka cannot be reached' },
  DatabaseUnavailable: { fr: 'PostgreSQL est injoignable', en: 'PostgreSQL cannot be reached' },
  EventLogUnavailable: {
    fr: 'le journal des événements est injoignable',
    en: 'the event log cannot be reached',
  },
};

const unexplained: Bilingual = {
  fr: 'une panne, que le journal du processus décrit',
  en: 'a fault, which the log of the process describes',
};

/** What is told of an error to whoever asks: never its message, which may hold an address. */
export const reasonOf = (error: unknown): Bilingual =>
  (error instanceof Error ? reasons[error.name] : undefined) ?? unexplained;

const expired = (timer: { handle?: NodeJS.Timeout }): Promise<PartState> =>
  new Promise((resolve) => {
    timer.handle = setTimeout(() => resolve({ status: 'down', why: noAnswer }), answerWithinMs);
  });

/** Never fails and never hangs: what does not answer in two seconds is down. */
export const reportOf = async ({ name, state }: Part): Promise<PartReport> => {
  const timer: { handle?: NodeJS.Timeout } = {};
  try {
    return { name, ...(await Promise.race([Promise.resolve().then(state), expired(timer)])) };
  } catch (error) {
    return { name, status: 'down', why: reasonOf(error) };
  } finally {
    clearTimeout(timer.handle);
  }
};

/** Says in the log what changes, once: not that it is still so. Stops with `signal`. */
export const watchParts = (
  parts: readonly Part[],
  { logger, everyMs, signal }: { logger: Logger; everyMs: number; signal: AbortSignal },
): void => {
  const known = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const { name, status, why, details } of await Promise.all(parts.map(reportOf))) {
      const before = known.get(name) ?? 'up';
      known.set(name, status);
      if (status === before) continue;
      const level = status === 'down' ? 'warn' : 'info';
      logger[level]({ part: name, status, ...(why && { why }), ...details }, `${name}: ${status}`);
    }
  };
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
};
