import { quotesUnbalanced, type Separator, splitRecord } from '#contracts';
import type { Problem } from '#kernel';

import { cellsOf } from './cells.js';
import type { Line, LineBlock } from './lines.js';

/** The text of one record, which splits into cells, or why there is none; `line` is where it starts. */
export type FileRecord =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly problem: Problem };

export type RecordBlock = {
  readonly records: readonly FileRecord[];
  readonly bytesRead: number;
  /** The record that the end of the file may have cut: the last one, with no line end after it. */
  readonly unendedLine: number | undefined;
};

/** A quoted cell that runs on for longer was never meant to: its quote is unbalanced. */
const maxRecordLines = 100;
const maxRecordLength = 65_536;

type Taken =
  | { readonly kind: 'record'; readonly text: string; readonly lineCount: number }
  | { readonly kind: 'misquoted'; readonly column: number }
  | { readonly kind: 'wants-more-lines'; readonly column: number };

/** The lines that are not yet part of a record, and where they stand in the file. */
type Pending = { readonly firstLine: number; readonly lines: readonly Line[] };

const mayGoOn = (text: string, line: Line | undefined, lineCount: number): line is string =>
  typeof line === 'string' &&
  lineCount <= maxRecordLines &&
  text.length + line.length < maxRecordLength;

const continuedRecord = (
  { lines }: Pending,
  from: number,
  {
    first,
    separator,
    column,
  }: { readonly first: string; readonly separator: Separator; readonly column: number },
): Taken => {
  let text = first;
  for (let at = from + 1; at < lines.length; at += 1) {
    const line = lines[at];
    if (!mayGoOn(text, line, at - from)) return { kind: 'misquoted', column };
    text += `\n${line}`;
    if (!line.includes('"')) continue;

    const record = splitRecord(text, separator);
    if (record.kind === 'misquoted') return { kind: 'misquoted', column };
    if (record.kind === 'cells') return { kind: 'record', text, lineCount: at - from + 1 };
  }
  return { kind: 'wants-more-lines', column };
};

const takeRecord = (
  pending: Pending,
  {
    from,
    text,
    separator,
  }: { readonly from: number; readonly text: string; readonly separator: Separator },
): Taken => {
  if (!text.includes('"')) return { kind: 'record', text, lineCount: 1 };
  const record = splitRecord(text, separator);
  if (record.kind === 'cells') return { kind: 'record', text, lineCount: 1 };
  if (record.kind === 'misquoted') return record;
  return continuedRecord(pending, from, { first: text, separator, column: record.column });
};

const filled = { ';': /[^\s";]/, ',': /[^\s",]/, '\t': /[^\s"]/ } as const;

const isBlank = (text: string, separator: Separator): boolean =>
  !filled[separator].test(text) && cellsOf(text, separator).every((cell) => cell.trim() === '');

type Joined = { readonly records: readonly FileRecord[]; readonly pending: Pending };

/**
 * Joins lines into records. A record whose quotes do not balance is refused alone: the lines after the
 * one that opened the quote are read as records of their own.
 */
const joinLines = (pending: Pending, separator: Separator, isLast: boolean): Joined => {
  const { firstLine, lines } = pending;
  const records: FileRecord[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = firstLine + at;
    const text = lines[at];
    if (text === undefined || typeof text === 'object') {
      if (text !== undefined) records.push({ line, problem: text });
      at += 1;
      continue;
    }
    const taken = takeRecord(pending, { from: at, text, separator });
    if (taken.kind === 'wants-more-lines' && !isLast) break;

    if (taken.kind !== 'record') {
      records.push({ line, problem: quotesUnbalanced(line, taken.column) });
    } else if (!isBlank(taken.text, separator)) records.push({ line, text: taken.text });
    at += taken.kind === 'record' ? taken.lineCount : 1;
  }
  return { records, pending: { firstLine: firstLine + at, lines: lines.slice(at) } };
};

const unendedLineOf = (records: readonly FileRecord[], isUnended: boolean): number | undefined =>
  isUnended ? records.at(-1)?.line : undefined;

/** The records of lines that `separator` splits. Blank lines are none. */
export async function* recordsOf(
  blocks: AsyncIterable<LineBlock>,
  separator: Separator,
): AsyncGenerator<RecordBlock> {
  let pending: Pending = { firstLine: 1, lines: [] };
  let bytesRead = 0;
  for await (const { firstLine, lines, isUnended, ...block } of blocks) {
    bytesRead = block.bytesRead;
    const isHeld = pending.lines.length > 0;
    const known = isHeld ? [...pending.lines, ...lines] : lines;
    const from = isHeld ? pending.firstLine : firstLine;
    const joined = joinLines({ firstLine: from, lines: known }, separator, isUnended);
    pending = joined.pending;
    const { records } = joined;
    yield { records, bytesRead, unendedLine: unendedLineOf(records, isUnended) };
  }
  const { records } = joinLines(pending, separator, true);
  if (records.length > 0) yield { records, bytesRead, unendedLine: undefined };
}
