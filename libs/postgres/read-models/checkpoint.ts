import { position, type Position } from '#kernel';

import { Gathering } from '../event-log/gathering.js';
import {
  type Connection,
  execute,
  inTransaction,
  type Pool,
  query,
  type Queryable,
  statement,
} from '../pool/pool.js';

/** Where a projection's tables are: the live ones, or those that are made anew beside them. */
export type Place = 'read_model' | 'rebuild';

const enter: Readonly<Record<Place, string>> = {
  read_model: 'set local search_path to read_model',
  rebuild: 'set local search_path to rebuild',
};

/** Until the end of the transaction, table names without a schema mean those of `place`. */
export const enterPlace = (connection: Connection, place: Place): Promise<void> =>
  execute(connection, enter[place]);

/** As `inTransaction`, with table names without a schema meaning those of `place`. */
export const inPlace = <Value>(
  pool: Pool,
  place: Place,
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> => inTransaction(pool, work, `begin; ${enter[place]}`);

/**
 * As `inPlace` for live rows that several processes write: a process that stands still in the middle of a
 * transaction for so many milliseconds loses it, so that the others do not wait for it any longer.
 */
export const inSharedPlace = <Value>(
  { pool, standstillMs }: { readonly pool: Pool; readonly standstillMs: number },
  work: (connection: Connection) => Promise<Value>,
): Promise<Value> =>
  inTransaction(
    pool,
    work,
    `begin; ${enter.read_model};
     set local idle_in_transaction_session_timeout = ${String(standstillMs)}`,
  );

/** Another process, or a rebuild, has moved the projection on: what is known of its rows is stale. */
export class CheckpointMoved extends Error {
  override readonly name = 'CheckpointMoved';

  constructor(readonly projection: string) {
    super(`the checkpoint of ${projection} was moved by somebody else`);
  }
}

export type Checkpoint = {
  readonly position: Position;
  readonly definition: string;
  readonly generation: number;
  /** The events that the rows were made without, smallest first. */
  readonly skipped: readonly Position[];
  /** Whether a failure is recorded: it has stopped there. */
  readonly hasFailed: boolean;
  /** Whether it is projected from the partitions of topics: rows may be ahead of its position (ADR-0028). */
  readonly isPartitioned: boolean;
};

type CheckpointRow = Omit<Checkpoint, 'position' | 'skipped'> & {
  readonly position: bigint;
  /** Arrays come as the driver reads them: texts. */
  readonly skipped: readonly string[];
};

const columns = `position, definition, generation, skipped, failure is not null as "hasFailed",
  exists (select from read_model.partition_offset as held
          where held.projection = checkpoint.projection) as "isPartitioned"`;

const readCheckpoint = statement<CheckpointRow>(
  'checkpoint-read',
  `select ${columns} from read_model.checkpoint where projection = $1`,
);
const lockCheckpoint = statement<CheckpointRow>(
  'checkpoint-lock',
  `select ${columns} from read_model.checkpoint where projection = $1 for update`,
);
const holdCheckpoint = statement<CheckpointRow>(
  'checkpoint-hold',
  `select ${columns} from read_model.checkpoint where projection = $1 for key share`,
);
const insertCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-insert',
  `insert into checkpoint (projection, position, definition, generation, skipped)
   values ($1, 0, $2, $3, $4)
   on conflict (projection) do nothing
   returning projection`,
);
const advanceCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-advance',
  `update checkpoint set position = $3, updated_at = now(), failure = null
   where projection = $1 and position = $2 and generation = $4
   returning projection`,
);
const skipCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-skip',
  `update read_model.checkpoint set position = $3, updated_at = now(), failure = null
   where projection = $1 and position = $2 and generation = $4
   returning projection`,
);
// Never waits for a row: who holds one may hold it for long, and the others are none of its business.
const skipCheckpoints = statement<{ readonly projection: string }>(
  'checkpoint-skip-together',
  `with free as (
     select projection, reached
     from unnest($1::text[], $2::bigint[], $3::bigint[], $4::integer[])
         as step (projection, passed, reached, making)
       join read_model.checkpoint using (projection)
     where position = passed and generation = making
     for no key update of checkpoint skip locked)
   update read_model.checkpoint set position = reached, updated_at = now(), failure = null
   from free where checkpoint.projection = free.projection
   returning checkpoint.projection`,
);
const redefineCheckpoint = statement(
  'checkpoint-redefine',
  `update read_model.checkpoint set definition = $2, skipped = $3, position = $4,
     generation = generation + 1, updated_at = now(), failure = null
   where projection = $1`,
);
const renewCheckpoint = statement(
  'checkpoint-renew',
  `update read_model.checkpoint set generation = generation + 1, failure = null
   where projection = $1`,
);
const adoptSkips = statement<{ readonly projection: string }>(
  'checkpoint-adopt-skips',
  `update read_model.checkpoint set skipped = $4
   where projection = $1 and position = $2 and generation = $3
   returning projection`,
);
const writeFailure = statement<{ readonly projection: string }>(
  'checkpoint-fail',
  `update read_model.checkpoint set failure = $4
   where projection = $1 and position = $2 and generation = $3
   returning projection`,
);
const tellWhy = statement(
  'checkpoint-tell-failure',
  `update read_model.checkpoint set failure = $3
   where projection = $1 and generation = $2`,
);
const clearFailure = statement<{ readonly projection: string }>(
  'checkpoint-resume',
  `update read_model.checkpoint set failure = null
   where projection = $1 and failure is not null
   returning projection`,
);

