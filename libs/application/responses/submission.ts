import type { Channel, Justification, ResponseCommand, ResponseEvent } from '#domain/response';
import { canonicalDeclaration } from '#domain/survey';
import type { Answers, Declaration, DomainEvent, Problem, RecordedEvent } from '#kernel';

import { responses, stateOf } from '../aggregate.js';
import { sha256 } from '../identity.js';
import type { Order } from '../order.js';
import type { RequestContext } from '../services.js';
import { responseStream } from '../streams.js';
import { assessmentOf, looksBack, nothingToSay } from './assessment.js';
import type { Collection, Place } from './place.js';
import type { Services } from '../services.js';

/** What a school declares, in canonical form. */
export type Submission = {
  readonly declaration: Declaration;
  readonly justifications: readonly Justification[];
  /** Why it replaces what was submitted before; null: it does not mean to. */
  readonly reason: string | null;
  readonly channel: Channel;
  /** `correction`: something must have been submitted before. */
  readonly intent: 'submission' | 'correction';
};

type Histories = ReadonlyMap<string, readonly RecordedEvent[]>;

/** The stream of the same school in the campaign before, when the questionnaire compares with it. */
export const previousCampaign = async (
  { register }: Services,
  { campaign, compiled }: Collection,
): Promise<string | undefined> =>
  looksBack(compiled) ? (await register.earlier(campaign))[0]?.campaign : undefined;

/** What stands submitted in a response; null when nothing does. Throws `UnreadableEvent`. */
export const standingDeclaration = (history: readonly RecordedEvent[]): Declaration | null => {
  const state = stateOf(responses, history);
  return state.status === 'submitted' || state.status === 'validated' ? state.declaration : null;
};

export const previousAnswers = (
  histories: Histories,
  previous: string | undefined,
  uai: string,
): Answers | null => {
  if (previous === undefined) return null;
  const history = histories.get(responseStream(previous, uai));
  return history === undefined ? null : (standingDeclaration(history)?.answers ?? null);
};

type Ordered = {
  readonly order: Order<ResponseCommand>;
  readonly contentHash: string;
  /** Justified warnings, known once the order has been checked. */
  readonly warnings: () => readonly Problem[];
};

type Around = {
  readonly collection: Collection;
  readonly place: Place;
  readonly previous: Answers | null;
  readonly context: RequestContext;
  readonly eventId: (contentHash: string) => (revision: number) => string;
  readonly seenRevision?: number;
};

const commandOf = (
  { collection: { campaign }, place }: Around,
  submission: Submission,
  contentHash: string,
): ResponseCommand => {
  const assessed = {
    campaign: campaign.campaign,
    uai: place.uai,
    circumstances: place.circumstances,
    declaration: submission.declaration,
    questionnaire: campaign.questionnaire,
    contentHash,
    justifications: submission.justifications,
    channel: submission.channel,
  };
  return submission.intent === 'correction'
    ? { type: 'CorrectAnswers', ...assessed, reason: submission.reason ?? '' }
    : { type: 'SubmitResponse', ...assessed, reason: submission.reason };
};

type Submitted = Extract<ResponseEvent, { readonly type: 'ResponseSubmitted' }>;

const isSubmitted = (event: DomainEvent): event is Submitted => event.type === 'ResponseSubmitted';

/** What a submission says beside its declaration. */
const sayingsOf = (data: Submitted['data']): Omit<Submitted['data'], keyof Declaration> => {
  const { campaign, uai, questionnaire, justifications, late, channel, contentHash } = data;
  return { campaign, uai, questionnaire, justifications, late, channel, contentHash };
};

/** The declaration is the long part of a submission: it is written once, for its hash and for the log. */
const writtenWith =
  (declaration: string) =>
  (event: DomainEvent): string | undefined =>
    isSubmitted(event)
      ? `${declaration.slice(0, -1)},${JSON.stringify(sayingsOf(event.data)).slice(1)}`
      : undefined;

/** A submission on its way: decided first, and assessed when it would be written. */
export const submissionOrder = (around: Around, submission: Submission): Ordered => {
  const { collection, place, previous, context, seenRevision } = around;
  const { respondent } = place;
  const written = canonicalDeclaration(submission.declaration, collection.compiled.canonicalNames);
  const contentHash = sha256(written);
  let assessment = nothingToSay;
  const check = (): readonly Problem[] => {
    if (respondent === undefined) return [];
    const { declaration, justifications } = submission;
    const assessing = { declaration, previous, respondent, justifications };
    assessment = assessmentOf(collection.compiled, assessing);
    return assessment.blocking;
  };
  return {
    contentHash,
    warnings: () => assessment.warnings,
    order: {
      stream: place.stream,
      command: commandOf(around, submission, contentHash),
      context,
      eventId: around.eventId(contentHash),
      jsonOf: writtenWith(written),
      check,
      academy: respondent?.academy,
      seenRevision,
    },
  };
};
