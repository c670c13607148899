import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { type Account, closedFolderAbove } from './account.js';
import { EmbeddedPostgresFailed } from './failure.js';

const run = promisify(execFile);

/** How a program is started under an account: what stands before it, and who starts it. */
export type Passage = { readonly prefix: readonly string[]; readonly starter: Account };

// Either lets a user without rights enter folders that are closed to it. Containers often keep only the second.
const passes = ['dac_read_search', 'dac_override'];

/** `access(2)` ignores capabilities of a plain user unless the first flag is set; no other capability is kept. */
const prefixWith = (pass: string, { uid, gid }: Account): readonly string[] => [
  'setpriv',
  '--securebits=+no_setuid_fixup',
  `--reuid=${String(uid)}`,
  `--regid=${String(gid)}`,
  '--clear-groups',
  `--bounding-set=-all,+${pass}`,
  `--inh-caps=-all,+${pass}`,
  `--ambient-caps=-all,+${pass}`,
  '--',
];

const works = async (prefix: readonly string[], program: string): Promise<boolean> => {
  const [command = '', ...how] = prefix;
  return run(command, [...how, program, '--version'], { cwd: '/' }).then(
    () => true,
    () => false,
  );
};

/**
 * A way to run `program` as `account` on `directory`. Where a folder above one of them is closed to that
 * account, as `/root` is, root lends it the one capability that opens folders. Throws
 * `EmbeddedPostgresFailed`, with the folder and what to do, where that is not possible.
 */
export const passageFor = async (
  account: Account,
  { directory, program }: { readonly directory: string; readonly program: string },
): Promise<Passage> => {
  const closed =
    (await closedFolderAbove(directory, account)) ?? (await closedFolderAbove(program, account));
  if (closed === undefined) return { prefix: [], starter: account };
  for (const pass of passes) {
    const prefix = prefixWith(pass, account);
    if (await works(prefix, program)) return { prefix, starter: {} };
  }
  throw new EmbeddedPostgresFailed(
    `PostgreSQL cannot run as root, and user ${String(account.uid)}, whom it runs as instead, cannot enter ${closed}. Open that folder to it (chmod o+x ${closed}), move the project to a place such as /srv, install setpriv (util-linux), or set DATABASE_URL.`,
  );
};
