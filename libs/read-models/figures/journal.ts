import type { Leaf } from './cells.js';
import { type JournalEntry, type PackedPage, packPage, pageLength } from './journal-page.js';

/** The journal of a campaign is kept in strands: who asks for one place need not read of all. */
export const strandCount = 4;

/** All of an académie are in one strand. */
export const strandOf = ({ academy }: Pick<Leaf, 'academy'>): number => {
  const code = academy ?? '';
  let sum = 0;
  for (let index = 0; index < code.length; index += 1) sum += code.charCodeAt(index);
  return sum % strandCount;
};

type Strand = {
  /** Pages that the batch has filled. */
  readonly filled: PackedPage[];
  /** Of the last page, which is not full. */
  entries: JournalEntry[];
  /** How many entries of the first page were there before the batch. */
  readonly before: number;
};

/** What a batch adds to the journal of a campaign: its strands. Mutable, owned by the batch. */
export type Journal = readonly Strand[];

/** A page as a batch leaves it. */
export type PageRow = PackedPage & {
  readonly campaign: string;
  readonly strand: number;
  /** Whether an earlier batch has written a part of it. */
  readonly isContinued: boolean;
};

/** Goes on from the entries of pages that are not full. */
export const openJournal = (open: readonly JournalEntry[]): Journal =>
  Array.from({ length: strandCount }, (_, strand) => {
    const entries = open.filter(({ leaf }) => strandOf(leaf) === strand);
    return { filled: [], entries, before: entries.length };
  });

/** Pages end with a number of changes: never with a batch, so that live equals rebuilt. */
export const record = (journal: Journal, entry: JournalEntry): void => {
  const strand = journal[strandOf(entry.leaf)];
  strand?.entries.push(entry);
  if (strand === undefined || strand.entries.length < pageLength) return;
  strand.filled.push(packPage(strand.entries));
  strand.entries = [];
};

/** The pages that the batch has filled or added to. */
export const pageRows = (campaign: string, journal: Journal): readonly PageRow[] =>
  journal.flatMap(({ filled, entries, before }, strand) => {
    const isSame = filled.length === 0 && entries.length === before;
    const pages = isSame || entries.length === 0 ? filled : [...filled, packPage(entries)];
    return pages.map((page, index) => ({
      ...page,
      campaign,
      strand,
      isContinued: index === 0 && before > 0,
    }));
  });

/** Entries of pages that are not full. */
export const openEntries = (journal: Journal): readonly JournalEntry[] =>
  journal.flatMap(({ entries }) => entries);
