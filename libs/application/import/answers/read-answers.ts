import { answersColumns, fileEmpty } from '#contracts';
import type { CompiledQuestionnaire } from '#domain/survey';
import { BrokenAssumption, err, ok, type Problem, type Result } from '#kernel';

import { cellAt, cellsOf } from '../text/cells.js';
import { type Line, type LineBlock, openLines, type TextOptions } from '../text/lines.js';
import { type FirstLine, openTable, readFirstLine, type Table } from '../text/table.js';
import type { AnswersLayout, CutBlock, CutRecord, ReadRecord } from './answers-row.js';
import { planColumns, readCsvRecord, uaiColumnAt } from './csv-answers.js';
import { cutNdjsonLine, readNdjsonRecord } from './ndjson-answers.js';

export type OpenedAnswers = {
  readonly layout: AnswersLayout;
  readonly read: ReadRecord;
  /** Each record is cut and no more: `read` does the rest, here or in another thread. */
  readonly blocks: AsyncGenerator<CutBlock>;
};

export type AnswersFormat = AnswersLayout['format'];

type Reader = Result<ReadRecord, readonly Problem[]>;

const plannedReader = (layout: AnswersLayout, compiled: CompiledQuestionnaire): Reader => {
  if (layout.format === 'ndjson') return ok((text) => readNdjsonRecord(text, compiled));
  const columns = planColumns(layout.header, compiled);
  if (!columns.ok) return columns;
  return ok((text) => readCsvRecord(cellsOf(text, layout.separator), columns.value));
};

/** What reads the records of a file that `openAnswers` has opened. */
export const readerOf = (layout: AnswersLayout, compiled: CompiledQuestionnaire): ReadRecord => {
  const reader = plannedReader(layout, compiled);
  if (!reader.ok) throw new BrokenAssumption('the header of an opened file has no mistake');
  return reader.value;
};

async function* cutRows({ blocks, separator }: Table, uaiAt: number): AsyncGenerator<CutBlock> {
  for await (const { rows, bytesRead, isUnended } of blocks) {
    const records = rows.map((row): CutRecord => {
      if ('problem' in row) return row;
      const { line, text } = row;
      return { line, uai: cellAt(text, separator, uaiAt), text };
    });
    yield { records, bytesRead, isUnended };
  }
}

const isBlank = (line: Line): boolean => typeof line === 'string' && line.trim() === '';

async function* cutLines(
  blocks: AsyncIterable<LineBlock>,
  read: ReadRecord,
): AsyncGenerator<CutBlock> {
  for await (const { firstLine, lines, bytesRead, isUnended } of blocks) {
    const records = lines.flatMap((text, index) =>
      isBlank(text) ? [] : [cutNdjsonLine(firstLine + index, text)],
    );
    const last = isUnended ? records.at(-1) : undefined;
    yield {
      records,
      bytesRead,
      isUnended: last !== undefined && 'text' in last && read(last.text).ok,
    };
  }
}

/** The first line again, before those that follow it: in NDJSON it is data. */
async function* fromFirst({ line, text, following }: FirstLine): AsyncGenerator<LineBlock> {
  yield { firstLine: line, lines: [text], bytesRead: 0, isUnended: false };
  yield* following;
}

const openNdjson = (first: FirstLine, compiled: CompiledQuestionnaire): OpenedAnswers => {
  const layout = { format: 'ndjson' } as const;
  const read = readerOf(layout, compiled);
  return { layout, read, blocks: cutLines(fromFirst(first), read) };
};

const openCsv = (
  first: FirstLine,
  compiled: CompiledQuestionnaire,
): Result<OpenedAnswers, readonly Problem[]> => {
  const table = openTable(first, new Set(answersColumns(compiled.codes)));
  if (!table.ok) return err([table.error]);
  const { header, separator } = table.value;
  const layout = { format: 'csv', header, separator } as const;
  const read = plannedReader(layout, compiled);
  if (!read.ok) return read;
  return ok({ layout, read: read.value, blocks: cutRows(table.value, uaiColumnAt(header)) });
};

/**
 * Opens a file of answers, CSV or NDJSON as its first line tells. Refuses it with all that is wrong with
 * its header; the records are then cut as they are asked for.
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
    return ok(openNdjson(first, compiled));
  }
  return openCsv(first, compiled);
};
