import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Migration = {
  readonly number: number;
  /** `0001__create_event_log.sql` */
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the text with Unix line ends, in hexadecimal. */
  readonly checksum: string;
  /** False when the first line is `--! no-transaction`: then the file holds exactly one statement. */
  readonly transactional: boolean;
};

/** The migrations, or what they have made of the database, are not what was expected. */
export class MigrationRefused extends Error {
  override readonly name = 'MigrationRefused';
}

const shape = /^(\d{4})__[a-z0-9_]+\.sql$/;

const migrationOf = (name: string, text: string): Migration => {
  const number = shape.exec(name)?.[1];
  if (number === undefined)
    throw new MigrationRefused(
      `${name} is not a migration's name: expected four digits, two underscores and words in lower case, like 0001__create_event_log.sql. Rename it.`,
    );
  const sql = text.replaceAll('\r\n', '\n');
  const checksum = createHash('sha256').update(sql).digest('hex');
  const firstLine = sql.slice(0, Math.max(0, sql.indexOf('\n')));
  return {
    number: Number(number),
    name,
    sql,
    checksum,
    transactional: !/^--!.*\bno-transaction\b/.test(firstLine),
  };
};

const refuseTwins = (migrations: readonly Migration[]): void => {
  for (const [index, migration] of migrations.entries()) {
    const twin = migrations[index - 1];
    if (twin?.number === migration.number)
      throw new MigrationRefused(
        `${twin.name} and ${migration.name} have the same number. Give the newer one the next free number.`,
      );
  }
};

/** The migrations of a folder in order. Refuses two of one number and names of another form. */
export const readMigrations = async (directory: string): Promise<readonly Migration[]> => {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(
    names.map(async (name) => migrationOf(name, await readFile(join(directory, name), 'utf8'))),
  );
  refuseTwins(migrations);
  return migrations;
};

const folder = join('infra', 'postgres', 'migrations');

/** Where this program's migrations are, whether it runs from its sources or from its build. */
export const migrationsDirectory = (): string => {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, folder)) && root !== dirname(root)) root = dirname(root);
  return join(root, folder);
};
