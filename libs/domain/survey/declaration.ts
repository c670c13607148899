import {
  type Answers,
  type AnswerState,
  type AnswerValue,
  type Declaration,
  err,
  ok,
  type Problem,
  type Result,
} from '#kernel';
import type { Environment } from '#domain/expression';

import type { AnswerCell } from './answer-text.js';
import { normaliseValue } from './answer-value.js';
import type { CompiledQuestion, CompiledQuestionnaire } from './compiled-questionnaire.js';
import * as problem from './problems.js';

/** A cell of a file: empty is no answer, `NC` is not concerned, anything else must be an answer. */
export const parseAnswerText = (
  question: CompiledQuestion,
  text: string,
): Result<AnswerCell, Problem> => question.read(text);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

const isBlank = (raw: unknown): boolean => raw === null || raw === undefined || raw === '';

const unknownCodes = (
  compiled: CompiledQuestionnaire,
  codes: readonly string[],
  found: (code: string) => unknown,
): readonly Problem[] =>
  codes
    .filter((code) => !compiled.byCode.has(code))
    .map((code) => problem.notAsked(code, compiled.codes, found(code)));

/** What comes from JSON: nothing is known of it yet. */
export type RawDeclaration = { readonly answers: unknown; readonly notConcerned?: unknown };

/**
 * Brings a declaration as JSON carries it to its canonical form: answers in the order of the questionnaire,
 * choices in the order of their options, `null` and `""` dropped; or says everything that is wrong with it.
 * Whether answers are missing, hidden or contradict each other is for `assess` to say.
 */
export const normaliseDeclaration = (
  compiled: CompiledQuestionnaire,
  raw: RawDeclaration,
): Result<Declaration, readonly Problem[]> => {
  const { answers: given, notConcerned = [] } = raw;
  if (!isRecord(given)) return err([problem.malformed('answers', given)]);
  if (!isListOfTexts(notConcerned)) return err([problem.malformed('notConcerned', notConcerned)]);

  const problems = [
    ...unknownCodes(compiled, Object.keys(given), (code) => given[code]),
    ...unknownCodes(compiled, notConcerned, () => 'NC'),
  ];
  const answers: Record<string, AnswerValue> = {};
  for (const { question, check } of compiled.questions) {
    const { code } = question;
    if (!Object.hasOwn(given, code) || isBlank(given[code])) continue;
    const value = normaliseValue(question, check, given[code]);
    if (value.ok) answers[code] = value.value;
    else problems.push(value.error);
  }
  return problems.length > 0
    ? err(problems)
    : ok({ answers, notConcerned: [...new Set(notConcerned)].sort() });
};

/** The declaration that the cells of one row make, by question code. */
export const declarationOfCells = (
  compiled: CompiledQuestionnaire,
  cells: ReadonlyMap<string, AnswerCell>,
): Declaration => {
  const answers: Record<string, AnswerValue> = {};
  const notConcerned: string[] = [];
  for (const code of compiled.codes) {
    const cell = cells.get(code);
    if (cell?.kind === 'answer') answers[code] = cell.value;
    if (cell?.kind === 'not-concerned') notConcerned.push(code);
  }
  return { answers, notConcerned: notConcerned.sort() };
};

const nowhere = { type: '', sector: '', degree: '', pupils: null };

/** Skip logic reads answers alone: the rest of its environment is empty. */
const skipEnvironment = (answers: Answers): Environment => ({
  answers,
  previous: null,
  school: nowhere,
});

/** Which of the four states a question is in, for one declaration. A code that the version lacks is not asked. */
export const answerStateOf = (
  compiled: CompiledQuestionnaire,
  declaration: Declaration,
  code: string,
): AnswerState => {
  const found = compiled.byCode.get(code);
  if (found === undefined) return 'not-asked';
  const { askedWhen } = found;
  const asked =
    askedWhen === null || askedWhen.evaluate(skipEnvironment(declaration.answers)) === true;
  if (!asked) return 'not-asked';
  if (declaration.answers[code] !== undefined) return 'answered';
  return declaration.notConcerned.includes(code) ? 'not-concerned' : 'no-answer';
};
