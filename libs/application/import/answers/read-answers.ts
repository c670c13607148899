import { answersColumns, fileEmpty } from '#contracts';
import type { CompiledQuestionnaire } from '#domain/survey';
import { err, ok, type Problem, type Result } from '#kernel';

import { type Line, type LineBlock, openLines, type TextOptions } from '../text/lines.js';
import { type FirstLine, openTable, readFirstLine, type RowBlock } from '../text/table.js';
import type { ReadBlock } from './answers-row.js';
import { type Columns, planColumns, readCsvLine } from './csv-answers.js';
import { readNdjsonLine } from './ndjson-answers.js';

export type AnswersFormat = 'csv' | 'ndjson';

export type OpenedAnswers = {
  readonly format: AnswersFormat;
  readonly blocks: AsyncGenerator<ReadBlock>;
};

async function* readRows(
  blocks: AsyncIterable<RowBlock>,
  columns: Columns,
): AsyncGenerator<ReadBlock> {
  for await (const { rows, bytesRead, isUnended } of blocks) {
    yield { lines: rows.map((row) => readCsvLine(row, columns)), bytesRead, isUnended };
  }
}

const isBlank = (line: Line): boolean => typeof line === 'string' && line.trim() === '';

async function* readLines(
  blocks: AsyncIterable<LineBlock>,
  compiled: CompiledQuestionnaire,
): AsyncGenerator<ReadBlock> {
  for await (const { firstLine, lines, bytesRead, isUnended } of blocks) {
    const read = lines.flatMap((text, index) =>
      isBlank(text) ? [] : [readNdjsonLine(firstLine + index, text, compiled)],
    );
    const last = read.at(-1);
    yield { lines: read, bytesRead, isUnended: isUnended && last !== undefined && 'row' in last };
  }
}

/** The first line again, before those that follow it: in NDJSON it is data. */
async function* fromFirst({ line, text, following }: FirstLine): AsyncGenerator<LineBlock> {
  yield { firstLine: line, lines: [text], bytesRead: 0, isUnended: false };
  yield* following;
}

const openCsv = (
  first: FirstLine,
  compiled: CompiledQuestionnaire,
): Result<OpenedAnswers, readonly Problem[]> => {
  const table = openTable(first, new Set(answersColumns(compiled.codes)));
  if (!table.ok) return err([table.error]);
  const columns = planColumns(table.value.header, compiled);
  if (!columns.ok) return columns;
  return ok({ format: 'csv', blocks: readRows(table.value.blocks, columns.value) });
};

/**
 * Opens a file of answers, CSV or NDJSON as its first line tells. Refuses it with all that is wrong with
 * its header; the lines are then read as they are asked for.
 */
export const openAnswers = async (
  source: AsyncIterable<Uint8Array>,
  compiled: CompiledQuestionnaire,
  options: TextOptions = {},
): Promise<Result<OpenedAnswers, readonly Problem[]>> => {
  const lines = await openLines(source, options);
  if (!lines.ok) return err([lines.error]);
  const first = await readFirstLine(lines.value);
  if (first === undefined) return err([fileEmpty()]);
  if (typeof first.text === 'string' && /^\s*[{[]/.test(first.text)) {
    return ok({ format: 'ndjson', blocks: readLines(fromFirst(first), compiled) });
  }
  return openCsv(first, compiled);
};
