import { isReturnEvent, type ResponseEvent, type ReturnEvent } from '#domain/response';
import type { Actor, AnswerValue, Cause, Position, Said } from '#kernel';
import { nothingBefore, project, type ReturnRow, type Signed } from '#read-models/review';

import { changesSince, type ResponseFact, standing } from '../responses/changes.js';
import type { QuestionReturn } from '../review.port.js';

type AnswerChangeRow = {
  readonly question: string;
  readonly from: AnswerValue | null;
  readonly to: AnswerValue | null;
};

export type ResponseEventRow = {
  readonly type: ResponseEvent['type'];
  readonly revision: number;
  readonly position: Position;
  readonly recordedAt: string;
  readonly actorRole: string;
  readonly actorId: string;
  readonly cause: Cause;
  /** The reason, the message of a return, or what was said to settle it. */
  readonly reason: string | null;
  /** The question that was returned, answered or cancelled. */
  readonly question: string | null;
  readonly synthetic: boolean;
  readonly changes: readonly AnswerChangeRow[];
};

/** A question that differs from what was validated, and the last fact that changed it. */
type Difference = {
  readonly question: string;
  readonly from: Said;
  readonly to: Said;
  readonly revision: number;
  readonly changedAt: string;
  readonly changedBy: Actor;
  readonly reason: string | null;
};

export type SinceValidation = {
  readonly validatedAt: string;
  readonly validatedBy: Actor;
  /** The revision that was validated. */
  readonly revision: number;
  readonly changes: readonly Difference[];
};

const reasonOf = (event: ResponseEvent): string | null => {
  switch (event.type) {
    case 'AnswersCorrected':
    case 'ResponseWithdrawn':
    case 'ReturnCancelled':
      return event.data.reason;
    case 'QuestionReturned':
      return event.data.message;
    case 'ReturnAnswered':
      return event.data.text;
    case 'DraftSaved':
    case 'DraftPrefilled':
    case 'ResponseSubmitted':
    case 'ResponseValidated':
      return null;
  }
};

const changesOf = (event: ResponseEvent): readonly AnswerChangeRow[] =>
  event.type === 'AnswersCorrected'
    ? Object.entries(event.data.changes).map(([question, { from, to }]) => ({ question, from, to }))
    : [];

const eventRow = ({ recorded, event }: ResponseFact): ResponseEventRow => ({
  type: event.type,
  revision: recorded.revision,
  position: recorded.position,
  recordedAt: recorded.recordedAt,
  actorRole: recorded.metadata.actor.role,
  actorId: recorded.metadata.actor.id,
  cause: recorded.metadata.cause,
  reason: reasonOf(event),
  question: isReturnEvent(event) ? event.data.question : null,
  synthetic: recorded.metadata.synthetic === true,
  changes: changesOf(event),
});

/** Every fact of a response, oldest first. */
export const historyOf = (facts: readonly ResponseFact[]): readonly ResponseEventRow[] =>
  facts.map(eventRow);

/** What differs between the last declaration that was validated and what stands; null when none was. */
export const sinceValidation = (facts: readonly ResponseFact[]): SinceValidation | null => {
  const validated = facts.findLast(({ event }) => event.type === 'ResponseValidated');
  if (validated === undefined) return null;
  const { revision, recordedAt, metadata } = validated.recorded;
  const changes = changesSince(facts, revision, standing).map(({ last, ...change }) => ({
    ...change,
    revision: last.recorded.revision,
    changedAt: last.recorded.recordedAt,
    changedBy: last.recorded.metadata.actor,
    reason: reasonOf(last.event),
  }));
  return { validatedAt: recordedAt, validatedBy: metadata.actor, revision, changes };
};

const signedReturn = ({ recorded, event }: ResponseFact): readonly Signed<ReturnEvent>[] => {
  if (!isReturnEvent(event)) return [];
  const { position, revision, recordedAt, metadata } = recorded;
  const { actor: by, cause } = metadata;
  return [
    { event, position, revision, recordedAt, cause, by, synthetic: metadata.synthetic === true },
  ];
};

const questionReturn = ({ begun, ended, ...row }: ReturnRow, today: string): QuestionReturn => ({
  campaign: row.campaign,
  uai: row.uai,
  question: row.question,
  message: row.message,
  until: row.until,
  status: row.status === 'open' && row.until < today ? 'expired' : row.status,
  returned: begun,
  settled: ended,
  text: row.text,
});

/** The returns of a response as the read model has them, from the log itself. */
export const returnsOf = (
  facts: readonly ResponseFact[],
  today: string,
): readonly QuestionReturn[] =>
  project(nothingBefore, facts.flatMap(signedReturn)).returns.map((row) =>
    questionReturn(row, today),
  );
