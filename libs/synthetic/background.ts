import type { Answers, AnswerValue, Declaration } from '#kernel';
import {
  answerStateOf,
  type CompiledQuestion,
  type CompiledQuestionnaire,
  type Question,
} from '#domain/survey';

import { below, type Draw, happens } from './draw.js';
import { type Habit, habitOf, isPointless } from './habits.js';
import { pupilsOf, propensity, type Respondent } from './topics.js';

/** One school before one questionnaire. */
export type Sitting = {
  readonly questionnaire: CompiledQuestionnaire;
  readonly year: number;
  readonly draw: Draw;
};

type Reply =
  | { readonly kind: 'answer'; readonly value: AnswerValue }
  | { readonly kind: 'none' }
  | { readonly kind: 'not-concerned' };

const fallback = (question: Question): Habit | undefined => {
  switch (question.type) {
    case 'boolean':
      return { kind: 'yes', percent: 50 };
    case 'choice':
      return { kind: 'one-of', weights: {} };
    case 'choices':
      return { kind: 'some-of', percents: {} };
    case 'integer':
      return { kind: 'count', perThousandPupils: 10, none: 30 };
    case 'decimal':
    case 'text':
      return undefined;
  }
};

const oneOf = (
  { options }: Question,
  weights: Readonly<Record<string, number>>,
  drawn: number,
): string | undefined => {
  const weightOf = (code: string): number => weights[code] ?? 1;
  let left = below(
    drawn,
    options.reduce((sum, { code }) => sum + weightOf(code), 0),
  );
  return options.find(({ code }) => (left -= weightOf(code)) < 0)?.code;
};

type Asked = { readonly question: Question; readonly respondent: Respondent; readonly draw: Draw };

const count = (
  { perThousandPupils, none }: Extract<Habit, { kind: 'count' }>,
  { question, respondent: { school }, draw }: Asked,
): number => {
  if (happens(draw(school.uai, question.code, 'none'), none)) return 0;
  const spread = propensity(pupilsOf(school) * perThousandPupils, draw(school.uai, question.code));
  return Math.min(
    Number(question.max ?? 0),
    Math.ceil((spread * 100) / ((100 - none) * 1_000_000)),
  );
};

const valueOf = (habit: Habit, asked: Asked): AnswerValue | undefined => {
  const { question, respondent, draw } = asked;
  const { uai } = respondent.school;
  switch (habit.kind) {
    case 'yes':
      return happens(draw(uai, question.code), habit.percent);
    case 'one-of':
      return oneOf(question, habit.weights, draw(uai, question.code));
    case 'some-of': {
      const ticked = question.options.filter(({ code }) =>
        happens(draw(uai, question.code, code), habit.percents[code] ?? 10),
      );
      return ticked.length === 0 ? undefined : ticked.map(({ code }) => code);
    }
    case 'count':
      return count(habit, asked);
  }
};

/** In a hundred: those who skip a question that they may skip, and those whom it does not concern. */
const skipped = 4;
const unconcerned = 2;

const repliedTo = (asked: Asked, { questionnaire, year }: Sitting): Reply => {
  const { question, respondent, draw } = asked;
  const mood = draw(respondent.school.uai, question.code, 'mood', String(year));
  if (!question.required && happens(mood, skipped)) return { kind: 'none' };
  if (question.mayNotConcern && happens(mood, skipped + unconcerned)) {
    return { kind: 'not-concerned' };
  }
  const { survey } = questionnaire.questionnaire;
  const setting = { survey, year, school: respondent.school };
  const habit = habitOf(question.code, setting) ?? fallback(question);
  const value = habit === undefined ? undefined : valueOf(habit, asked);
  return value === undefined ? { kind: 'none' } : { kind: 'answer', value };
};

type Progress = { readonly respondent: Respondent; readonly declaration: Declaration };

const replyTo = (
  sitting: Sitting,
  { question }: CompiledQuestion,
  { respondent, declaration }: Progress,
): Reply => {
  const settled = respondent.answers[question.code];
  if (settled !== undefined) return { kind: 'answer', value: settled };
  if (question.mayNotConcern && isPointless(question.code, declaration.answers)) {
    return { kind: 'not-concerned' };
  }
  return repliedTo({ question, respondent, draw: sitting.draw }, sitting);
};

const withReply = (declaration: Declaration, code: string, reply: Reply): Declaration => {
  const { answers, notConcerned } = declaration;
  switch (reply.kind) {
    case 'none':
      return declaration;
    case 'answer':
      return { answers: { ...answers, [code]: reply.value } satisfies Answers, notConcerned };
    case 'not-concerned':
      return { answers, notConcerned: [...notConcerned, code].sort() };
  }
};

/**
 * The whole declaration of a respondent: settled answers as they are, the others by habit, some left out
 * and some not concerned. Only questions that the version asks of this school are in it.
 */
export const declarationOf = (sitting: Sitting, respondent: Respondent): Declaration => {
  const { questionnaire } = sitting;
  let declaration: Declaration = { answers: {}, notConcerned: [] };
  for (const compiled of questionnaire.questions) {
    const { code } = compiled.question;
    if (answerStateOf(questionnaire, declaration, code) === 'not-asked') continue;
    const reply = replyTo(sitting, compiled, { respondent, declaration });
    declaration = withReply(declaration, code, reply);
  }
  return declaration;
};
