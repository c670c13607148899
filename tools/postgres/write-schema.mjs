// node tools/postgres/write-schema.mjs
import { spawnSync } from 'node:child_process';

import startPostgres from '../jest/start-postgres.mjs';
import stopPostgres from '../jest/stop-postgres.mjs';

await startPostgres();
const { status } = spawnSync(
  process.execPath,
  [
    '--conditions=source',
    '--no-warnings',
    '--import',
    './tools/jest/typescript.mjs',
    'tools/postgres/write-schema.ts',
  ],
  { stdio: 'inherit' },
);
stopPostgres();
process.exitCode = status ?? 1;
