import { isUtf8 } from 'node:buffer';

import { binaryFile, fileEmpty, notUtf8, utf16WithoutMark } from '#contracts';
import { err, ok, type Problem, type Result } from '#kernel';

export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const;
export type Encoding = (typeof encodings)[number];

/** How to read a file's bytes as text: which encoding, after how many bytes of mark. */
export type Decoding = { readonly encoding: Encoding; readonly markLength: number };

const marks: readonly { readonly encoding: Encoding; readonly bytes: readonly number[] }[] = [
  { encoding: 'utf-8', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf-16le', bytes: [0xff, 0xfe] },
  { encoding: 'utf-16be', bytes: [0xfe, 0xff] },
];

const signatures: readonly { readonly kind: string; readonly bytes: readonly number[] }[] = [
  { kind: 'Excel/OpenDocument (zip)', bytes: [0x50, 0x4b, 0x03, 0x04] },
  { kind: 'Excel 97-2003 (xls)', bytes: [0xd0, 0xcf, 0x11, 0xe0] },
  { kind: 'gzip', bytes: [0x1f, 0x8b] },
  { kind: 'PDF', bytes: [0x25, 0x50, 0x44, 0x46] },
];

const startsWith = (head: Uint8Array, bytes: readonly number[]): boolean =>
  head.length >= bytes.length && bytes.every((byte, at) => head[at] === byte);

const countNuls = (head: Uint8Array, firstAt: 0 | 1): number => {
  let count = 0;
  for (let at = firstAt; at < head.length; at += 2) if (head[at] === 0) count += 1;
  return count;
};

/** Latin letters in UTF-16 have a NUL in every other byte, always on the same side. */
const looksLikeUtf16 = (head: Uint8Array): boolean => {
  const [even, odd] = [countNuls(head, 0), countNuls(head, 1)];
  return Math.max(even, odd) > head.length / 8 && Math.min(even, odd) < head.length / 64;
};

const unassignedInWindows1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

const isAscii = (line: Uint8Array): boolean => line.every((byte) => byte < 0x80);

const linesOf = (head: Uint8Array, isWhole: boolean): readonly Uint8Array[] => {
  const lines: Uint8Array[] = [];
  let from = 0;
  for (let end = head.indexOf(10); end !== -1; end = head.indexOf(10, from)) {
    lines.push(head.subarray(from, end));
    from = end + 1;
  }
  return isWhole ? [...lines, head.subarray(from)] : lines;
};

/**
 * The line from which a file reads as Windows-1252: its header is not UTF-8, or several lines are not,
 * and none holds a character that is rightly UTF-8. One bad byte alone breaks its line, not the file.
 */
const firstWindows1252Line = (head: Uint8Array, isWhole: boolean): number | undefined => {
  const lines = linesOf(head, isWhole);
  const broken = lines.flatMap((line, index) => (isUtf8(line) ? [] : [index]));
  const first = broken[0];
  if (first === undefined || (first > 0 && broken.length < 2)) return undefined;

  const isForeign = lines.some((line, index) =>
    broken.includes(index)
      ? line.some((byte) => unassignedInWindows1252.has(byte))
      : !isAscii(line),
  );
  return isForeign ? undefined : first + 1;
};

/**
 * Recognises the encoding from the first bytes. `isWhole` says that nothing follows them.
 * UTF-8, and UTF-16 with its mark, are read; what could only be guessed is refused, with the remedy.
 */
export const recogniseEncoding = (
  head: Uint8Array,
  isWhole: boolean,
): Result<Decoding, Problem> => {
  if (head.length === 0) return err(fileEmpty());

  const mark = marks.find(({ bytes }) => startsWith(head, bytes));
  if (mark !== undefined) return ok({ encoding: mark.encoding, markLength: mark.bytes.length });

  const signature = signatures.find(({ bytes }) => startsWith(head, bytes));
  if (signature !== undefined) return err(binaryFile(signature.kind));
  if (looksLikeUtf16(head)) return err(utf16WithoutMark());

  const foreignLine = isUtf8(head) ? undefined : firstWindows1252Line(head, isWhole);
  return foreignLine === undefined
    ? ok({ encoding: 'utf-8', markLength: 0 })
    : err(notUtf8(foreignLine));
};

/** The decoding that an author names, whatever the bytes look like; a mark of it is skipped. */
export const namedEncoding = (head: Uint8Array, encoding: Encoding): Result<Decoding, Problem> => {
  if (head.length === 0) return err(fileEmpty());
  const mark = marks.find((known) => known.encoding === encoding);
  const markLength = mark !== undefined && startsWith(head, mark.bytes) ? mark.bytes.length : 0;
  return ok({ encoding, markLength });
};
