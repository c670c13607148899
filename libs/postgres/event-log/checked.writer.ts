import type { AppendOutcome } from '#application';
import { BrokenAssumption, err, ok, position } from '#kernel';

import { DatabaseFault } from '../pool/faults.js';
import { lines } from '../pool/lines.js';
import { type Queryable, query, statement } from '../pool/pool.js';
import type { EncodedAppend } from '#application';

type CheckedRow = {
  readonly verdict:
    'written' | 'repeated' | 'partly-repeated' | 'id-of-another-stream' | 'conflict';
  readonly actual_revision: number;
  readonly last_position: bigint;
  readonly last_recorded_at: string;
};

const appendChecked = statement<CheckedRow>(
  'event-append',
  `select verdict, actual_revision, last_position, last_recorded_at
from event_log.append($1, $2, $3, $4, $5, $6, $7, $8)`,
);

/** True when PostgreSQL refused what it was given, rather than failed to take it. */
export const isRefusal = (error: unknown): error is DatabaseFault =>
  error instanceof DatabaseFault && ['unique', 'check', 'data'].includes(error.fault.kind);

const checkedOutcome = (append: EncodedAppend, row: CheckedRow): AppendOutcome => {
  const { stream, expectedRevision: expected } = append;
  const { verdict, actual_revision: actual } = row;
  switch (verdict) {
    case 'written':
    case 'repeated':
      return ok({
        revision: actual,
        position: position(row.last_position),
        recordedAt: row.last_recorded_at,
        repeated: verdict === 'repeated',
      });
    case 'conflict':
      return err({ kind: 'RevisionConflict', stream, expected, actual });
    case 'partly-repeated':
      return err({
        kind: 'EventIdTaken',
        stream,
        reason: 'some of its events are in the stream already',
      });
    case 'id-of-another-stream':
      return err({
        kind: 'EventIdTaken',
        stream,
        reason: 'the id of an event is used by another stream',
      });
  }
};

const append = async (
  on: Queryable,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  const events = appends.flatMap((item) => item.events);
  const rows = await query(on, appendChecked, [
    lines(appends, ({ stream }) => stream),
    lines(appends, ({ expectedRevision }) => expectedRevision),
    lines(appends, (item) => item.events.length),
    lines(events, ({ id }) => id),
    lines(events, ({ type }) => type),
    lines(events, ({ schemaVersion }) => schemaVersion),
    lines(events, ({ data }) => data),
    lines(events, ({ metadata }) => metadata),
  ]);
  return appends.map((item, index) => {
    const row = rows[index];
    if (row === undefined) throw new BrokenAssumption('event_log.append left an append unanswered');
    return checkedOutcome(item, row);
  });
};

const refused = ({ stream }: EncodedAppend, fault: DatabaseFault): AppendOutcome =>
  err({ kind: 'EventRefused', stream, reason: fault.message });

/**
 * Decides each append exactly, under the lock. A batch that PostgreSQL refuses is halved until the
 * append that it refuses stands alone.
 */
export const appendChecking = async (
  on: Queryable,
  appends: readonly EncodedAppend[],
): Promise<readonly AppendOutcome[]> => {
  try {
    return await append(on, appends);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [only] = appends;
    if (only !== undefined && appends.length === 1) return [refused(only, error)];
    const middle = appends.length >> 1;
    const before = await appendChecking(on, appends.slice(0, middle));
    return [...before, ...(await appendChecking(on, appends.slice(middle)))];
  }
};
