import type { Bilingual, Position } from '#kernel';

import type { RelayLease } from './checkpoint.port.js';

export type RelayState = {
  /**
   * `waiting`: another relay has the turn, or nobody can tell. `retrying`: something is away and is tried again.
   * `blocked`: an event cannot be published, and somebody has to act; it is tried again all the same.
   */
  readonly status: 'waiting' | 'following' | 'retrying' | 'blocked' | 'stopped';
  /** Everything at or before it has been published, as far as this process knows; undefined before its turn. */
  readonly position: Position | undefined;
  /** Why it does not follow the log. */
  readonly reason: Bilingual | undefined;
  /** What an operator should know though it works. */
  readonly notice: Bilingual | undefined;
};

const unknownHolder: Bilingual = {
  fr: 'La base de données ne dit pas si un autre relais publie ; celui-ci attend de le savoir.',
  en: 'The database does not tell whether another relay publishes; this one waits to know.',
};

/** Why a relay has no turn; undefined while it has one. */
export const reasonToWait = (lease: ReturnType<RelayLease['state']>): Bilingual | undefined => {
  if (lease.status === 'held') return undefined;
  if (lease.status === 'unknown' || lease.holder === null) return unknownHolder;
  const { name, process, since } = lease.holder;
  return {
    fr: `Un autre relais publie (${name}, session ${String(process)} de PostgreSQL, depuis ${since}) ; celui-ci prendra sa suite.`,
    en: `Another relay publishes (${name}, session ${String(process)} of PostgreSQL, since ${since}); this one will take over from it.`,
  };
};

const passing: ReadonlySet<string> = new Set([
  'BusUnavailable',
  'EventLogUnavailable',
  'DatabaseUnavailable',
  'RelayOvertaken',
]);

/** What a fault means to an operator. */
export const faultState = (error: unknown): Pick<RelayState, 'status' | 'reason'> => {
  const text = error instanceof Error ? error.message : String(error);
  return error instanceof Error && passing.has(error.name)
    ? {
        status: 'retrying',
        reason: {
          fr: `Le relais attend et réessaie ; le journal continue sans lui. ${text}`,
          en: `The relay waits and tries again; the log goes on without it. ${text}`,
        },
      }
    : {
        status: 'blocked',
        reason: {
          fr: `Le relais ne peut pas publier l’événement suivant, et n’en saute aucun. ${text}`,
          en: `The relay cannot publish the next event, and skips none. ${text}`,
        },
      };
};

/** Whether there is something new to tell: where it stands is told by measures. */
export const tellsOtherwise = (before: RelayState, now: RelayState): boolean =>
  before.status !== now.status ||
  before.reason?.en !== now.reason?.en ||
  before.notice?.en !== now.notice?.en;
