import { type Question, type Questionnaire, questionsOf } from '#domain/survey';
import type { Bilingual } from '#kernel';

import type { Catalogue } from './catalogue.js';

/** What a question has become since the version before; those that are identical are not told. */
export type QuestionChange = {
  readonly question: string;
  readonly change: 'added' | 'removed' | 'comparable' | 'break' | 'unmarked';
  readonly reason?: Bilingual;
};

/** The version that the survey's campaigns used before; undefined for its first. */
export const previousVersion = (
  { questionnaires }: Catalogue,
  { survey, firstCampaign }: Questionnaire,
): Questionnaire | undefined =>
  [...questionnaires.values()]
    .filter((one) => one.survey === survey && one.firstCampaign < firstCampaign)
    .sort((a, b) => a.firstCampaign - b.firstCampaign)
    .at(-1);

const changeOf = (
  before: Questionnaire,
  { code: question, comparability }: Question,
): readonly QuestionChange[] => {
  const mark = comparability.find((one) => one.with === before.version);
  if (mark === undefined) return [{ question, change: 'unmarked' }];
  const { status, reason } = mark;
  return status === 'identical'
    ? []
    : [{ question, change: status, ...(reason !== undefined && { reason }) }];
};

/** In the order of the newer version, then the questions that it has dropped. */
export const changesSince = (
  before: Questionnaire | undefined,
  questionnaire: Questionnaire,
): readonly QuestionChange[] => {
  if (before === undefined) return [];
  const earlier = new Set(questionsOf(before).map(({ code }) => code));
  const now = new Set(questionsOf(questionnaire).map(({ code }) => code));
  const kept = questionsOf(questionnaire).flatMap((question): readonly QuestionChange[] =>
    earlier.has(question.code)
      ? changeOf(before, question)
      : [{ question: question.code, change: 'added' }],
  );
  const removed = [...earlier].filter((code) => !now.has(code));
  return [...kept, ...removed.map((question) => ({ question, change: 'removed' as const }))];
};
