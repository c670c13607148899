import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { beforeAll, describe, expect, it } from '@jest/globals';

import { databaseForTest, type TestDatabase } from '../../../libs/testing/postgres-for-tests.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const program = `
  import { EventLogUnavailable } from '#application';
  import { openImportLanes } from './apps/observatory/composition/import-lanes.ts';
  const opening = {
    databaseUrl: process.env.ABSENT_DATABASE,
    eventLog: { kind: 'postgres' },
    indicatorFolders: [],
  };
  try {
    await openImportLanes(2, opening);
  } catch (error) {
    console.log(JSON.stringify([error instanceof EventLogUnavailable, error.message]));
  }
`;

describe('threads of an import that find no database', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await databaseForTest();
    await database.drop();
  });

  it('say so as the program does, and end', async () => {
    const args = [
      '--conditions=source',
      '--no-warnings',
      '--import',
      './tools/jest/typescript.mjs',
    ];
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [...args, '--input-type=module', '--eval', program],
      { cwd: root, env: { ...process.env, ABSENT_DATABASE: database.url } },
    );
    expect(JSON.parse(stdout)).toEqual([true, expect.stringContaining('does not exist')]);
    expect(stderr).toBe('');
  });
});
