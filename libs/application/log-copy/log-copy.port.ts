import type { Position, RecordedEvent } from '#kernel';

import type { EventStore } from '../event-store.port.js';

/** What it takes to copy a log, and to compare it with another. */
export type ReadableLog = Pick<EventStore, 'readAll' | 'head'>;

/**
 * A log that takes over the events of another, with the ids, revisions, times and positions that they have there.
 * Each method may be repeated after a fault or a death, and throws `EventLogUnavailable` as the log does.
 */
export interface CopyTarget extends ReadableLog {
  /** From here on no process opens it as its log, until `finish`. */
  begin(): Promise<void>;
  /**
   * Appends `events`, in their order, behind position `after`, durably; false, and nothing is taken, when
   * something else stands there.
   */
  take(events: readonly RecordedEvent[], after: Position): Promise<boolean>;
  /** It is a log like any other: what is appended to it from now on stands behind what was copied. */
  finish(): Promise<void>;
}

/** A log that was opened while a copy into it is not finished: what is appended to it would spoil both. */
export class LogCopyUnfinished extends Error {
  override readonly name = 'LogCopyUnfinished';

  override readonly message = 'a copy into this log is not finished';
}
