import { characterBroken, characterNul, lineTooLong } from '#contracts';
import { ok, type Problem, type Result } from '#kernel';

import { type Decoding, type Encoding, namedEncoding, recogniseEncoding } from './encoding.js';

/** A line without its end, or why it cannot be read. */
export type Line = string | Problem;

/** Lines as they come, a part of the file at a time. */
export type LineBlock = {
  /** Counts from 1. */
  readonly firstLine: number;
  readonly lines: readonly Line[];
  /** Bytes of the file read so far. */
  readonly bytesRead: number;
  /** True for the last block of a file whose last line has no line end. */
  readonly isUnended: boolean;
};

export type TextOptions = {
  /** What the author says the encoding is; recognised from the bytes when absent. */
  readonly encoding?: Encoding;
  /** Longer lines are refused, and never held: 1 MiB by default. */
  readonly maxLineLength?: number;
};

type Bytes = AsyncIterable<Uint8Array>;

const headLength = 65_536;
const sliceLength = 262_144;
const defaultMaxLineLength = 1_048_576;

type Head = { readonly head: Uint8Array; readonly isWhole: boolean; readonly all: Bytes };

const concatenated = (chunks: readonly Uint8Array[]): Uint8Array =>
  chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);

async function* resumed(first: Uint8Array, rest: AsyncIterator<Uint8Array>): Bytes {
  try {
    yield first;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
      yield next.value;
    }
  } finally {
    await rest.return?.();
  }
}

/** The first bytes, however the source is cut, and the whole again from its start. */
const withHead = async (source: Bytes): Promise<Head> => {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let isWhole = false;
  while (length <= headLength && !isWhole) {
    const next = await iterator.next();
    isWhole = next.done === true;
    if (next.done !== true) chunks.push(next.value);
    length += next.done === true ? 0 : next.value.length;
  }
  const read = concatenated(chunks);
  return { head: read.subarray(0, headLength), isWhole, all: resumed(read, iterator) };
};

async function* sliced(source: Bytes): Bytes {
  for await (const chunk of source) {
    for (let from = 0; from < chunk.length; from += sliceLength) {
      yield chunk.subarray(from, from + sliceLength);
    }
  }
}

type LineEnd = '\n' | '\r';

/** Files of old Macintosh spreadsheets end their lines by a carriage return alone. */
const lineEndOf = (head: Uint8Array, encoding: Encoding): LineEnd => {
  const text = new TextDecoder(encoding).decode(head);
  return !text.includes('\n') && text.includes('\r') ? '\r' : '\n';
};

const lineOf = (piece: string, maxLength: number): Line => {
  const text = piece.endsWith('\r') ? piece.slice(0, -1) : piece;
  if (text.length > maxLength) return lineTooLong(maxLength);
  const broken = text.indexOf('\uFFFD');
  if (broken !== -1) return characterBroken(broken + 1);
  const nul = text.indexOf('\0');
  return nul === -1 ? text : characterNul(nul + 1);
};

type Cut = { readonly lines: readonly Line[]; readonly rest: string };

/** `rest` and what follows it; of a line that is too long already, as much as tells so. */
const joined = (rest: string, text: string, maxLength: number): string => {
  const enough = maxLength + 2;
  if (rest.length >= enough) return rest;
  return rest.length + text.length > enough ? (rest + text).slice(0, enough) : rest + text;
};

type Cutter = (rest: string, text: string) => Cut;

const cutterInto =
  (lineEnd: LineEnd, maxLength: number): Cutter =>
  (rest, text) => {
    const pieces = text.split(lineEnd);
    pieces[0] = joined(rest, pieces[0] ?? '', maxLength);
    const last = joined('', pieces.pop() ?? '', maxLength);
    return { lines: pieces.map((piece) => lineOf(piece, maxLength)), rest: last };
  };

async function* blocksOf(
  source: Bytes,
  decoding: Decoding & { readonly lineEnd: LineEnd },
  cut: Cutter,
): AsyncGenerator<LineBlock> {
  const decoder = new TextDecoder(decoding.encoding, { ignoreBOM: true });
  let firstLine = 1;
  let bytesRead = 0;
  let toSkip = decoding.markLength;
  let rest = '';
  for await (const chunk of sliced(source)) {
    bytesRead += chunk.length;
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    const text = decoder.decode(chunk.subarray(skipped), { stream: true });
    const { lines, rest: next } = cut(rest, text);
    rest = next;
    if (lines.length > 0) yield { firstLine, lines, bytesRead, isUnended: false };
    firstLine += lines.length;
  }
  rest += decoder.decode();
  const { lines } = cut(rest, decoding.lineEnd);
  if (rest !== '') yield { firstLine, lines, bytesRead, isUnended: true };
}

/**
 * Reads bytes as lines of text. Memory is bounded, whatever the size of the file or of a line; how the
 * source cuts its chunks never changes the result; a broken byte costs its line only. Refuses a file
 * whose bytes are not a text that it can be sure of. Consume the blocks once.
 */
export const openLines = async (
  source: Bytes,
  { encoding, maxLineLength = defaultMaxLineLength }: TextOptions = {},
): Promise<Result<AsyncGenerator<LineBlock>, Problem>> => {
  const { head, isWhole, all } = await withHead(source);
  const decoding =
    encoding === undefined ? recogniseEncoding(head, isWhole) : namedEncoding(head, encoding);
  if (!decoding.ok) return decoding;

  const lineEnd = lineEndOf(head, decoding.value.encoding);
  return ok(blocksOf(all, { ...decoding.value, lineEnd }, cutterInto(lineEnd, maxLineLength)));
};
