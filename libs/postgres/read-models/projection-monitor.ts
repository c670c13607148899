import {
  type EventStore,
  type ProjectionMonitor,
  projectionNames,
  type ProjectionState,
  type ProjectionStatus,
  skippedPositions,
} from '#application';
import { beginning, position, type Position } from '#kernel';

import { type Pool, query, statement } from '../pool/pool.js';
import { forgetFailure } from './checkpoint.js';
import { failureFrom, type StoredFailure } from './projection-health.js';
import { needsRebuild } from './skips.js';

type StateRow = {
  readonly projection: string;
  readonly position: bigint | null;
  readonly skipped: readonly string[] | null;
  readonly failure: StoredFailure | null;
  readonly rebuildPosition: bigint | null;
};

// A rebuild holds its lock as long as it runs: what it has left when it was killed is none.
const readStates = statement<StateRow>(
  'projection-states',
  `select wanted.projection, live.position, live.skipped, live.failure,
     running.position as "rebuildPosition"
   from unnest($1::text[]) with ordinality as wanted (projection, rank)
   left join read_model.checkpoint as live using (projection)
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

const placeOf = (row: StateRow): Position =>
  row.position === null ? beginning : position(row.position);

/** What the log says of a read model: what it has been told to leave out, and how much is ahead of it. */
type Ahead = Pick<ProjectionState, 'lag' | 'lagSeconds'> & { readonly wanted: readonly Position[] };

const stateOf = (row: StateRow, { wanted, ...ahead }: Ahead): ProjectionState => {
  const at = placeOf(row);
  const skipped = (row.skipped ?? []).map((text) => position(BigInt(text)));
  return {
    projection: row.projection,
    status: statusOf(row),
    position: at,
    ...ahead,
    failure: row.failure && failureFrom(row.failure),
    rebuildPosition: row.rebuildPosition === null ? null : position(row.rebuildPosition),
    skipped,
    needsRebuild: needsRebuild({ position: at, skipped }, wanted),
  };
};

const ageOf = (recordedAt: string | undefined): number =>
  recordedAt === undefined ? 0 : Math.max(0, (Date.now() - Date.parse(recordedAt)) / 1_000);

/** Reads what projectors leave beside their checkpoints: it is right whichever process projects. */
export const makeProjectionMonitor = (pool: Pool, store: EventStore): ProjectionMonitor => {
  const aheadOf = async (row: StateRow, head: Position): Promise<Ahead> => {
    const at = placeOf(row);
    const wanted = await skippedPositions(store, row.projection);
    if (head <= at) return { wanted, lag: 0n, lagSeconds: 0 };
    const [oldest] = await store.readAll(at, 1);
    return { wanted, lag: head - at, lagSeconds: ageOf(oldest?.recordedAt) };
  };

  return {
    states: async () => {
      const rows = await query(pool, readStates, [projectionNames]);
      const head = await store.head();
      return Promise.all(rows.map(async (row) => stateOf(row, await aheadOf(row, head))));
    },
    resume: (projection) => forgetFailure(pool, projection),
  };
};
