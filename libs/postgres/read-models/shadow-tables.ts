import {
  type Connection,
  execute,
  inTransaction,
  type Pool,
  query,
  statement,
} from '../pool/pool.js';
import { enterPlace, startCheckpoint } from './checkpoint.js';
import type { Projection } from './projection.js';
import { RebuildAbandoned } from './rebuild-faults.js';
import type { Position } from '#kernel';

const makeShadow = statement('shadow-make', 'select rebuild.make_shadow($1)');
const indexShadow = statement('shadow-index', 'select rebuild.index_shadow($1)');
const forgetShadow = statement(
  'shadow-forget',
  'delete from rebuild.checkpoint where projection = $1',
);
const readShadow = statement<{ readonly position: bigint }>(
  'shadow-read',
  'select position from rebuild.checkpoint where projection = $1 and generation = $2 for update',
);
const claimShadow = statement<{ readonly claimed: boolean }>(
  'shadow-claim',
  'select pg_try_advisory_xact_lock(7203, hashtext($1)) as claimed',
);
const leftShadow = statement<{ readonly left: boolean }>(
  'shadow-left',
  `select exists (select from rebuild.checkpoint where projection = $1)
     or exists (select from pg_tables where schemaname = 'rebuild' and tablename = any ($2::text[])) as left`,
);

/** What rows made anew are made with; `mark` tells a rebuild's own tables from those of a later one. */
export type Shadow = {
  readonly projection: Projection;
  readonly mark: number;
  readonly skipped: readonly Position[];
};

/** Empty tables beside the live ones, with what is there before the first event, and no index but those of keys. */
export const makeShadowTables = (
  pool: Pool,
  { projection, mark, skipped }: Shadow,
): Promise<void> =>
  inTransaction(pool, async (connection) => {
    const { name, definition, tables } = projection;
    for (const { table } of tables) await query(connection, makeShadow, [table]);
    await query(connection, forgetShadow, [name]);
    await enterPlace(connection, 'rebuild');
    await startCheckpoint(connection, { projection: name, definition, generation: mark, skipped });
    await projection.install(connection);
  });

/** Removes them, and the note of how far they were. */
export const dropShadowTables = async (
  connection: Connection,
  { name, tables }: Projection,
): Promise<void> => {
  for (const { table } of tables)
    await execute(connection, `drop table if exists rebuild.${table}`);
  await query(connection, forgetShadow, [name]);
};

/** Removes what a rebuild that was killed has left, unless one is under way. */
export const sweepShadowTables = (pool: Pool, projection: Projection): Promise<boolean> =>
  inTransaction(pool, async (connection) => {
    const { name, tables } = projection;
    const [found] = await query(connection, leftShadow, [name, tables.map(({ table }) => table)]);
    if (found?.left !== true) return false;
    const [row] = await query(connection, claimShadow, [name]);
    if (row?.claimed !== true) return false;
    await dropShadowTables(connection, projection);
    return true;
  });

/** The other indexes of the live tables, once all is in. */
export const indexShadowTables = (pool: Pool, { tables }: Projection): Promise<void> =>
  inTransaction(pool, async (connection) => {
    for (const { table } of tables) await query(connection, indexShadow, [table]);
  });

/** Planners need statistics and visibility at once, not when autovacuum comes by. */
export const analyseShadowTables = (pool: Pool, { tables }: Projection): Promise<void> =>
  execute(
    pool,
    `vacuum (analyze, parallel 0) ${tables.map(({ table }) => `rebuild.${table}`).join(', ')}`,
  );

/** Throws `RebuildAbandoned` unless the shadow tables are still of this rebuild, and at `position`. */
export const claimShadowTables = async (
  connection: Connection,
  { projection, mark }: Shadow,
  position: Position,
): Promise<void> => {
  const [row] = await query(connection, readShadow, [projection.name, mark]);
  if (row?.position !== position)
    throw new RebuildAbandoned(`the shadow tables of ${projection.name} are not of this rebuild`);
};

/**
 * Puts the shadow tables in the place of the live ones, within the connection's transaction. Whoever reads is
 * waited for, and whoever comes waits, `withinMs` at most: then nothing has happened (a retryable fault).
 */
export const moveShadowTables = async (
  connection: Connection,
  { name, tables }: Projection,
  withinMs: number,
): Promise<void> => {
  const live = tables.map(({ table }) => `read_model.${table}`);
  await execute(connection, `set local statement_timeout = ${String(withinMs)}`);
  await execute(connection, `lock table ${live.join(', ')} in access exclusive mode`);
  await execute(connection, 'set local statement_timeout = 0');
  await execute(connection, `drop table ${live.join(', ')}`);
  for (const { table } of tables)
    await execute(connection, `alter table rebuild.${table} set schema read_model`);
  await query(connection, forgetShadow, [name]);
};
