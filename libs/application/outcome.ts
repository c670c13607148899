import { err, type NewEvent, type Problem, type RecordedEvent, type Result } from '#kernel';

import { EventLogUnavailable } from './event-store.port.js';
import type { Execution } from './order.js';
import { eventLogUnavailable } from './problems/log.problems.js';
import type { Receipt } from './receipt.js';

type Told = {
  readonly stream: string;
  readonly contentHash: string | null;
  readonly warnings: readonly Problem[];
  /** Types of the events that may have recorded the same content before. */
  readonly recordedBy: ReadonlySet<string>;
};

const effectOf = (last: NewEvent): Receipt['effect'] =>
  last.type === 'AnswersCorrected' ? 'corrected' : 'recorded';

const recording = (
  history: readonly RecordedEvent[],
  recordedBy: ReadonlySet<string>,
): RecordedEvent | undefined => history.findLast(({ type }) => recordedBy.has(type));

/** The receipt of an execution; when nothing had to be written, that of the event that recorded it before. */
export const receiptOf = (execution: Execution, told: Told): Receipt => {
  const { stream, contentHash, warnings } = told;
  const common = { stream, revision: execution.revision, contentHash, warnings };
  const last = execution.written.at(-1);
  if (last !== undefined) {
    const { position, recordedAt } = execution;
    return { ...common, submissionId: last.id, position, recordedAt, effect: effectOf(last) };
  }
  const first = recording(execution.history, told.recordedBy) ?? execution.history.at(-1);
  return {
    ...common,
    submissionId: first?.id ?? '',
    position: first?.position ?? execution.position,
    recordedAt: first?.recordedAt ?? execution.recordedAt,
    effect: 'unchanged',
  };
};

/** Answers with the problem `EVENT_LOG_UNAVAILABLE` when the log cannot be reached; other faults are thrown. */
export const answering = async <Value>(
  work: () => Promise<Result<Value, readonly Problem[]>>,
): Promise<Result<Value, readonly Problem[]>> => {
  try {
    return await work();
  } catch (fault) {
    if (fault instanceof EventLogUnavailable) return err([eventLogUnavailable()]);
    throw fault;
  }
};
