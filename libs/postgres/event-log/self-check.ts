import { LogCopyUnfinished } from '#application/log-copy';

import { type Queryable, query, statement } from '../pool/pool.js';

/** The database does not hold the log to its guarantees: appending to it could lose events. */
class EventLogUnsound extends Error {
  override readonly name = 'EventLogUnsound';
}

type Findings = {
  readonly missing_triggers: readonly string[];
  readonly missing_constraints: readonly string[];
  readonly sequence_cache: bigint | null;
};

const findings = statement<Findings>(
  'event-self-check',
  `select
  array(
    select wanted.name from (values ('queue_for_append'), ('refuse_change'), ('refuse_truncate')) as wanted (name)
    where not exists (
      select from pg_trigger where tgrelid = log.id and tgname = wanted.name and tgenabled in ('O', 'A'))
  ) as missing_triggers,
  array(
    select wanted.name from (values ('event_position'), ('event_stream_revision'), ('event_id_once')) as wanted (name)
    where not exists (
      select from pg_constraint where conrelid = log.id and conname = wanted.name and convalidated)
  ) as missing_constraints,
  (select seqcache from pg_sequence
   where seqrelid = pg_get_serial_sequence('event_log.event', 'position')::regclass) as sequence_cache
from (select to_regclass('event_log.event')::oid as id) as log
where log.id is not null`,
);

const faultsOf = (found: Findings): readonly string[] => [
  ...found.missing_triggers.map((name) => `trigger ${name} is missing or disabled`),
  ...found.missing_constraints.map((name) => `constraint ${name} is missing or not valid`),
  ...(found.sequence_cache === 1n
    ? []
    : [`the sequence of positions caches ${String(found.sequence_cache)} values instead of 1`]),
];

/**
 * Throws `EventLogUnsound` unless everything that orders positions by commit is in place: the
 * triggers, the keys, and a sequence that hands out one position at a time (ADR-0008).
 */
export const assertSound = async (on: Queryable): Promise<void> => {
  const exists = await query(
    on,
    statement<{ readonly log: string | null }>(
      'event-exists',
      "select to_regclass('event_log.event')::text as log",
    ),
  );
  if (typeof exists[0]?.log !== 'string')
    throw new EventLogUnsound('The database has no event log. Run its migrations first.');
  const [found] = await query(on, findings);
  const faults = found === undefined ? ['it cannot be inspected'] : faultsOf(found);
  if (faults.length > 0)
    throw new EventLogUnsound(
      `The event log is not sound: ${faults.join('; ')}. Restore event_log from infra/postgres/schema.sql before anything is written.`,
    );
};

const copyIsUnfinished = statement<{ readonly unfinished: boolean }>(
  'event-unfinished-copy',
  'select exists (select from event_log.unfinished_copy) as unfinished',
);

/** Throws `LogCopyUnfinished` while another log is being copied into this one. */
export const assertWhole = async (on: Queryable): Promise<void> => {
  const [found] = await query(on, copyIsUnfinished);
  if (found?.unfinished === true) throw new LogCopyUnfinished();
};
