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

const recording = (
  history: readonly RecordedEvent[],
  recordedBy: ReadonlySet<string>,
): RecordedEvent | undefined =>
  history.findLast(({ type }) => recordedBy.has(type)) ?? history.at(-1);

/** What the event says of its content: more than what a repeated message would make of the answers of now. */
const recordedHash = ({ data }: NewEvent): string | null =>
  typeof data === 'object' &&
  data !== null &&
  'contentHash' in data &&
  typeof data.contentHash === 'string'
    ? data.contentHash
    : null;

const receiptOfWritten = (execution: Execution, recorded: NewEvent, told: Told): Receipt => ({
  submissionId: recorded.id,
  stream: told.stream,
  revision: execution.revision,
  position: execution.position,
  recordedAt: execution.recordedAt,
  contentHash: recordedHash(recorded) ?? told.contentHash,
  effect: recorded.type === 'AnswersCorrected' ? 'corrected' : 'recorded',
  warnings: told.warnings,
});

const receiptOfUnchanged = (execution: Execution, told: Told): Receipt => {
  const before = recording(execution.history, told.recordedBy);
  return {
    submissionId: before?.id ?? '',
    stream: told.stream,
    revision: execution.revision,
    position: before?.position ?? execution.position,
    recordedAt: before?.recordedAt ?? execution.recordedAt,
    contentHash: told.contentHash,
    effect: 'unchanged',
    warnings: told.warnings,
  };
};

/** The receipt of an execution; when nothing had to be written, that of the event that recorded it before. */
export const receiptOf = (execution: Execution, told: Told): Receipt => {
  const { written } = execution;
  const recorded = written.findLast(({ type }) => told.recordedBy.has(type)) ?? written.at(-1);
  return recorded === undefined
    ? receiptOfUnchanged(execution, told)
    : receiptOfWritten(execution, recorded, told);
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
