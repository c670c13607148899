import {
  answerStateOf,
  type CompiledQuestion,
  type CompiledQuestionnaire,
  normaliseDeclaration,
} from '#domain/survey';
import type { Answers, AnswerValue, Declaration } from '#kernel';

import type { RegisteredCampaign } from '../campaigns/campaign-register.js';
import type { Services } from '../services.js';
import { responseStream } from '../streams.js';
import type { Site } from './lifecycle.js';
import { standingDeclaration } from './submission.js';

export type Prefilled = {
  readonly declaration: Declaration;
  /** Null when no earlier campaign had answers. */
  readonly fromCampaign: string | null;
};

type Answered = { readonly campaign: RegisteredCampaign; readonly declaration: Declaration };

/** The latest earlier campaign of the survey in which the school's answers stand. */
const lastAnswered = async (
  { register, store }: Services,
  { collection, place }: Site,
): Promise<Answered | undefined> => {
  const earlier = await register.earlier(collection.campaign);
  const histories = await store.readStreams(
    earlier.map(({ campaign }) => responseStream(campaign, place.uai)),
  );
  for (const campaign of earlier) {
    const history = histories.get(responseStream(campaign.campaign, place.uai)) ?? [];
    const declaration = standingDeclaration(history);
    if (declaration !== null) return { campaign, declaration };
  }
  return undefined;
};

/** Whether an answer to the same code in another version of the questionnaire still answers this question. */
const isComparable = (
  { question }: CompiledQuestion,
  { version, questionnaire }: RegisteredCampaign,
  current: CompiledQuestionnaire,
): boolean => {
  if (current.key === questionnaire) return true;
  const mark = question.comparability.find(
    (one) => one.with === version || one.with === questionnaire,
  );
  return mark !== undefined && mark.status !== 'break';
};

const keptAnswer = (
  compiled: CompiledQuestionnaire,
  code: string,
  answer: AnswerValue | undefined,
): AnswerValue | undefined => {
  const normalised = normaliseDeclaration(compiled, { answers: { [code]: answer } });
  return normalised.ok ? normalised.value.answers[code] : undefined;
};

const comparablePart = (
  compiled: CompiledQuestionnaire,
  { campaign, declaration }: Answered,
): Declaration => {
  const comparable = compiled.questions.filter((one) => isComparable(one, campaign, compiled));
  const answers: Record<string, AnswerValue> = {};
  for (const { question } of comparable) {
    const answer = keptAnswer(compiled, question.code, declaration.answers[question.code]);
    if (answer !== undefined) answers[question.code] = answer;
  }
  const codes = new Set(comparable.map(({ question }) => question.code));
  const notConcerned = declaration.notConcerned.filter((code) => codes.has(code));
  return { answers, notConcerned };
};

const preloaded = (compiled: CompiledQuestionnaire, pupils: number | null): Answers =>
  pupils === null
    ? {}
    : Object.fromEntries(
        compiled.questions
          .filter(({ question }) => question.preloaded === 'pupils')
          .map(({ question }) => [question.code, pupils]),
      );

/** Answers that the new version would hide or not ask are left out. */
const askedPart = (compiled: CompiledQuestionnaire, declaration: Declaration): Declaration => {
  const isAsked = (code: string) => answerStateOf(compiled, declaration, code) !== 'not-asked';
  return {
    answers: Object.fromEntries(
      Object.entries(declaration.answers).filter(([code]) => isAsked(code)),
    ),
    notConcerned: declaration.notConcerned.filter(isAsked),
  };
};

/** What a draft can begin with: the school's last comparable answers, and its frozen head count. */
export const previousDeclaration = async (services: Services, site: Site): Promise<Prefilled> => {
  const { compiled } = site.collection;
  const answered = await lastAnswered(services, site);
  const before =
    answered === undefined ? { answers: {}, notConcerned: [] } : comparablePart(compiled, answered);
  const counted = preloaded(compiled, site.place.respondent?.pupils ?? null);
  const declaration = askedPart(compiled, {
    answers: { ...before.answers, ...counted },
    notConcerned: before.notConcerned,
  });
  return { declaration, fromCampaign: answered?.campaign.campaign ?? null };
};
