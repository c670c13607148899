import type { Answers, Declaration, Problem } from '#kernel';
import type { Environment, School } from '#domain/expression';

import type {
  CompiledQuestion,
  CompiledQuestionnaire,
  CompiledRule,
} from './compiled-questionnaire.js';
import * as problem from './problems.js';

export type Assessed = {
  readonly declaration: Declaration;
  /** The answers to the previous campaign of the survey; null when there are none. */
  readonly previous: Answers | null;
  readonly school: School;
};

const withoutAnswer = (
  asked: boolean,
  { question }: CompiledQuestion,
  isNotConcerned: boolean,
): Problem | null => {
  if (isNotConcerned)
    return asked && !question.mayNotConcern ? problem.mustConcern(question) : null;
  return asked && question.required ? problem.missing(question) : null;
};

const problemOf = (
  compiled: CompiledQuestion,
  environment: Environment,
  isNotConcerned: boolean,
): Problem | null => {
  const { question, check, askedWhen } = compiled;
  const value = environment.answers[question.code];
  const asked = askedWhen === null || askedWhen.evaluate(environment) === true;
  if (value === undefined) return withoutAnswer(asked, compiled, isNotConcerned);
  if (!asked) return problem.hidden(question, value);
  if (isNotConcerned) return problem.answeredAndNotConcerned(question, value);
  return check(value);
};

const notAskedProblems = (
  compiled: CompiledQuestionnaire,
  { answers, notConcerned }: Declaration,
): readonly Problem[] => [
  ...Object.keys(answers)
    .filter((code) => !compiled.byCode.has(code))
    .map((code) => problem.notAsked(code, compiled.codes, answers[code])),
  ...notConcerned
    .filter((code) => !compiled.byCode.has(code))
    .map((code) => problem.notAsked(code, compiled.codes, 'NC')),
];

const allAsked = (
  { byCode }: CompiledQuestionnaire,
  { answers, notConcerned }: Declaration,
): boolean => {
  for (const code in answers) if (!byCode.has(code)) return false;
  return notConcerned.every((code) => byCode.has(code));
};

const valuesRead = ({ violatedWhen }: CompiledRule, { answers, previous }: Environment): string => {
  const now = violatedWhen.references.map(
    (code) => `${code} = ${problem.shown(answers[code] ?? null)}`,
  );
  const before = violatedWhen.previousReferences.map(
    (code) => `previous(${code}) = ${problem.shown(previous?.[code] ?? null)}`,
  );
  return [...now, ...before].join(', ');
};

const readsAny = ({ violatedWhen }: CompiledRule, fields: ReadonlySet<string>): boolean =>
  violatedWhen.references.some((code) => fields.has(code));

/**
 * Everything that is wrong with a declaration: errors, which block, and warnings, which ask for a justification
 * that quotes their `rule`. Empty when there is nothing to say. A rule that reads a wrong value stays silent.
 */
export const assess = (compiled: CompiledQuestionnaire, assessed: Assessed): readonly Problem[] => {
  const { declaration, previous, school } = assessed;
  const { answers, notConcerned } = declaration;
  const environment: Environment = { answers, previous, school };
  const problems: Problem[] = allAsked(compiled, declaration)
    ? []
    : [...notAskedProblems(compiled, declaration)];
  for (const question of compiled.questions) {
    const isNotConcerned = notConcerned.length > 0 && notConcerned.includes(question.question.code);
    const found = problemOf(question, environment, isNotConcerned);
    if (found !== null) problems.push(found);
  }
  const wrong = new Set(problems.map(({ field }) => field));
  for (const rule of compiled.rules) {
    if (wrong.size > 0 && readsAny(rule, wrong)) continue;
    if (rule.violatedWhen.evaluate(environment) !== true) continue;
    problems.push(problem.ruleProblem(rule.rule, valuesRead(rule, environment)));
  }
  return problems;
};
