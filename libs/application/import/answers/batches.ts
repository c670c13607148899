import { schoolsTooMany } from '#contracts';
import { parseUai, type Problem } from '#kernel';

import type { AnswersRow, ReadBlock, ReadLine } from './answers-row.js';

/** A school that the file has named: where, and what became of it. */
type Seen = {
  readonly line: number;
  /** The hash of what was taken in; null before its fate is known, and when it was refused. */
  contentHash: string | null;
};

export type Entry =
  | { readonly kind: 'row'; readonly line: number; readonly row: AnswersRow; readonly seen: Seen }
  /** A school that is on an earlier line already. */
  | {
      readonly kind: 'repeat';
      readonly line: number;
      readonly row: AnswersRow;
      readonly first: Seen;
    }
  | {
      readonly kind: 'refused';
      readonly line: number;
      readonly uai: string | null;
      readonly problems: readonly Problem[];
    };

export type Batch = {
  readonly entries: readonly Entry[];
  readonly bytesRead: number;
  readonly isUnended: boolean;
};

export type BatchOptions = {
  readonly batchSize: number;
  /** Lines before this one are passed over. */
  readonly fromLine: number;
};

/** France has had fewer schools than that: it bounds what a hostile file can make the importer remember. */
const mostSchools = 500_000;

const entryOf = (read: ReadLine, seen: Map<string, Seen>): Entry => {
  if ('problems' in read) {
    const { line, uai, problems } = read;
    const isSchool = uai !== null && parseUai(uai).ok;
    if (isSchool && !seen.has(uai)) seen.set(uai, { line, contentHash: null });
    return { kind: 'refused', line, uai, problems };
  }
  const { line, row } = read;
  const first = seen.get(row.uai);
  if (first !== undefined) return { kind: 'repeat', line, row, first };
  const here: Seen = { line, contentHash: null };
  seen.set(row.uai, here);
  return { kind: 'row', line, row, seen: here };
};

const refusedFile = (line: number): Entry => ({
  kind: 'refused',
  line,
  uai: null,
  problems: [schoolsTooMany(mostSchools)],
});

/** Gathers lines into batches, and finds the schools that the file names twice. */
export async function* batchesOf(
  blocks: AsyncIterable<ReadBlock>,
  { batchSize, fromLine }: BatchOptions,
): AsyncGenerator<Batch> {
  const seen = new Map<string, Seen>();
  let entries: Entry[] = [];
  let bytesRead = 0;
  let isUnended = false;
  for await (const block of blocks) {
    ({ bytesRead, isUnended } = block);
    for (const read of block.lines) {
      if (read.line < fromLine) continue;
      entries.push(entryOf(read, seen));
      if (seen.size > mostSchools) {
        yield { entries: [...entries, refusedFile(read.line + 1)], bytesRead, isUnended: false };
        return;
      }
      if (entries.length < batchSize) continue;
      yield { entries, bytesRead, isUnended: false };
      entries = [];
    }
  }
  if (entries.length > 0 || isUnended) yield { entries, bytesRead, isUnended };
}
