import type { CopyTarget, ReadableLog } from '#application/log-copy';
import type { Config } from '#platform/process';
import { createPool, databaseFrom, migrate, openCopyTarget, openEventLog } from '#postgres';

/** Where a log is. */
export type LogAddress =
  /** The database of this program: external, or the one that it starts itself when there is no address. */
  | { readonly kind: 'postgres'; readonly url: string | undefined }
  | { readonly kind: 'kurrentdb'; readonly url: string };

/** `postgres` and `kurrentdb` are those of the settings; undefined for what is neither, nor an address of one. */
export const logAddress = (text: string, config: Config): LogAddress | undefined => {
  if (text === 'postgres') return { kind: 'postgres', url: config.databaseUrl };
  if (/^postgres(ql)?:\/\//.test(text)) return { kind: 'postgres', url: text };
  const url = text === 'kurrentdb' ? config.kurrentdbUrl : text;
  return url !== undefined && /^(kurrentdb|kdb|esdb)(\+discover)?:\/\//.test(url)
    ? { kind: 'kurrentdb', url }
    : undefined;
};

type Opened<Log> = { readonly log: Log; readonly close: () => Promise<void> };

const migrated = async (url: string): Promise<string> => {
  const pool = createPool({ url, max: 1 });
  try {
    await migrate(pool);
    return url;
  } finally {
    await pool.end();
  }
};

/** Opens a log in a database at its last migration; closes the log, then the database. */
const onPostgres = async <Log extends { readonly close: () => Promise<void> }>(
  url: string | undefined,
  config: Config,
  open: (database: { readonly url: string }) => Promise<Log>,
): Promise<Opened<Log>> => {
  const database = await databaseFrom({ databaseUrl: url, dataDirectory: config.dataFolder });
  try {
    const log = await open({ url: await migrated(database.url) });
    return { log, close: () => log.close().finally(() => database.stop()) };
  } catch (error) {
    await database.stop();
    throw error;
  }
};

export const openSource = async (
  { kind, url }: LogAddress,
  config: Config,
): Promise<Opened<ReadableLog>> => {
  if (kind === 'postgres') return onPostgres(url, config, openEventLog);
  // Loading its client takes half a second, which other commands do not need to wait for.
  const { openKurrentLog } = await import('#kurrentdb');
  const log = await openKurrentLog({ url });
  return { log, close: () => log.close() };
};

export const openTarget = async (
  { kind, url }: LogAddress,
  config: Config,
): Promise<Opened<CopyTarget>> => {
  if (kind === 'postgres') return onPostgres(url, config, openCopyTarget);
  const kurrentdb = await import('#kurrentdb');
  const log = await kurrentdb.openCopyTarget({ url });
  return { log, close: () => log.close() };
};
