import type { ResponseEvent } from '#domain/response';
import { BrokenAssumption, type Declaration } from '#kernel';
import type { Fact } from '#read-models/fact';

import { type Batch, become, type Current, currentOf, flagsOf, gaugeOfCampaign } from './batch.js';
import { type Contribution, type Flags, type Gauge, withCoverage } from './contribution.js';
import type { Enrolled, ResponseRow, StoredStatus } from './figures.rows.js';

type DataOf<Type extends ResponseEvent['type']> = Extract<ResponseEvent, { type: Type }>['data'];

type Next = Partial<Pick<ResponseRow, 'late' | 'contentHash' | 'submittedAt'>> & {
  readonly status: StoredStatus;
  readonly contribution: Contribution | null;
};

/** A fact about a response, and the response before it. */
type Step = {
  readonly batch: Batch;
  readonly fact: Fact<ResponseEvent>;
  readonly current: Current;
  readonly before: ResponseRow | undefined;
};

const unanswered = {
  late: false,
  submittedAt: null,
  contentHash: null,
  synthetic: false,
} as const;

const turn = ({ batch, fact, current, before }: Step, next: Next): void => {
  const { late, submittedAt, contentHash, synthetic } = before ?? unanswered;
  become(batch, current, {
    campaign: fact.event.data.campaign,
    uai: fact.event.data.uai,
    knownFrom: fact.position,
    knownTo: null,
    revision: fact.revision,
    late,
    submittedAt,
    contentHash,
    synthetic: synthetic || fact.synthetic,
    ...next,
  });
};

type Declared = { readonly declaration: Declaration; readonly flags: Flags };

const measured = (gauge: Gauge, school: Enrolled, { declaration, flags }: Declared): Contribution =>
  withCoverage(
    gauge.answers(school, declaration),
    gauge.coverage(school, flags),
    gauge.coverageSlots,
  );

/** A draft beside answers that were sent changes nothing: they count until others are sent. */
const drafted = (step: Step): void => {
  const isStill = step.before !== undefined && step.before.status !== 'withdrawn';
  if (!isStill) turn(step, { status: 'draft', contribution: null });
};

const submitted = (step: Step, data: DataOf<'ResponseSubmitted'>): void => {
  const { batch, fact, current, before } = step;
  const { late, contentHash } = data;
  const flags = flagsOf({ status: 'submitted', late });
  const gauge = batch.context.gaugeOf(data.questionnaire);
  const contribution = measured(gauge, current.enrolled, { declaration: data, flags });
  const submittedAt = before?.submittedAt ?? fact.recordedAt;
  turn(step, { status: 'submitted', late, contentHash, submittedAt, contribution });
};

const corrected = (step: Step, data: DataOf<'AnswersCorrected'>): void => {
  const { batch, current, before } = step;
  const { contentHash } = data;
  const flags = flagsOf({ status: 'submitted', late: before?.late ?? false });
  const gauge = batch.context.gaugeOf(data.questionnaire);
  const contribution = measured(gauge, current.enrolled, { declaration: data, flags });
  turn(step, { status: 'submitted', contentHash, contribution });
};

const validated = (step: Step, { campaign, uai }: DataOf<'ResponseValidated'>): void => {
  const { batch, current, before } = step;
  if (before === undefined || before.contribution === null)
    throw new BrokenAssumption(`${uai} was validated in ${campaign} before it was submitted`);
  const gauge = gaugeOfCampaign(batch, campaign);
  const flags = flagsOf({ status: 'validated', late: before.late });
  const coverage = gauge.coverage(current.enrolled, flags);
  const contribution = withCoverage(before.contribution, coverage, gauge.coverageSlots);
  turn(step, { status: 'validated', contribution });
};

/** Applies a fact about one response to the batch, in place. */
export const projectResponse = (batch: Batch, fact: Fact<ResponseEvent>): void => {
  const { event } = fact;
  const current = currentOf(batch, event.data.campaign, event.data.uai);
  const step = { batch, fact, current, before: current.held?.row };
  switch (event.type) {
    case 'DraftSaved':
    case 'DraftPrefilled':
      return drafted(step);
    case 'ResponseSubmitted':
      return submitted(step, event.data);
    case 'AnswersCorrected':
      return corrected(step, event.data);
    case 'ResponseValidated':
      return validated(step, event.data);
    case 'ResponseWithdrawn':
      return turn(step, { status: 'withdrawn', late: false, contribution: null });
  }
};
