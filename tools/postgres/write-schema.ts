// Writes infra/postgres/schema.sql: migrates an empty database of a throw-away server, and reads it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { createPool, migrate, migrationsDirectory, readSchema } from '#postgres';

const url = process.env['TEST_DATABASE_URL'];
if (url === undefined) throw new Error('run it by: node tools/postgres/write-schema.mjs');

const pool = createPool({ url, max: 1 });
await migrate(pool);
await writeFile(join(migrationsDirectory(), '..', 'schema.sql'), await readSchema(pool));
await pool.end();
