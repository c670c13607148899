import { setTimeout as pause } from 'node:timers/promises';

import { type Connection, type Pool, statement, query, withConnection } from '../pool/pool.js';
import { translated } from '../pool/faults.js';
import {
  type Migration,
  MigrationRefused,
  migrationsDirectory,
  readMigrations,
} from './migration-files.js';

type AppliedRow = { readonly number: number; readonly name: string; readonly checksum: string };

export type MigrationReport = {
  /** Names of the migrations that this call applied, in order. */
  readonly applied: readonly string[];
  /** The number of the last migration of the database; 0 for none. */
  readonly current: number;
};

// A waiting `pg_advisory_lock` holds a snapshot that would stop `create index concurrently` for ever.
const tryLock = statement<{ readonly locked: boolean }>(
  'migration-lock',
  'select pg_try_advisory_lock(7203, 0) as locked',
);
const unlock = statement('migration-unlock', 'select pg_advisory_unlock(7203, 0)');

const readServer = statement<{ readonly major: number; readonly version: string }>(
  'migration-server',
  `select current_setting('server_version_num')::integer / 10000 as major,
     current_setting('server_version') as version`,
);

/** What is written for a later PostgreSQL may run on an earlier one, until it does not. */
const requireServer = async (connection: Connection, oldest: number): Promise<void> => {
  const [server] = await query(connection, readServer);
  if (server === undefined || server.major >= oldest) return;
  throw new MigrationRefused(
    `the server is PostgreSQL ${server.version}; it has to be ${String(oldest)} or later`,
  );
};

const createLedger = `
create schema if not exists migration;
create table if not exists migration.applied (
  number     integer     primary key,
  name       text        not null,
  checksum   text        not null,
  applied_at timestamptz not null default now()
)`;

const selectApplied = statement<AppliedRow>(
  'migration-applied',
  'select number, name, checksum from migration.applied order by number',
);

const insertApplied = statement(
  'migration-insert',
  'insert into migration.applied (number, name, checksum) values ($1, $2, $3)',
);

const locked = async <Value>(
  connection: Connection,
  work: () => Promise<Value>,
): Promise<Value> => {
  while ((await query(connection, tryLock))[0]?.locked !== true) await pause(20);
  try {
    return await work();
  } finally {
    await query(connection, unlock);
  }
};

const refuseForeign = (row: AppliedRow, file: Migration | undefined): void => {
  if (file === undefined)
    throw new MigrationRefused(
      `The database has migration ${row.name}, which this version does not know. Run the version that made it, or a newer one.`,
    );
  if (file.name !== row.name)
    throw new MigrationRefused(
      `Migration ${String(row.number)} was applied as ${row.name} and is ${file.name} here. Give the new file the next free number.`,
    );
  if (file.checksum !== row.checksum)
    throw new MigrationRefused(
      `${row.name} was edited after it was applied (applied ${row.checksum.slice(0, 12)}, found ${file.checksum.slice(0, 12)}). Restore the file and write a new migration.`,
    );
};

const pendingOf = (
  files: readonly Migration[],
  rows: readonly AppliedRow[],
): readonly Migration[] => {
  const byNumber = new Map(files.map((file) => [file.number, file]));
  for (const row of rows) refuseForeign(row, byNumber.get(row.number));

  const applied = new Set(rows.map((row) => row.number));
  const last = rows.at(-1);
  const pending = files.filter((file) => !applied.has(file.number));
  const late = pending.find((file) => last !== undefined && file.number < last.number);
  if (late !== undefined && last !== undefined)
    throw new MigrationRefused(
      `${late.name} comes before ${last.name}, which is applied already. Give it the next free number.`,
    );
  return pending;
};

const recordAs = async (connection: Connection, migration: Migration): Promise<void> => {
  await query(connection, insertApplied, [migration.number, migration.name, migration.checksum]);
};

const applyInTransaction = async (connection: Connection, migration: Migration): Promise<void> => {
  await connection.query('begin');
  try {
    await connection.query(migration.sql);
    await recordAs(connection, migration);
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback');
    throw error;
  }
};

const applyAlone = async (connection: Connection, migration: Migration): Promise<void> => {
  await connection.query(migration.sql);
  await recordAs(connection, migration);
};

const apply = async (connection: Connection, migration: Migration): Promise<void> => {
  try {
    await (migration.transactional ? applyInTransaction : applyAlone)(connection, migration);
  } catch (error) {
    const cause = translated(error);
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationRefused(
      `${migration.name} failed and was not recorded: ${reason}. Mend its cause, then migrate again.`,
      { cause },
    );
  }
};

/**
 * Brings a database to the last migration. Any number of runners may start at once: one works, the
 * others wait and find nothing to do. Throws `MigrationRefused` for a server that is too old, and for a file
 * that was edited after it was applied, that comes out of order, or that the database has and this version has not.
 */
export const migrate = async (
  pool: Pool,
  directory: string = migrationsDirectory(),
  oldestServer = 16,
): Promise<MigrationReport> => {
  const files = await readMigrations(directory);
  return withConnection(pool, async (connection) => {
    await requireServer(connection, oldestServer);
    return locked(connection, async () => {
      await connection.query(createLedger);
      const rows = await query(connection, selectApplied);
      const pending = pendingOf(files, rows);
      for (const migration of pending) await apply(connection, migration);
      return {
        applied: pending.map(({ name }) => name),
        current: pending.at(-1)?.number ?? rows.at(-1)?.number ?? 0,
      };
    });
  });
};
