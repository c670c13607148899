import {
  cellCountWrong,
  columnKey,
  fileEmpty,
  headerRepeated,
  lineTruncated,
  quotesUnbalanced,
  type Separator,
  separators,
  separatorUnknown,
  splitRecord,
} from '#contracts';
import { err, ok, type Problem, type Result } from '#kernel';

import { cellCountOf, cellsOf } from './cells.js';
import type { Line, LineBlock } from './lines.js';
import { type FileRecord, type RecordBlock, recordsOf } from './records.js';

export type RowBlock = {
  /** Every record has the cells of the header; the others are problems. */
  readonly rows: readonly FileRecord[];
  readonly bytesRead: number;
  /** True when a row was read from a last line that has no line end. */
  readonly isUnended: boolean;
};

export type Table = {
  /** Column names as written, without surrounding blanks. */
  readonly header: readonly string[];
  readonly separator: Separator;
  readonly blocks: AsyncGenerator<RowBlock>;
};

/** The first line that is not blank, and the lines after it. */
export type FirstLine = {
  readonly line: number;
  readonly text: Line;
  readonly following: AsyncGenerator<LineBlock>;
};

async function* following(
  first: LineBlock,
  rest: AsyncGenerator<LineBlock>,
): AsyncGenerator<LineBlock> {
  yield first;
  yield* rest;
}

/** Reads as far as the first line that is not blank; undefined when there is none. */
export const readFirstLine = async (
  blocks: AsyncGenerator<LineBlock>,
): Promise<FirstLine | undefined> => {
  for (let next = await blocks.next(); next.done !== true; next = await blocks.next()) {
    const block = next.value;
    const at = block.lines.findIndex((line) => typeof line !== 'string' || line.trim() !== '');
    const text = block.lines[at];
    if (text === undefined) continue;

    const firstLine = block.firstLine + at + 1;
    const after: LineBlock = { ...block, firstLine, lines: block.lines.slice(at + 1) };
    return { line: block.firstLine + at, text, following: following(after, blocks) };
  }
  return undefined;
};

type Header = { readonly separator: Separator; readonly cells: readonly string[] };

const headerBy = (text: string, separator: Separator): Header => {
  const record = splitRecord(text, separator);
  const cells = record.kind === 'cells' ? record.cells : [];
  return { separator, cells: cells.map((cell) => cell.trim()) };
};

const knownIn = ({ cells }: Header, known: ReadonlySet<string>): number =>
  cells.filter((cell) => known.has(columnKey(cell))).length;

/** A header that no separator splits has a quote too many. */
const misquotedHeader = (text: string, line: number): Problem | undefined => {
  const columns = separators.map((separator) => {
    const record = splitRecord(text, separator);
    return record.kind === 'cells' ? undefined : record.column;
  });
  const [column] = columns;
  return column === undefined || columns.includes(undefined)
    ? undefined
    : quotesUnbalanced(line, column);
};

const readHeader = (
  { line, text }: FirstLine,
  known: ReadonlySet<string>,
): Result<Header, Problem> => {
  if (typeof text !== 'string') return err(text);
  const misquoted = misquotedHeader(text, line);
  if (misquoted !== undefined) return err(misquoted);

  const candidates = separators.map((separator) => headerBy(text, separator));
  const best = candidates.reduce((a, b) => (knownIn(b, known) > knownIn(a, known) ? b : a));
  return knownIn(best, known) === 0 ? err(separatorUnknown(text)) : ok(best);
};

const repeats = (cells: readonly string[], header: readonly string[]): boolean =>
  cells.every((cell, at) => cell.trim() === header[at]);

type RowRules = {
  readonly header: readonly string[];
  readonly separator: Separator;
  readonly unendedLine: number | undefined;
};

const rowProblem = (
  line: number,
  cells: readonly string[],
  { header, unendedLine }: RowRules,
): Problem | undefined => {
  const isShort = cells.length < header.length;
  if (isShort && line === unendedLine) return lineTruncated(cells.length, header.length);
  if (isShort || cells.slice(header.length).some((cell) => cell.trim() !== '')) {
    return cellCountWrong(cells.length, header.length);
  }
  return repeats(cells, header) ? headerRepeated() : undefined;
};

const checkedRow = (record: FileRecord, rules: RowRules): FileRecord => {
  if ('problem' in record) return record;
  const { line, text } = record;
  const { header, separator } = rules;
  const mayBeHeader = text.startsWith('"') || text.startsWith(header[0] ?? '');
  const isPlain = !mayBeHeader && cellCountOf(text, separator) === header.length;
  const problem = isPlain ? undefined : rowProblem(line, cellsOf(text, separator), rules);
  return problem === undefined ? record : { line, problem };
};

async function* rowsOf(
  blocks: AsyncIterable<RecordBlock>,
  { cells: header, separator }: Header,
): AsyncGenerator<RowBlock> {
  for await (const { records, bytesRead, unendedLine } of blocks) {
    const rules = { header, separator, unendedLine };
    const rows = records.map((record) => checkedRow(record, rules));
    const last = rows.at(-1);
    const isUnended = last !== undefined && last.line === unendedLine && 'text' in last;
    yield { rows, bytesRead, isUnended };
  }
}

/**
 * Reads a header and the rows under it. The separator is the one that splits the header into the most
 * of the `known` columns (keys, see `columnKey`). Refuses a file without a line, or without such a header.
 */
export const openTable = (
  first: FirstLine | undefined,
  known: ReadonlySet<string>,
): Result<Table, Problem> => {
  if (first === undefined) return err(fileEmpty());
  const header = readHeader(first, known);
  if (!header.ok) return header;

  const { separator, cells } = header.value;
  return ok({
    header: cells,
    separator,
    blocks: rowsOf(recordsOf(first.following, separator), header.value),
  });
};
