import pg from 'pg';

import { DatabaseUnavailable, translated } from './faults.js';

export type Pool = pg.Pool;
export type Connection = pg.PoolClient;
export type Queryable = Pick<pg.Pool, 'query'>;

export type PoolOptions = {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** Connections at most; default 8. */
  readonly max?: number;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  readonly connectTimeoutMs?: number;
  /** A statement that takes longer is given up, and its connection destroyed; default: never. */
  readonly queryTimeoutMs?: number;
};

const { INT8, DATE, TIMESTAMPTZ } = pg.types.builtins;

/** `2026-11-22 03:16:19.12+00` of a session in UTC, as `2026-11-22T03:16:19.120000Z`. */
export const isoOf = (text: string): string => {
  const end = text.length - 3;
  const fraction = text.length > 22 ? text.slice(20, end) : '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.padEnd(6, '0')}Z`;
};

const asText = (text: string): string => text;

const parserOf: typeof pg.types.getTypeParser = (oid, format): unknown => {
  if (oid === INT8) return BigInt;
  if (oid === DATE) return asText;
  if (oid === TIMESTAMPTZ) return isoOf;
  return pg.types.getTypeParser(oid, format);
};

/**
 * A pool whose `bigint` columns are read as bigint, `timestamptz` as ISO 8601 texts in UTC with
 * microseconds, and `date` and `numeric` as texts. Every session is in UTC.
 */
export const createPool = (options: PoolOptions): Pool => {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max ?? 8,
    application_name: options.applicationName ?? 'observatoire',
    connectionTimeoutMillis: options.connectTimeoutMs ?? 5_000,
    query_timeout: options.queryTimeoutMs ?? 0,
    keepAlive: true,
    options: '-c timezone=UTC -c datestyle=ISO -c client_min_messages=warning',
    types: { getTypeParser: parserOf },
  });
  // An idle connection that the server closes is replaced by the pool at its next use.
  pool.on('error', () => undefined);
  // Nor does one that is closed between the moment it is made, or given back, and the next listener.
  pool.on('connect', (connection) => connection.on('error', () => undefined));
  return pool;
};

/** How many connections there are, are idle, are waited for, and there may be. */
export const usageOf = ({ totalCount, idleCount, waitingCount, options }: Pool) => ({
  total: totalCount,
  idle: idleCount,
  waiting: waitingCount,
  limit: options.max,
});

/** One statement, prepared once for each connection under its name. `Row` is what it gives back. */
export type Statement<Row> = {
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
};

export const statement = <Row = never>(name: string, text: string): Statement<Row> => ({
  name,
  text,
});

/** Runs a prepared statement. Throws `DatabaseUnavailable` or `DatabaseFault`. */
export const query = async <Row>(
  on: Queryable,
  { name, text }: Statement<Row>,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> => {
  try {
    const result = await on.query({ name, text, values: values as unknown[] });
    return result.rows as Row[];
  } catch (error) {
    throw translated(error);
  }
};

/** Runs one or several statements without parameters, as a script does. */
export const execute = async (on: Queryable, script: string): Promise<void> => {
  try {
    await on.query(script);
  } catch (error) {
    throw translated(error);
  }
};

/** Lends a connection to `work`; one that is lost or in doubt is destroyed instead of given back. */
export const withConnection = async <Value>(
  pool: Pool,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> => {
  const connection = await pool.connect().catch((error: unknown) => {
    throw translated(error);
  });
  let lost: Error | undefined;
  const onError = (error: Error): void => void (lost = error);
  connection.on('error', onError);
  try {
    return await work(connection);
  } catch (error) {
    const meaning = translated(error);
    if (meaning instanceof DatabaseUnavailable) lost ??= meaning;
    throw meaning;
  } finally {
    connection.off('error', onError);
    connection.release(lost);
  }
};

const rollBack = async (connection: Connection): Promise<void> => {
  try {
    await connection.query('rollback');
  } catch (cause) {
    throw new DatabaseUnavailable('PostgreSQL went away in the middle of a transaction', { cause });
  }
};

/**
 * Commits what `work` did when it resolves, rolls it back when it throws. `opening` begins the transaction, and may
 * set it up in the same round trip.
 */
export const inTransaction = async <Value>(
  pool: Pool,
  work: (connection: Connection) => Promise<Value>,
  opening = 'begin',
): Promise<Value> =>
  withConnection(pool, async (connection) => {
    try {
      await connection.query(opening);
      const value = await work(connection);
      await connection.query('commit');
      return value;
    } catch (error) {
      await rollBack(connection);
      throw error;
    }
  });
