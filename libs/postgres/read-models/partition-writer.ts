import { categoryOf, type PartitionEntry, type ProjectedTopics } from '#application';
import { beginning, type Position } from '#kernel';

import type { Connection, Pool } from '../pool/pool.js';
import { CheckpointMoved, heldCheckpoint, inSharedPlace } from './checkpoint.js';
import type { Definitions } from './definitions.js';
import { factsOf } from './facts.js';
import { writeVersions } from './figures.tables.js';
import { figureCodecOf } from './figures.writer.js';
import {
  advanceOffset,
  type Held,
  lockedOffset,
  type Partition,
  reachOf,
} from './partition-offsets.js';
import { type EnrolledMemory, versionsFrom } from './partitioned-versions.js';
import type { Projection } from './projection.js';

/** Messages that a partition had are gone, and nobody can say whether they were applied. */
export class MessagesMissing extends Error {
  override readonly name = 'MessagesMissing';

  constructor({ topic, partition }: Partition, wanted: bigint, found: bigint) {
    super(
      `${topic} has lost messages of partition ${String(partition)}: offset ${String(wanted)} was to be next,` +
        ` ${String(found)} is the first there is; make the read model anew from the log`,
    );
  }
}

/** What a process knows of a read model that is projected from topics: true for one generation of its rows. */
export type Claim = {
  readonly pool: Pool;
  readonly projection: Projection;
  readonly definitions: Definitions;
  readonly topics: ProjectedTopics;
  readonly generation: number;
  readonly skipped: ReadonlySet<Position>;
  readonly memory: EnrolledMemory;
  /** How long a transaction may stand still before PostgreSQL ends it. */
  readonly standstillMs: number;
};

type Entries = readonly PartitionEntry[];

/** What is not applied yet. Throws `MessagesMissing`. */
const unapplied = (
  partition: Partition,
  { nextOffset, position }: Held,
  entries: Entries,
): Entries => {
  const left = entries.filter(({ offset }) => offset >= nextOffset);
  const [first] = left;
  if (first !== undefined && first.offset > nextOffset && first.position > position)
    throw new MessagesMissing(partition, nextOffset, first.offset);
  return left;
};

/** Positions grow within a partition: one that was passed is a repetition. */
const newEvents = (entries: Entries, { position }: Held) => {
  let highest = position;
  return entries.flatMap(({ event, position: at }) => {
    const isNew = at > highest;
    if (isNew) highest = at;
    return isNew && event !== null ? [event] : [];
  });
};

const highestOf = (entries: Entries, from: Position): Position =>
  entries.reduce((highest, { position }) => (position > highest ? position : highest), from);

/** Where a partition is once the entries up to (and without) the first that must wait are applied. */
const heldAfter = (held: Held, entries: Entries, waitsAt: Position | undefined): Held => {
  const end = entries.findIndex(({ event, position }) => event !== null && position === waitsAt);
  const taken = end < 0 ? entries : entries.slice(0, end);
  const last = taken.at(-1);
  return {
    nextOffset: last === undefined ? held.nextOffset : last.offset + 1n,
    position: highestOf(taken, held.position),
  };
};

const applyHeld = async (
  connection: Connection,
  claim: Claim,
  { entries, held }: { readonly entries: Entries; readonly held: Held },
): Promise<Held> => {
  const { projection, skipped, definitions, memory, topics } = claim;
  const wanted = newEvents(entries, held).filter(
    ({ stream, type, position }) =>
      projection.reads(categoryOf(stream), type) && !skipped.has(position),
  );
  const facts = factsOf(figureCodecOf, wanted);
  if (facts.length === 0) return heldAfter(held, entries, undefined);
  const { name } = projection;
  const campaigns = await reachOf(connection, name, topics.campaigns.topic);
  const campaignsKnownTo = campaigns?.least ?? beginning;
  const ground = { definitions, memory, campaignsKnownTo };
  const { applied, changes } = await versionsFrom(connection, facts, ground);
  await writeVersions(connection, changes);
  return heldAfter(held, entries, facts[applied.length]?.position);
};

/**
 * Applies entries of a partition, and commits what they change with the offset after them. Who applies the same
 * ones at the same time waits, and finds nothing left. Answers with the offset from which on entries wait for
 * their campaign, or null. Throws `CheckpointMoved` when the rows are not what the claim says.
 */
export const applyEntries = (
  claim: Claim,
  partition: Partition,
  entries: Entries,
): Promise<bigint | null> =>
  inSharedPlace(claim, async (connection) => {
    const { generation, projection } = claim;
    if ((await heldCheckpoint(connection, projection.name))?.generation !== generation)
      throw new CheckpointMoved(projection.name);
    const held = await lockedOffset(connection, partition);
    if (held === undefined) throw new CheckpointMoved(projection.name);
    const left = unapplied(partition, held, entries);
    const last = left.at(-1);
    if (last === undefined) return null;
    const next = await applyHeld(connection, claim, { entries: left, held });
    if (next.nextOffset > held.nextOffset) await advanceOffset(connection, partition, next);
    return next.nextOffset <= last.offset ? next.nextOffset : null;
  });
