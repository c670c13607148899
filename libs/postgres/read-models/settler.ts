import { position, type Position } from '#kernel';

import { query, statement } from '../pool/pool.js';
import { CheckpointMoved, inSharedPlace } from './checkpoint.js';
import { reachOf } from './partition-offsets.js';
import type { Claim } from './partition-writer.js';
import { settleBetween, SumsMemory } from './settlement.js';
import { readSettleTo } from './settlement.statements.js';

// Whoever has counted last has the cells in memory: the others leave it to that one unless it stands still.
const lockCheckpoint = statement<{
  readonly position: bigint;
  readonly generation: number;
  readonly isFresh: boolean;
}>(
  'settlement-lock',
  `select position, generation, $2::float8 > 0
     and clock_timestamp() - updated_at < make_interval(secs => $2::float8 / 1000) as "isFresh"
   from checkpoint where projection = $1
   for no key update skip locked`,
);
const moveCheckpoint = statement(
  'settlement-advance',
  'update checkpoint set position = $2, updated_at = clock_timestamp() where projection = $1',
);

const mostVersions = 10_000;

type Settled = { readonly to: Position; readonly hasMore: boolean };

/** Counts what the partitions of a read model have applied, up to the one that is furthest behind. */
export class Settler {
  readonly #memory = new SumsMemory();

  /** How long another process must have counted nothing before this one does. */
  constructor(private readonly standbyMs = 300) {}

  /** Forgets what it knows of rows that are others now. */
  forget(): void {
    this.#memory.clear();
  }

  /**
   * Advances the checkpoint by some thousands of versions at most. Undefined: there was nothing to count, or another
   * process does it. Throws `CheckpointMoved` when the rows are not what the claim says.
   */
  async settle(claim: Claim): Promise<Settled | undefined> {
    const { projection, generation, definitions } = claim;
    const { name } = projection;
    const memory = this.#memory;
    const settled = await inSharedPlace(claim, async (connection) => {
      const [found] = await query(connection, lockCheckpoint, [name, this.standbyMs]);
      if (found === undefined) return undefined;
      if (found.generation !== generation) throw new CheckpointMoved(name);
      const after = position(found.position);
      if (found.isFresh && !memory.isOf(after)) return undefined;
      // After the lock: whatever is committed by now is seen, or is for whoever settles next.
      const reach = await reachOf(connection, name);
      if (reach === undefined) throw new CheckpointMoved(name);
      const { least } = reach;
      if (least <= after) return undefined;
      const [end] = await query(connection, readSettleTo, [after, least, mostVersions]);
      const to = end === undefined ? least : position(end.position);
      memory.begin(after);
      await settleBetween(connection, { after, to }, { definitions, memory });
      await query(connection, moveCheckpoint, [name, to]);
      return { to, hasMore: to < least };
    });
    if (settled !== undefined) memory.end(settled.to);
    return settled;
  }
}
