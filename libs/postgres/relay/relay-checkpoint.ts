import type { RelayCheckpoint } from '#application/relay';
import { beginning, position, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';

/** Another process has moved the checkpoint, though this one had the turn. */
class RelayOvertaken extends Error {
  override readonly name = 'RelayOvertaken';

  constructor(from: Position) {
    super(`another relay has moved the checkpoint from ${String(from)} meanwhile`);
  }
}

const name = 'integration';

const readPosition = statement<{ readonly position: bigint }>(
  'relay-position',
  'select position from relay.checkpoint where name = $1',
);
const advancePosition = statement<{ readonly name: string }>(
  'relay-advance',
  `update relay.checkpoint set position = $3, updated_at = now()
   where name = $1 and position = $2
   returning name`,
);
const startPosition = statement<{ readonly name: string }>(
  'relay-start',
  `insert into relay.checkpoint (name, position) values ($1, $2)
   on conflict (name) do nothing
   returning name`,
);

type Spread = { readonly topic: string; readonly partitions: number };

const readSpread = statement<Spread>('relay-spread', 'select topic, partitions from relay.topic');
const insertSpread = statement(
  'relay-spread-keep',
  `insert into relay.topic (topic, partitions)
   select topic, partitions from unnest($1::text[], $2::integer[]) as found (topic, partitions)
   on conflict (topic) do nothing`,
);

const move = (pool: Pool, from: Position, to: Position) =>
  from === beginning
    ? query(pool, startPosition, [name, to])
    : query(pool, advancePosition, [name, from, to]);

/** The relay's checkpoint, in the database of the read models (ADR-0026). */
export const makeRelayCheckpoint = (pool: Pool): RelayCheckpoint => ({
  position: async () => {
    const [row] = await query(pool, readPosition, [name]);
    return row === undefined ? beginning : position(row.position);
  },
  advance: async (from, to) => {
    const moved = await move(pool, from, to);
    if (moved.length !== 1) throw new RelayOvertaken(from);
  },
  spread: async () => {
    const rows = await query(pool, readSpread);
    return new Map(rows.map(({ topic, partitions }) => [topic, partitions]));
  },
  keepSpread: async (topics) => {
    const columns = [topics.map(({ topic }) => topic), topics.map(({ partitions }) => partitions)];
    await query(pool, insertSpread, columns);
  },
});
