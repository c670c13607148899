import type { Channel, Justification } from '#domain/response';
import { normaliseDeclaration, type RawDeclaration } from '#domain/survey';
import {
  type Answers,
  type Declaration,
  err,
  ok,
  type Problem,
  type RecordedEvent,
  type Result,
} from '#kernel';

import { responses } from '../aggregate.js';
import { execute } from '../executor.js';
import { answering, receiptOf } from '../outcome.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { responseStream } from '../streams.js';
import { type ResponseAddress, type Site, siteOf } from './lifecycle.js';
import { rejectionProblems, type Seen, seenAt } from './rejection.js';
import {
  previousAnswers,
  previousCampaign,
  standingDeclaration,
  type Submission,
  submissionOrder,
} from './submission.js';

type Declaring = ResponseAddress & {
  readonly justifications?: readonly Justification[];
  readonly channel?: Channel;
  /** The revision that the author has read; null or absent: whatever it is now. */
  readonly expectedRevision?: number | null;
};

export type SubmitInput = Declaring & {
  readonly declaration: RawDeclaration;
  /** Why it replaces what was submitted before. */
  readonly reason?: string | null;
};

export type CorrectInput = Declaring & {
  /** The answers that change; null clears one. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** The questions that do not concern the school from now on; null or absent leaves them as they are. */
  readonly notConcerned?: readonly string[] | null;
  readonly reason: string;
};

export const submissionEvents: ReadonlySet<string> = new Set([
  'ResponseSubmitted',
  'AnswersCorrected',
]);

type Ground = {
  readonly site: Site;
  readonly history: readonly RecordedEvent[];
  readonly previous: Answers | null;
};

/** What stands in a place, with the answers of the campaign before when its questionnaire compares with them. */
const groundOf = async (
  services: Services,
  address: ResponseAddress,
): Promise<Result<Ground, readonly Problem[]>> => {
  const site = await siteOf(services, address);
  if (!site.ok) return site;
  const { collection, place } = site.value;
  const previous = await previousCampaign(services, collection);
  const before = previous === undefined ? [] : [responseStream(previous, place.uai)];
  const histories = await services.store.readStreams([place.stream, ...before]);
  return ok({
    site: site.value,
    history: histories.get(place.stream) ?? [],
    previous: previousAnswers(histories, previous, place.uai),
  });
};

type Sending = {
  readonly ground: Ground;
  readonly submission: Submission;
  readonly seen: Seen | null;
  readonly context: RequestContext;
};

const send = async (services: Services, sending: Sending): Promise<Outcome> => {
  const { ground, submission, seen, context } = sending;
  const { site, history, previous } = ground;
  const eventId = () => services.newId;
  const seenRevision = seen === null ? {} : { seenRevision: seen.revision };
  const around = { ...site, previous, context, eventId, ...seenRevision };
  const { order, contentHash, warnings } = submissionOrder(around, submission);
  const executed = await execute({ store: services.store, aggregate: responses }, order, history);
  if (!executed.ok) return err(await rejectionProblems(services, executed.error, seen));
  const { stream } = site.place;
  const told = { stream, contentHash, warnings: warnings(), recordedBy: submissionEvents };
  return ok(receiptOf(executed.value, told));
};

/**
 * Takes in what a school declares. The same content again answers with the first receipt; other content than
 * what stands is refused unless a reason is given. Errors, and warnings without a justification, refuse it whole.
 */
export const submitResponse = (
  services: Services,
  input: SubmitInput,
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const ground = await groundOf(services, input);
    if (!ground.ok) return ground;
    const { compiled } = ground.value.site.collection;
    const declaration = normaliseDeclaration(compiled, input.declaration);
    if (!declaration.ok) return declaration;
    const submission: Submission = {
      declaration: declaration.value,
      justifications: input.justifications ?? [],
      reason: input.reason ?? null,
      channel: input.channel ?? 'form',
      intent: 'submission',
    };
    const seen = seenAt(input.expectedRevision, declaration.value);
    return send(services, { ground: ground.value, submission, seen, context });
  });

const nothing: Declaration = { answers: {}, notConcerned: [] };

/** What stands, with the changes laid over it; a question that is answered now concerns the school. */
const corrected = (history: readonly RecordedEvent[], input: CorrectInput): RawDeclaration => {
  const standing = standingDeclaration(history) ?? nothing;
  const isAnswered = (code: string) => (input.answers[code] ?? null) !== null;
  return {
    answers: { ...standing.answers, ...input.answers },
    notConcerned: input.notConcerned ?? standing.notConcerned.filter((code) => !isAnswered(code)),
  };
};

/** The same changes laid over what their author had read, when that is no longer what stands. */
const meantAt = (
  revision: number,
  { site, history }: Ground,
  input: CorrectInput,
): Declaration | undefined => {
  const seen = history.filter((recorded) => recorded.revision <= revision);
  if (seen.length === history.length) return undefined;
  const meant = normaliseDeclaration(site.collection.compiled, corrected(seen, input));
  return meant.ok ? meant.value : undefined;
};

/**
 * Changes some answers of what was submitted, for a reason; a validated response has to be validated again.
 * Refused when somebody else changes the response at the same time, for the changes were laid over what it was.
 */
export const correctAnswers = (
  services: Services,
  input: CorrectInput,
  context: RequestContext,
): Promise<Outcome> =>
  answering(async () => {
    const ground = await groundOf(services, input);
    if (!ground.ok) return ground;
    const { site, history } = ground.value;
    const declaration = normaliseDeclaration(site.collection.compiled, corrected(history, input));
    if (!declaration.ok) return declaration;
    const submission: Submission = {
      declaration: declaration.value,
      justifications: input.justifications ?? [],
      reason: input.reason,
      channel: input.channel ?? 'form',
      intent: 'correction',
    };
    const read = input.expectedRevision ?? history.at(-1)?.revision ?? 0;
    const seen = seenAt(read, meantAt(read, ground.value, input) ?? declaration.value);
    return send(services, { ground: ground.value, submission, seen, context });
  });
