import { execFile } from 'node:child_process';
import { chmod, rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { newFolder } from './database.js';

const run = promisify(execFile);

/** A file system of its own, in memory, that can be filled. */
export type SmallDisk = {
  readonly folder: string;
  /** Takes all the space that is left but so many bytes. */
  readonly fill: (leaving: number) => Promise<void>;
  readonly free: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** Throws when this process may not mount: the test has to be run as root. */
export const mountSmallDisk = async (megabytes: number): Promise<SmallDisk> => {
  const folder = await newFolder();
  const options = ['-t', 'tmpfs', '-o', `size=${String(megabytes)}m`];
  await run('mount', [...options, 'tmpfs', folder]).catch((cause: unknown) => {
    throw new Error('The disk that is to be full cannot be mounted: run this as root, who may.', {
      cause,
    });
  });
  await chmod(folder, 0o755);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill: async (leaving) => {
      const { bavail, bsize } = await statfs(folder);
      const bytes = bavail * bsize - leaving;
      await run('fallocate', ['-l', String(bytes), filler]);
    },
    free: () => rm(filler, { force: true }),
    remove: async () => {
      await run('umount', ['-l', folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