const found = (rows: readonly CheckpointRow[]): Checkpoint | undefined =>
  rows[0] && {
    ...rows[0],
    position: position(rows[0].position),
    skipped: rows[0].skipped.map((text) => position(BigInt(text))),
  };

export const checkpointOf = async (
  on: Queryable,
  projection: string,
): Promise<Checkpoint | undefined> => found(await query(on, readCheckpoint, [projection]));

/** As it is, and as it stays until the end of the transaction: nobody can move it meanwhile. */
export const lockedCheckpoint = async (
  connection: Connection,
  projection: string,
): Promise<Checkpoint | undefined> => found(await query(connection, lockCheckpoint, [projection]));

/** As it is; until the end of the transaction it may move on, but its rows are not replaced. */
export const heldCheckpoint = async (
  connection: Connection,
  projection: string,
): Promise<Checkpoint | undefined> => found(await query(connection, holdCheckpoint, [projection]));

type Start = {
  readonly projection: string;
  readonly definition: string;
  readonly generation: number;
  readonly skipped: readonly Position[];
};

/** Starts a projection at the beginning of the log; false when it was started already. */
export const startCheckpoint = async (
  connection: Connection,
  { projection, definition, generation, skipped }: Start,
): Promise<boolean> => {
  const values = [projection, definition, generation, skipped];
  const rows = await query(connection, insertCheckpoint, values);
  return rows.length === 1;
};

export type Advance = {
  readonly projection: string;
  readonly generation: number;
  readonly from: Position;
  readonly to: Position;
};

const parametersOf = ({ projection, from, to, generation }: Advance): readonly unknown[] => [
  projection,
  from,
  to,
  generation,
];

/**
 * Compare-and-set, first in the transaction that writes the rows: of projectors that race one wins and the
 * others wait for it, then throw `CheckpointMoved` before they have written anything.
 */
export const advance = async (connection: Connection, step: Advance): Promise<void> => {
  const rows = await query(connection, advanceCheckpoint, parametersOf(step));
  if (rows.length !== 1) throw new CheckpointMoved(step.projection);
};

/** As `advance`, for live events that concern no row: a statement of its own. */
const skip = async (on: Queryable, step: Advance): Promise<void> => {
  const rows = await query(on, skipCheckpoint, parametersOf(step));
  if (rows.length !== 1) throw new CheckpointMoved(step.projection);
};

const skipTogether = async (pool: Pool, steps: readonly Advance[]): Promise<readonly boolean[]> => {
  const columns = ['projection', 'from', 'to', 'generation'] as const;
  const values = columns.map((column) => steps.map((step) => step[column]));
  const rows = await query(pool, skipCheckpoints, values);
  const moved = new Set(rows.map(({ projection }) => projection));
  return steps.map(({ projection }) => moved.has(projection));
};

/** As `skip`, together with the other projections that skip at the same moment, in one statement. */
export const makeSkipping = (pool: Pool): ((step: Advance) => Promise<void>) => {
  const gathering = new Gathering<Advance, boolean>({
    ask: (steps) => skipTogether(pool, steps),
    maxQuestions: 100,
    maxRoundTrips: 2,
  });
  return async (step) => {
    if (!(await gathering.ask(step))) await skip(pool, step);
  };
};

/** Says that the rows are others from now on, what they are made with, and how far they are. */
export const redefine = async (
  connection: Connection,
  {
    projection,
    definition,
    skipped,
    position: at,
  }: Omit<Start, 'generation'> & Pick<Checkpoint, 'position'>,
): Promise<void> => {
  await query(connection, redefineCheckpoint, [projection, definition, skipped, at]);
};

/** Says that whoever has projected it must look again: what is known of its rows is stale. */
export const renew = async (connection: Connection, projection: string): Promise<void> => {
  await query(connection, renewCheckpoint, [projection]);
};

type Standing = Pick<Checkpoint, 'position' | 'generation'>;

/** Says what is left out from here on. Throws `CheckpointMoved`. */
export const adopt = async (
  on: Queryable,
  projection: string,
  { position: at, generation, skipped }: Standing & Pick<Checkpoint, 'skipped'>,
): Promise<void> => {
  const rows = await query(on, adoptSkips, [projection, at, generation, skipped]);
  if (rows.length !== 1) throw new CheckpointMoved(projection);
};

/** Records why a projection stands still, for all processes; false when another has moved it on meanwhile. */
export const recordFailure = async (
  on: Queryable,
  projection: string,
  { position: at, generation, failure }: Standing & { readonly failure: string },
): Promise<boolean> => {
  const rows = await query(on, writeFailure, [projection, at, generation, failure]);
  return rows.length === 1;
};

/** As `recordFailure`, of a projection whose position others may move on meanwhile. */
export const tellFailure = async (
  on: Queryable,
  projection: string,
  { generation, failure }: Pick<Checkpoint, 'generation'> & { readonly failure: string },
): Promise<void> => {
  await query(on, tellWhy, [projection, generation, failure]);
};

/** Lets whoever has stopped try again; false when nothing was recorded. */
export const forgetFailure = async (on: Queryable, projection: string): Promise<boolean> =>
  (await query(on, clearFailure, [projection])).length === 1;
