import {
  type EventStore,
  type ProjectionMonitor,
  type ProjectionState,
  type ProjectionStatus,
  skippedPositions,
} from '#application';
import { beginning, position, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { forgetFailure } from './checkpoint.js';
import { projectionNames } from './projection.js';
import { failureFrom, type StoredFailure } from './projection-health.js';
import { needsRebuild } from './skips.js';

type StateRow = {
  readonly projection: string;
  readonly head: bigint;
  readonly position: bigint | null;
  readonly skipped: readonly string[] | null;
  readonly failure: StoredFailure | null;
  readonly rebuildPosition: bigint | null;
  readonly lagSeconds: string;
};

// A rebuild holds its lock as long as it runs: what it has left when it was killed is none.
const readStates = statement<StateRow>(
  'projection-states',
  `select wanted.projection, head.position as head, live.position, live.skipped, live.failure,
     running.position as "rebuildPosition",
     coalesce(extract(epoch from clock_timestamp() - oldest.recorded_at), 0)::text as "lagSeconds"
   from unnest($1::text[]) with ordinality as wanted (projection, rank)
   cross join (select coalesce(max(position), 0) as position from event_log.event) as head
   left join read_model.checkpoint as live using (projection)
   left join lateral (
     select recorded_at from event_log.event
     where event.position > coalesce(live.position, 0)
     order by event.position limit 1
   ) as oldest on true
   left join lateral (
     select shadow.position from rebuild.checkpoint as shadow
     where shadow.projection = wanted.projection and exists (
       select from pg_locks
       where locktype = 'advisory' and classid = 7203 and objsubid = 2
         and objid = (hashtext(wanted.projection)::bigint & 4294967295)::oid
         and database = (select oid from pg_database where datname = current_database()))
   ) as running on true
   order by wanted.rank`,
);

const statusOf = ({ position: at, failure, rebuildPosition }: StateRow): ProjectionStatus => {
  if (rebuildPosition !== null) return 'rebuilding';
  if (failure !== null) return 'stopped';
  return at === null ? 'waiting' : 'following';
};

const stateOf = (row: StateRow, wanted: readonly Position[]): ProjectionState => {
  const at = row.position === null ? beginning : position(row.position);
  const skipped = (row.skipped ?? []).map((text) => position(BigInt(text)));
  return {
    projection: row.projection,
    status: statusOf(row),
    position: at,
    lag: row.head - at,
    lagSeconds: Math.max(0, Number(row.lagSeconds)),
    failure: row.failure && failureFrom(row.failure),
    rebuildPosition: row.rebuildPosition === null ? null : position(row.rebuildPosition),
    skipped,
    needsRebuild: needsRebuild({ position: at, skipped }, wanted),
  };
};

/** Reads what projectors leave beside their checkpoints: it is right whichever process projects. */
export const makeProjectionMonitor = (pool: Pool, store: EventStore): ProjectionMonitor => ({
  states: async () => {
    const rows = await query(pool, readStates, [projectionNames]);
    return Promise.all(
      rows.map(async (row) => stateOf(row, await skippedPositions(store, row.projection))),
    );
  },
  resume: (projection) => forgetFailure(pool, projection),
});
