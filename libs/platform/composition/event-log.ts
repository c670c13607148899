import type { EventStore, LogTimes } from '#application';
import { openEventLog } from '#postgres';

import type { EventLogConfig } from '../config/storage.config.js';

export type OpenLog = {
  readonly store: EventStore;
  /** Of a log that is elsewhere than in the database of the read models. */
  readonly times?: LogTimes;
  /** Waits for what was begun, then closes the connections. */
  readonly close: () => Promise<void>;
};

/**
 * The event log that the configuration names. Throws what its adapter throws when it is away (`EventLogUnavailable`)
 * or cannot be used (`EventLogUnsound`, `KurrentUnusable`).
 */
export const openLog = async (config: EventLogConfig, databaseUrl: string): Promise<OpenLog> => {
  if (config.kind === 'kurrentdb') {
    // Its client is loaded where it is used.
    const { openKurrentLog } = await import('#kurrentdb');
    const store = await openKurrentLog({ url: config.url });
    return { store, times: store.times, close: () => store.close() };
  }
  const store = await openEventLog({ url: databaseUrl });
  return { store, close: () => store.close() };
};
