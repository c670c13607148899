import type { EventStore, LogTimes } from '#application';
import { createPool, databaseFrom, migrate, type Pool } from '#postgres';

import type { Config } from '../config/load-config.js';
import type { Logger } from '../logging/logger.js';
import { ShutdownOrder } from '../shutdown.js';
import { openLog } from './event-log.js';

/** The database at its last migration, and the event log: what every process stands on. */
export type Storage = {
  /** Of the database, embedded or not: what another thread or process opens. */
  readonly databaseUrl: string;
  readonly pool: Pool;
  readonly store: EventStore;
  readonly times?: LogTimes;
  /** What was opened, newest first: more may be put before it. */
  readonly shutdown: ShutdownOrder;
};

export type StorageOpening = {
  readonly config: Config;
  readonly logger: Logger;
  /** The process that opens it, as PostgreSQL is told; absent: one that is everything. */
  readonly as?: string;
};

const poolSize = 16;

/** Runs `work` with an order of shutdown; what was opened before it failed is closed. */
export const closingOnFailure = async <Value>(
  shutdown: ShutdownOrder,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    await shutdown.close();
    throw error;
  }
};

/** Opens what the configuration names: PostgreSQL, embedded or not, and the log. Throws as they do. */
export const openStorage = ({ config, logger, as }: StorageOpening): Promise<Storage> => {
  const shutdown = new ShutdownOrder(config.shutdownTimeoutMs, logger);
  return closingOnFailure(shutdown, async () => {
    const database = await databaseFrom({
      databaseUrl: config.databaseUrl,
      dataDirectory: config.dataFolder,
    });
    shutdown.first('database', database.stop);
    const pool = createPool({
      url: database.url,
      max: poolSize,
      applicationName: as === undefined ? 'observatoire' : `observatoire ${as}`,
    });
    shutdown.first('pool', () => pool.end());
    await migrate(pool);
    const { close, ...log } = await openLog(config.eventLog, database.url);
    shutdown.first('event log', close);
    return { databaseUrl: database.url, pool, ...log, shutdown };
  });
};
