import { schoolsTooMany } from '#contracts';
import { parseUai, type Problem } from '#kernel';

import type { CutBlock, CutRecord } from './answers-row.js';

/** A school that the file has named: where, and what became of it. */
type Seen = {
  readonly line: number;
  /** The hash of what was taken in; null before its fate is known, and when it was refused. */
  contentHash: string | null;
};

export type Entry =
  | {
      readonly kind: 'record';
      readonly line: number;
      readonly uai: string;
      readonly text: string;
      readonly seen: Seen;
    }
  /** A school that is on an earlier line already. */
  | {
      readonly kind: 'repeat';
      readonly line: number;
      readonly uai: string;
      readonly text: string;
      readonly first: Seen;
    }
  /** What was never a record. */
  | { readonly kind: 'refused'; readonly line: number; readonly problem: Problem };

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

/** Characters of a batch: a hostile file has long lines, and batches on their way are held. */
const mostCharacters = 4_000_000;

const entryOf = (cut: CutRecord, schools: Map<string, Seen>): Entry => {
  if ('problem' in cut) return { kind: 'refused', ...cut };
  const { line, text } = cut;
  const parsed = parseUai(cut.uai);
  const uai = parsed.ok ? parsed.value : cut.uai;
  const first = schools.get(uai);
  if (first !== undefined) return { kind: 'repeat', line, uai, text, first };
  const seen: Seen = { line, contentHash: null };
  if (parsed.ok) schools.set(uai, seen);
  return { kind: 'record', line, uai, text, seen };
};

const refusedFile = (line: number): Entry => ({
  kind: 'refused',
  line,
  problem: schoolsTooMany(mostSchools),
});

/** Gathers records into batches, and finds the schools that the file names twice. */
export async function* batchesOf(
  blocks: AsyncIterable<CutBlock>,
  { batchSize, fromLine }: BatchOptions,
): AsyncGenerator<Batch> {
  const schools = new Map<string, Seen>();
  let entries: Entry[] = [];
  let characters = 0;
  let bytesRead = 0;
  let isUnended = false;
  for await (const block of blocks) {
    ({ bytesRead, isUnended } = block);
    for (const cut of block.records) {
      if (cut.line < fromLine) continue;
      entries.push(entryOf(cut, schools));
      if (schools.size > mostSchools) {
        yield { entries: [...entries, refusedFile(cut.line + 1)], bytesRead, isUnended: false };
        return;
      }
      if ('text' in cut) characters += cut.text.length;
      if (entries.length < batchSize && characters < mostCharacters) continue;
      yield { entries, bytesRead, isUnended: false };
      entries = [];
      characters = 0;
    }
  }
  if (entries.length > 0 || isUnended) yield { entries, bytesRead, isUnended };
}
