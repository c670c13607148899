import { position, type Position } from '#kernel';

import { type Connection, query, type Queryable, statement } from '../pool/pool.js';

/** A partition of a topic that a projection reads. */
export type Partition = {
  readonly projection: string;
  readonly topic: string;
  readonly partition: number;
};

export type Held = {
  /** Of the first message that is not applied. */
  readonly nextOffset: bigint;
  /** Everything of the partition at or before it is in the rows. */
  readonly position: Position;
};

type HeldRow = { readonly nextOffset: bigint; readonly position: bigint };

const lockOffset = statement<HeldRow>(
  'partition-lock',
  `select next_offset as "nextOffset", position
   from partition_offset
   where projection = $1 and topic = $2 and partition = $3
   for update`,
);
const writeOffset = statement(
  'partition-advance',
  `update partition_offset set next_offset = $4, position = $5
   where projection = $1 and topic = $2 and partition = $3`,
);
const readOffsets = statement<{
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}>(
  'partition-offsets',
  `select held.topic, held.partition, held.next_offset as offset
   from read_model.partition_offset as held
   join unnest($2::text[], $3::integer[]) as wanted (topic, partition) using (topic, partition)
   where held.projection = $1`,
);
const readReach = statement<{ readonly least: bigint | null; readonly most: bigint | null }>(
  'partition-reach',
  `select min(position) as least, max(position) as most
   from read_model.partition_offset
   where projection = $1 and ($2::text is null or topic = $2)`,
);
const readTopics = statement<{ readonly topic: string }>(
  'partition-topics',
  'select distinct topic from read_model.partition_offset where projection = $1',
);
const addPartitions = statement(
  'partition-add',
  `insert into read_model.partition_offset (projection, topic, partition, next_offset, position)
   select $1, $2, partition, 0, $4 from generate_series(0, $3::integer - 1) as partition
   on conflict (projection, topic, partition) do nothing`,
);
const removePartitions = statement(
  'partition-remove',
  'delete from read_model.partition_offset where projection = $1',
);
const raisePartitions = statement(
  'partition-raise',
  `update read_model.partition_offset set position = greatest(position, $2)
   where projection = $1`,
);

const valuesOf = ({ projection, topic, partition }: Partition): readonly unknown[] => [
  projection,
  topic,
  partition,
];

/** Where a partition is, and stays until the end of the transaction; undefined when nobody projects from it. */
export const lockedOffset = async (
  connection: Connection,
  partition: Partition,
): Promise<Held | undefined> => {
  const [row] = await query(connection, lockOffset, valuesOf(partition));
  return row && { ...row, position: position(row.position) };
};

export const advanceOffset = async (
  connection: Connection,
  partition: Partition,
  { nextOffset, position: at }: Held,
): Promise<void> => {
  await query(connection, writeOffset, [...valuesOf(partition), nextOffset, at]);
};

export const nextOffsetsOf = (
  on: Queryable,
  projection: string,
  partitions: readonly Omit<Partition, 'projection'>[],
) =>
  query(on, readOffsets, [
    projection,
    partitions.map(({ topic }) => topic),
    partitions.map(({ partition }) => partition),
  ]);

/** How far the partitions of one topic, or of all, are: the one furthest behind, and the one furthest ahead. */
export const reachOf = async (
  on: Queryable,
  projection: string,
  topic: string | null = null,
): Promise<{ readonly least: Position; readonly most: Position } | undefined> => {
  const [row] = await query(on, readReach, [projection, topic]);
  const { least = null, most = null } = row ?? {};
  return least === null || most === null
    ? undefined
    : { least: position(least), most: position(most) };
};

/** Adds the partitions of a topic that are not there yet: everything at or before `from` is applied. */
export const addTopic = async (
  connection: Connection,
  projection: string,
  {
    topic,
    partitions,
    from,
  }: { readonly topic: string; readonly partitions: number; readonly from: Position },
): Promise<void> => {
  await query(connection, addPartitions, [projection, topic, partitions, from]);
};

export const topicsOf = async (on: Queryable, projection: string): Promise<readonly string[]> =>
  (await query(on, readTopics, [projection])).map(({ topic }) => topic);

export const removeTopics = async (connection: Connection, projection: string): Promise<void> => {
  await query(connection, removePartitions, [projection]);
};

/** Says that everything up to a position is in the rows, whichever partition it belongs to. */
export const raiseOffsets = async (
  connection: Connection,
  projection: string,
  to: Position,
): Promise<void> => {
  await query(connection, raisePartitions, [projection, to]);
};
