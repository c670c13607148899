import { answerStateOf, type CompiledQuestionnaire } from '#domain/survey';
import type { Justification, ResponseEvent, ResponseState } from '#domain/response';
import { type AnswerState, type AnswerValue, type Declaration, fold, type Position } from '#kernel';

import { decoded, responses as aggregate } from '../aggregate.js';
import type { CampaignRegister } from '../campaigns/campaign-register.js';
import type { ResponseStatus } from '../campaigns.port.js';
import { compiledQuestionnaire } from '../compiled-questionnaires.js';
import { type ResponseFact, written } from '../responses/changes.js';
import type { QuestionReturn } from '../review.port.js';
import { dayOf, type Services } from '../services.js';
import { responseStream } from '../streams.js';
import {
  historyOf,
  type ResponseEventRow,
  returnsOf,
  type SinceValidation,
  sinceValidation,
} from './response-history.js';

type AnswerRow = {
  readonly question: string;
  readonly state: AnswerState;
  /** Null unless answered. */
  readonly value: AnswerValue | null;
};

/** What one school has declared in one campaign, and how it came to that. */
export type ResponseSheet = {
  readonly campaign: string;
  readonly uai: string;
  readonly status: ResponseStatus;
  /** 0 before the first draft; to be quoted by a command that must not overwrite. */
  readonly revision: number;
  readonly questionnaireKey: string;
  readonly late: boolean;
  readonly submittedAt: string | null;
  readonly contentHash: string | null;
  /** One for each question of the version, in its order. */
  readonly answers: readonly AnswerRow[];
  readonly justifications: readonly Justification[];
  /** Oldest first. */
  readonly history: readonly ResponseEventRow[];
  /** What differs from the last declaration that was validated; null when none ever was. */
  readonly sinceValidation: SinceValidation | null;
  /** The questions that were returned, oldest first. */
  readonly returns: readonly QuestionReturn[];
};

type ResponseQuery = {
  readonly campaign: string;
  readonly uai: string;
  /** Null: everything recorded so far. */
  readonly asOf: Position | null;
};

export interface ResponseReader {
  /** From the log itself: what was just written is there. Undefined when the campaign does not expect the school. */
  response(query: ResponseQuery): Promise<ResponseSheet | undefined>;
}

type Fact = ResponseFact;
type Declared = Extract<ResponseEvent, { readonly type: 'ResponseSubmitted' | 'AnswersCorrected' }>;

const statusOf = (state: ResponseState): ResponseStatus =>
  state.status === 'absent' ? 'expected' : state.status;

const isDeclared = (event: ResponseEvent): event is Declared =>
  event.type === 'ResponseSubmitted' || event.type === 'AnswersCorrected';

const answersOf = (
  compiled: CompiledQuestionnaire,
  declaration: Declaration,
): readonly AnswerRow[] =>
  compiled.codes.map((question) => {
    const state = answerStateOf(compiled, declaration, question);
    const value = state === 'answered' ? (declaration.answers[question] ?? null) : null;
    return { question, state, value };
  });

/** When the school answered last, leaving corrections aside. */
const submissionOf = (facts: readonly Fact[]): Pick<ResponseSheet, 'late' | 'submittedAt'> => {
  const submission = facts.findLast(({ event }) => event.type === 'ResponseSubmitted');
  if (submission?.event.type !== 'ResponseSubmitted') return { late: false, submittedAt: null };
  return { late: submission.event.data.late, submittedAt: submission.recorded.recordedAt };
};

/** What names the content that stands, and why its warnings were kept. */
const contentOf = (
  facts: readonly Fact[],
): Pick<ResponseSheet, 'contentHash' | 'justifications'> => {
  const declared = facts.map(({ event }) => event).findLast(isDeclared);
  return {
    contentHash: declared?.data.contentHash ?? null,
    justifications: declared?.data.justifications ?? [],
  };
};

const sheetOf = (
  { campaign, uai }: ResponseQuery,
  { compiled, today }: { readonly compiled: CompiledQuestionnaire; readonly today: string },
  facts: readonly Fact[],
): Omit<ResponseSheet, 'questionnaireKey'> => {
  const state = fold(
    aggregate.decider,
    facts.map(({ event }) => event),
  );
  return {
    campaign,
    uai,
    status: statusOf(state),
    revision: facts.at(-1)?.recorded.revision ?? 0,
    ...submissionOf(facts),
    ...contentOf(facts),
    answers: answersOf(compiled, written(state)),
    history: historyOf(facts),
    sinceValidation: sinceValidation(facts),
    returns: returnsOf(facts, today),
  };
};

type ReaderServices = Pick<Services, 'store' | 'catalogue' | 'clock'> & {
  readonly register: Pick<CampaignRegister, 'campaign'>;
};

const factsOf = async (
  { store }: ReaderServices,
  { campaign, uai, asOf }: ResponseQuery,
): Promise<readonly Fact[]> => {
  const recorded = await store.readStream(responseStream(campaign, uai));
  return recorded
    .filter(({ position }) => asOf === null || position <= asOf)
    .map((one) => ({ recorded: one, event: decoded(aggregate.codec, one) }));
};

const read = async (
  services: ReaderServices,
  query: ResponseQuery,
): Promise<ResponseSheet | undefined> => {
  const campaign = await services.register.campaign(query.campaign);
  if (campaign === undefined || !campaign.respondents.has(query.uai)) return undefined;
  const { questionnaire } = campaign;
  const compiled = compiledQuestionnaire(services.catalogue, questionnaire);
  const today = dayOf(services.clock());
  return {
    ...sheetOf(query, { compiled, today }, await factsOf(services, query)),
    questionnaireKey: questionnaire,
  };
};

/** Reads responses from the event log, one stream at a time. */
export const responseReader = (services: ReaderServices): ResponseReader => ({
  response: (query) => read(services, query),
});
