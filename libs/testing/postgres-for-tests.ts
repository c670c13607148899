import { createHash, randomUUID } from 'node:crypto';

import { createPool, migrate, migrationsDirectory, type Pool, readMigrations } from '#postgres';

export type TestDatabase = {
  readonly url: string;
  readonly pool: Pool;
  /** Takes the database away: ends every session and refuses new ones. */
  readonly shut: () => Promise<void>;
  readonly reopen: () => Promise<void>;
  /** Closes the pool and drops the database, whoever is connected to it. */
  readonly drop: () => Promise<void>;
};

const serverUrl = (): string => {
  const url = process.env['TEST_DATABASE_URL'];
  if (url === undefined)
    throw new Error(
      'TEST_DATABASE_URL is not set: run this spec in a project that starts PostgreSQL',
    );
  return url;
};

const urlOf = (database: string): string => {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
};

const onServer = async <Value>(work: (server: Pool) => Promise<Value>): Promise<Value> => {
  const server = createPool({ url: serverUrl(), max: 1 });
  try {
    return await work(server);
  } finally {
    await server.end();
  }
};

const createEmpty = async (server: Pool, name: string): Promise<void> => {
  await server.query(`create database ${name} template template0 strategy file_copy`);
};

const migrateNew = async (name: string): Promise<void> => {
  const pool = createPool({ url: urlOf(name), max: 1 });
  try {
    await migrate(pool);
  } finally {
    await pool.end();
  }
};

// Its name follows from the migrations: an edited one makes another template.
const templateName = async (): Promise<string> => {
  const migrations = await readMigrations(migrationsDirectory());
  const digest = createHash('sha256').update(migrations.map(({ checksum }) => checksum).join());
  return `template_test_${digest.digest('hex').slice(0, 16)}`;
};

const ensureTemplate = async (server: Pool): Promise<string> => {
  const name = await templateName();
  await server.query('select pg_advisory_lock(7203, 9)');
  const found = await server.query('select from pg_database where datname = $1', [name]);
  if (found.rowCount === 0) {
    const draft = `${name}_draft_${randomUUID().slice(0, 8)}`;
    await createEmpty(server, draft);
    await migrateNew(draft);
    await server.query(`alter database ${draft} rename to ${name}`);
  }
  await server.query('select pg_advisory_unlock(7203, 9)');
  return name;
};

const opened = (name: string): TestDatabase => {
  const url = urlOf(name);
  const pool = createPool({ url, max: 10, applicationName: 'test' });
  return {
    url,
    pool,
    shut: () =>
      onServer(async (server) => {
        await server.query(`alter database ${name} with allow_connections false`);
        await server.query(
          'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
          [name],
        );
      }),
    reopen: () =>
      onServer(async (server) => {
        await server.query(`alter database ${name} with allow_connections true`);
      }),
    drop: async () => {
      await pool.end();
      await onServer((server) => server.query(`drop database if exists ${name} with (force)`));
    },
  };
};

const freshName = (): string =>
  `observatoire_test_${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** A database of its own for one spec file or one test, with every migration applied. */
export const databaseForTest = async (): Promise<TestDatabase> =>
  onServer(async (server) => {
    const template = await ensureTemplate(server);
    const name = freshName();
    await server.query(`create database ${name} template ${template} strategy file_copy`);
    return opened(name);
  });

/** A database without any table, for specs of the migrations themselves. */
export const emptyDatabaseForTest = async (): Promise<TestDatabase> =>
  onServer(async (server) => {
    const name = freshName();
    await createEmpty(server, name);
    return opened(name);
  });
