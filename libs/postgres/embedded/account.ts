import { type Stats } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { EmbeddedPostgresFailed } from './failure.js';

/** Who PostgreSQL runs as: empty for the user of this process. */
export type Account = { readonly uid?: number; readonly gid?: number };

const candidates = ['postgres', 'nobody'];

const accountsOf = (passwd: string): ReadonlyMap<string, Account> =>
  new Map(
    passwd.split('\n').map((line) => {
      const [name = '', , uid, gid] = line.split(':');
      return [name, { uid: Number(uid), gid: Number(gid) }] as const;
    }),
  );

const unprivilegedAccount = async (): Promise<Account> => {
  const accounts = accountsOf(await readFile('/etc/passwd', 'utf8'));
  const account = candidates.map((name) => accounts.get(name)).find((found) => found !== undefined);
  if (account === undefined)
    throw new EmbeddedPostgresFailed(
      'PostgreSQL refuses to run as root, and this system has neither a user postgres nor nobody. Create one, start as another user, or set DATABASE_URL.',
    );
  return account;
};

const ownerOf = async (directory: string): Promise<Account | undefined> => {
  const found = await stat(directory).catch(() => undefined);
  return found && { uid: found.uid, gid: found.gid };
};

/**
 * PostgreSQL runs as the user of this process. It refuses to run as root: then it runs as the owner
 * of the data folder, and a new one goes to `postgres`, or to `nobody`; no user is made.
 */
export const accountFor = async (directory: string): Promise<Account> => {
  const mine = process.getuid?.();
  if (mine === undefined) return {};
  const owner = await ownerOf(directory);
  if (mine === 0) return owner ?? unprivilegedAccount();
  if (owner !== undefined && owner.uid !== mine)
    throw new EmbeddedPostgresFailed(
      `${directory} belongs to user ${String(owner.uid)}. Start as that user or as root, choose another data folder, or set DATABASE_URL.`,
    );
  return {};
};

const canEnter = (folder: Stats, { uid, gid }: Account): boolean => {
  if (folder.uid === uid) return (folder.mode & 0o100) !== 0;
  if (folder.gid === gid) return (folder.mode & 0o010) !== 0;
  return (folder.mode & 0o001) !== 0;
};

/** The nearest folder above `path` that `account` cannot enter; undefined when it can reach `path`. */
export const closedFolderAbove = async (
  path: string,
  account: Account,
): Promise<string | undefined> => {
  if (account.uid === undefined) return undefined;
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder))
    if (!canEnter(await stat(folder), account)) return folder;
  return undefined;
};
