import { isReturnEvent, type ResponseEvent } from '#domain/response';
import { BrokenAssumption, type Declaration } from '#kernel';
import type { Fact } from '#read-models/fact';

import { type Batch, become, currentOf, deskOf } from './batch.js';
import { type Contribution, withCoverage } from './contribution.js';
import type { Current, Desk } from './desk.js';
import type { ResponseRow, StoredStatus } from './figures.rows.js';
import { flagsOf } from './standing.js';

type DataOf<Type extends ResponseEvent['type']> = Extract<ResponseEvent, { type: Type }>['data'];

/** A fact about a response, and the response before it. */
type Step = {
  readonly batch: Batch;
  readonly desk: Desk;
  readonly fact: Fact<ResponseEvent>;
  readonly current: Current;
  readonly before: ResponseRow | undefined;
};

type Next = {
  readonly status: StoredStatus;
  readonly late: boolean;
  readonly contribution: Contribution | null;
  /** Of the answers; absent where they stay as they are. */
  readonly contentHash?: string;
};

const turn = ({ batch, desk, fact, current, before }: Step, next: Next): void => {
  const { status, late, contribution, contentHash } = next;
  const sentAt = status === 'submitted' ? fact.recordedAt : null;
  const row: ResponseRow = {
    campaign: desk.campaign,
    uai: fact.event.data.uai,
    knownFrom: fact.position,
    knownTo: null,
    revision: fact.revision,
    status,
    late,
    submittedAt: before?.submittedAt ?? sentAt,
    contentHash: contentHash ?? before?.contentHash ?? null,
    synthetic: fact.synthetic || before?.synthetic === true,
    cause: fact.cause,
    contribution,
  };
  become(batch, desk, { current, row });
};

/** A draft beside answers that were sent changes nothing: they count until others are sent. */
const drafted = (step: Step): void => {
  const isStill = step.before !== undefined && step.before.status !== 'withdrawn';
  if (!isStill) turn(step, { status: 'draft', late: false, contribution: null });
};

type Sent = { readonly questionnaire: string; readonly contentHash: string } & Declaration;

const sent = (step: Step, data: Sent, late: boolean): void => {
  const status = 'submitted';
  const flags = flagsOf({ status, late });
  const gauge = step.batch.context.gaugeOf(data.questionnaire);
  const contribution = gauge.whole(step.current.enrolled, { declaration: data, flags });
  turn(step, { status, late, contribution, contentHash: data.contentHash });
};

const corrected = (step: Step, data: Sent): void => sent(step, data, step.before?.late ?? false);

const validated = (step: Step, { campaign, uai }: DataOf<'ResponseValidated'>): void => {
  const { desk, current, before } = step;
  if (before === undefined || before.contribution === null)
    throw new BrokenAssumption(`${uai} was validated in ${campaign} before it was submitted`);
  const { late } = before;
  const coverage = desk.gauge.coverage(current.enrolled, flagsOf({ status: 'validated', late }));
  const contribution = withCoverage(before.contribution, coverage);
  turn(step, { status: 'validated', late, contribution });
};

/** Applies a fact about one response to the batch, in place. */
export const projectResponse = (batch: Batch, fact: Fact<ResponseEvent>): void => {
  const { event } = fact;
  if (isReturnEvent(event)) return;
  const desk = deskOf(batch, event.data.campaign);
  const current = currentOf(batch, desk, event.data.uai);
  const before = current.held?.row;
  const step = { batch, desk, fact, current, before };
  switch (event.type) {
    case 'DraftSaved':
    case 'DraftPrefilled':
      return drafted(step);
    case 'ResponseSubmitted':
      return sent(step, event.data, event.data.late);
    case 'AnswersCorrected':
      return corrected(step, event.data);
    case 'ResponseValidated':
      return validated(step, event.data);
    case 'ResponseWithdrawn':
      return turn(step, { status: 'withdrawn', late: false, contribution: null });
  }
};
