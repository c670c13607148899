import { position, type Position } from '#kernel';

import { type Connection, execute, query, type Queryable, statement } from '../pool/pool.js';

/** Where a projection's tables are: the live ones, or those that are made anew beside them. */
export type Place = 'read_model' | 'rebuild';

const enter: Readonly<Record<Place, string>> = {
  read_model: 'set local search_path to read_model',
  rebuild: 'set local search_path to rebuild',
};

/** Until the end of the transaction, table names without a schema mean those of `place`. */
export const enterPlace = (connection: Connection, place: Place): Promise<void> =>
  execute(connection, enter[place]);

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
};

type CheckpointRow = Omit<Checkpoint, 'position'> & { readonly position: bigint };

const readCheckpoint = statement<CheckpointRow>(
  'checkpoint-read',
  'select position, definition, generation from read_model.checkpoint where projection = $1',
);
const lockCheckpoint = statement<CheckpointRow>(
  'checkpoint-lock',
  'select position, definition, generation from read_model.checkpoint where projection = $1 for update',
);
const insertCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-insert',
  `insert into checkpoint (projection, position, definition) values ($1, 0, $2)
   on conflict (projection) do nothing
   returning projection`,
);
const advanceCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-advance',
  `update checkpoint set position = $3, updated_at = now()
   where projection = $1 and position = $2 and generation = $4
   returning projection`,
);
const skipCheckpoint = statement<{ readonly projection: string }>(
  'checkpoint-skip',
  `update read_model.checkpoint set position = $3, updated_at = now()
   where projection = $1 and position = $2 and generation = $4
   returning projection`,
);
const redefineCheckpoint = statement(
  'checkpoint-redefine',
  `update read_model.checkpoint set definition = $2, generation = generation + 1, updated_at = now()
   where projection = $1`,
);

const found = (rows: readonly CheckpointRow[]): Checkpoint | undefined =>
  rows[0] && { ...rows[0], position: position(rows[0].position) };

export const checkpointOf = async (
  on: Queryable,
  projection: string,
): Promise<Checkpoint | undefined> => found(await query(on, readCheckpoint, [projection]));

/** As it is, and as it stays until the end of the transaction: nobody can move it meanwhile. */
export const lockedCheckpoint = async (
  connection: Connection,
  projection: string,
): Promise<Checkpoint | undefined> => found(await query(connection, lockCheckpoint, [projection]));

/** Starts a projection at the beginning of the log; false when it was started already. */
export const startCheckpoint = async (
  connection: Connection,
  projection: string,
  definition: string,
): Promise<boolean> => {
  const rows = await query(connection, insertCheckpoint, [projection, definition]);
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
export const skip = async (on: Queryable, step: Advance): Promise<void> => {
  const rows = await query(on, skipCheckpoint, parametersOf(step));
  if (rows.length !== 1) throw new CheckpointMoved(step.projection);
};

/** Says that the rows are others from now on, and what they are made with. */
export const redefine = async (
  connection: Connection,
  projection: string,
  definition: string,
): Promise<void> => {
  await query(connection, redefineCheckpoint, [projection, definition]);
};
