import { setTimeout as delay } from 'node:timers/promises';

import { DatabaseUnavailable } from '../pool/faults.js';
import { type Connection, type Pool, query, statement, withConnection } from '../pool/pool.js';

// The lock is of a session: it ends with the process that holds it, or with its connection.
const locks = 7204;
export const tryLock = statement<{ readonly isMine: boolean }>(
  'lease-try',
  `select pg_try_advisory_lock(${String(locks)}, hashtext($1)) as "isMine"`,
);
export const unlock = statement(
  'lease-unlock',
  `select pg_advisory_unlock(${String(locks)}, hashtext($1))`,
);
export const readHolder = statement<LeaseHolder>(
  'lease-holder',
  `select activity.pid as process, activity.application_name as name, activity.backend_start as since
   from pg_locks as held join pg_stat_activity as activity using (pid)
   where held.locktype = 'advisory' and held.granted and held.classid = ${String(locks)} and held.objsubid = 2
     and held.objid = (hashtext($1)::bigint & 4294967295)::oid
     and held.database = (select oid from pg_database where datname = current_database())
   order by activity.pid limit 1`,
);

/** Who holds a lease, as PostgreSQL knows it. */
export type LeaseHolder = {
  /** The number of the session's server process. */
  readonly process: number;
  readonly name: string;
  /** When the session began: ISO 8601, UTC. */
  readonly since: string;
};

export type LeaseState =
  | { readonly status: 'held' }
  /** Somebody else works; `holder` is null when they have just left. */
  | { readonly status: 'standby'; readonly holder: LeaseHolder | null }
  /** PostgreSQL does not answer: nobody can tell. */
  | { readonly status: 'unknown' };

export type LeaseOptions = {
  /** How often it looks whether it may work; default 1,000 ms. */
  readonly lookAgainMs?: number;
};

/** A connection goes back to its pool and comes again: what listens to it is taken off. */
const endOf = (connection: Connection) => {
  const ending = new AbortController();
  const end = (): void => ending.abort();
  connection.once('end', end).once('error', end);
  const forget = (): void => void connection.off('end', end).off('error', end);
  return { lost: ending.signal, forget };
};

/**
 * Lets one process of several do a piece of work at a time. It saves wasted work: what must not be done twice is
 * guarded where it is written, because a holder that is paused does not know that it has lost its lease.
 */
export class Lease {
  #state: LeaseState = { status: 'unknown' };

  constructor(
    private readonly pool: Pool,
    private readonly name: string,
    private readonly options: LeaseOptions = {},
  ) {}

  state(): LeaseState {
    return this.#state;
  }

  /**
   * Does `work` whenever the lease is held, until `signal` is aborted: its own signal is aborted then, or when
   * the lease is lost, and it must end soon after. What it throws ends all, but for `DatabaseUnavailable`.
   */
  async whileHeld(signal: AbortSignal, work: (until: AbortSignal) => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      try {
        await withConnection(this.pool, (connection) => this.#attempt(connection, signal, work));
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) throw error;
        this.#state = { status: 'unknown' };
      }
      const { lookAgainMs = 1_000 } = this.options;
      await delay(lookAgainMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async #attempt(
    connection: Connection,
    signal: AbortSignal,
    work: (until: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { lost, forget } = endOf(connection);
    try {
      await this.#turn(connection, { signal, lost }, work);
    } finally {
      forget();
    }
  }

  async #turn(
    connection: Connection,
    { signal, lost }: { readonly signal: AbortSignal; readonly lost: AbortSignal },
    work: (until: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const [taken] = await query(connection, tryLock, [this.name]);
    if (taken?.isMine !== true) {
      const [holder] = await query(connection, readHolder, [this.name]);
      this.#state = { status: 'standby', holder: holder ?? null };
      return;
    }
    this.#state = { status: 'held' };
    try {
      await work(AbortSignal.any([signal, lost]));
    } finally {
      this.#state = { status: 'unknown' };
      if (!lost.aborted) await query(connection, unlock, [this.name]);
    }
  }
}
