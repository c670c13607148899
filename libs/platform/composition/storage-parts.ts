import { beginning } from '#kernel';
import { execute } from '#postgres';

import type { Config } from '../config/load-config.js';
import type { Part } from '../process/parts.js';
import type { Storage } from './storage.js';

/** What every process needs: its database, and its log where that is another server. */
export const storageParts = (
  { eventLog }: Pick<Config, 'eventLog'>,
  { pool, store }: Pick<Storage, 'pool' | 'store'>,
): readonly Part[] => [
  {
    name: 'postgresql',
    state: async () => {
      await execute(pool, 'select 1');
      return { status: 'up' };
    },
  },
  ...(eventLog.kind === 'postgres'
    ? []
    : [
        {
          name: eventLog.kind,
          state: async () => {
            await store.readAll(beginning, 1);
            return { status: 'up' as const };
          },
        },
      ]),
];
