import {
  answersColumns,
  columnKey,
  columnMissing,
  columnRepeated,
  columnUnknown,
  isNote,
  justificationColumn,
  uaiColumn,
} from '#contracts';
import { nearest } from '#domain/expression';
import { everyWarning, type Justification } from '#domain/response';
import { type AnswerCell, type CompiledQuestionnaire, parseAnswerText } from '#domain/survey';
import {
  type Answers,
  type AnswerValue,
  type Declaration,
  err,
  ok,
  type Problem,
  type Result,
} from '#kernel';

import { textProblems } from '../../problems/text.problems.js';
import { readUai } from '../uai.js';
import { answersMaker, type Values } from './answers-object.js';
import type { AnswersRow } from './answers-row.js';

type ReadCell = (text: string) => Result<AnswerCell, Problem>;

type Column = { readonly code: string; readonly at: number; readonly read: ReadCell };

/** Where the columns of one file stand. */
export type Columns = {
  readonly uaiAt: number;
  readonly justificationAt: number;
  /** In the order of the questionnaire. */
  readonly questions: readonly Column[];
  readonly answersOf: (values: Values) => Answers;
};

const headerProblems = (
  header: readonly string[],
  expected: readonly string[],
): readonly Problem[] => {
  const read = header.filter((column) => !isNote(column));
  const keys = read.map(columnKey);
  const mandatory = expected.filter((column) => column !== justificationColumn);
  return [
    ...read
      .filter((column) => !expected.includes(columnKey(column)))
      .map((column) => columnUnknown(column, nearest(columnKey(column), expected)[0])),
    ...expected
      .filter((column) => keys.indexOf(column) !== keys.lastIndexOf(column))
      .map(columnRepeated),
    ...mandatory.filter((column) => !keys.includes(column)).map(columnMissing),
  ];
};

const mostRemembered = 4_096;

/** A file repeats few distinct cells: each is read once, within a bound. */
const remembering = (read: ReadCell): ReadCell => {
  const known = new Map<string, Result<AnswerCell, Problem>>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const cell = read(text);
    if (known.size < mostRemembered && text.length <= 32) known.set(text, cell);
    return cell;
  };
};

const keysOf = (header: readonly string[]): readonly string[] =>
  header.map((column) => (isNote(column) ? '' : columnKey(column)));

/** Where the school of each record stands. */
export const uaiColumnAt = (header: readonly string[]): number => keysOf(header).indexOf(uaiColumn);

/** Finds the columns by name: all that is wrong with a header is said at once. */
export const planColumns = (
  header: readonly string[],
  compiled: CompiledQuestionnaire,
): Result<Columns, readonly Problem[]> => {
  const problems = headerProblems(header, answersColumns(compiled.codes));
  if (problems.length > 0) return err(problems);

  const keys = keysOf(header);
  return ok({
    uaiAt: keys.indexOf(uaiColumn),
    justificationAt: keys.indexOf(justificationColumn),
    questions: compiled.questions.map((question) => ({
      code: question.question.code,
      at: keys.indexOf(question.question.code),
      read: remembering((text) => parseAnswerText(question, text)),
    })),
    answersOf: answersMaker(compiled.codes),
  });
};

const justificationsOf = (text: string): readonly Justification[] =>
  text === '' ? [] : [{ rule: everyWarning, text }];

type CellsRead = { readonly declaration: Declaration; readonly problems: readonly Problem[] };

const readDeclaration = (
  cells: readonly string[],
  { questions, answersOf }: Columns,
): CellsRead => {
  const values = new Array<AnswerValue | undefined>(questions.length).fill(undefined);
  const notConcerned: string[] = [];
  const problems: Problem[] = [];
  for (let index = 0; index < questions.length; index += 1) {
    const { code, at, read } = questions[index] as Column;
    const cell = read(cells[at] ?? '');
    if (!cell.ok) problems.push(cell.error);
    else if (cell.value.kind === 'answer') values[index] = cell.value.value;
    else if (cell.value.kind === 'not-concerned') notConcerned.push(code);
  }
  return {
    declaration: { answers: answersOf(values), notConcerned: notConcerned.sort() },
    problems,
  };
};

/** Reads one record of a CSV answers file; everything that is wrong with its cells is said at once. */
export const readCsvRecord = (
  cells: readonly string[],
  columns: Columns,
): Result<AnswersRow, readonly Problem[]> => {
  const uai = readUai(cells[columns.uaiAt] ?? '');
  const { declaration, problems } = readDeclaration(cells, columns);
  if (!uai.ok) return err([uai.error, ...problems]);
  const justification = (cells[columns.justificationAt] ?? '').trim();
  const unfit = justification === '' ? [] : textProblems({ justification });
  if (problems.length + unfit.length > 0) return err([...problems, ...unfit]);

  return ok({ uai: uai.value, declaration, justifications: justificationsOf(justification) });
};
