import type { Leaf } from './cells.js';
import {
  columnReader,
  packGroups,
  type PackedColumn,
  type Part,
  partsOf,
  valuesIn,
} from './columns.js';
import { addValue, valuesOf } from './exact-sums.js';
import { emptyTally, type Tally } from './tally.js';

/** What one version of a response has changed in the sums that its leaf is part of. */
export type JournalEntry = {
  readonly position: bigint;
  readonly leaf: Leaf;
  readonly change: Tally;
};

/** How many changes of a strand make a page: about 4 kB with the largest surveys. */
export const pageLength = 32;

/** A page as a table keeps it, column by column. */
export type PackedPage = {
  /** Of the first entry. */
  readonly first: bigint;
  /** The places that entries name, in lines. */
  readonly places: string;
  /** Their school types and sectors, in lines. */
  readonly segments: string;
  /** First position, entries, places and segments; then of each entry position, place, segment and counts. */
  readonly head: Uint8Array;
  /** Of each slot, columns of used, numerators and denominators. */
  readonly slots: readonly Uint8Array[];
};

/** Those that a response can change. */
const counted = ['received', 'validated', 'late', 'pupilsReceived', 'synthetic'] as const;
const measured = ['used', 'numerators', 'denominators'] as const;

/** The territories that a leaf is in. */
export type LeafPlace = Pick<Leaf, 'department' | 'academy' | 'academicRegion'>;
/** What a leaf is broken down by. */
export type LeafSegment = Pick<Leaf, 'schoolType' | 'sector'>;

const noBytes = new Uint8Array();
const line = '\n';
const textOf = (parts: readonly (string | null)[]): string => parts.join('|');
const placeText = ({ department, academy, academicRegion }: LeafPlace): string =>
  textOf([department, academy, academicRegion]);
const segmentText = ({ schoolType, sector }: LeafSegment): string => textOf([schoolType, sector]);

export const placeFrom = (text: string): LeafPlace => {
  const end = text.indexOf('|');
  const last = text.lastIndexOf('|');
  return {
    department: text.slice(0, end) || null,
    academy: text.slice(end + 1, last) || null,
    academicRegion: text.slice(last + 1) || null,
  };
};

export const segmentFrom = (text: string): LeafSegment => {
  const end = text.indexOf('|');
  return { schoolType: text.slice(0, end) || null, sector: text.slice(end + 1) || null };
};

/** Each text once, in the order in which they come, and which of them each was. */
const dictionary = (texts: readonly string[]) => {
  const numbers = new Map<string, number>();
  const column = texts.map((text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  });
  return { lines: [...numbers.keys()], column };
};

const slotsOf = (entries: readonly JournalEntry[]): readonly (readonly Part[])[] => {
  const used = entries.map(({ change }) => change.used);
  const numerators = entries.map(({ change }) => valuesOf(change.numerators));
  const denominators = entries.map(({ change }) => valuesOf(change.denominators));
  return Array.from({ length: used[0]?.length ?? 0 }, (_, column) => [
    { table: used, column },
    { table: numerators, column },
    { table: denominators, column },
  ]);
};

/** Entries in the order of their positions, at least one. */
export const packPage = (entries: readonly JournalEntry[]): PackedPage => {
  const first = entries[0]?.position ?? 0n;
  const places = dictionary(entries.map(({ leaf }) => placeText(leaf)));
  const segments = dictionary(entries.map(({ leaf }) => segmentText(leaf)));
  const [head = noBytes, ...slots] = packGroups([
    partsOf([
      [first, entries.length, places.lines.length, segments.lines.length],
      entries.map(({ position }) => Number(position - first)),
      places.column,
      segments.column,
      ...counted.map((name) => entries.map(({ change }) => change.counts[name])),
    ]),
    ...slotsOf(entries),
  ]);
  return {
    first,
    places: places.lines.join(line),
    segments: segments.lines.join(line),
    head,
    slots,
  };
};

/** Pages one after the other, each with the same slots. */
export type PackedJournal = {
  readonly places: string;
  readonly segments: string;
  readonly heads: Uint8Array;
  readonly slots: Uint8Array;
  /** How many of each page. */
  readonly slotCount: number;
};

/** Texts that entries name, and which of them each entry does. */
type Named = { readonly lines: readonly string[]; readonly column: PackedColumn };

/** A page that is read where it stands. */
export type ReadPage = {
  readonly length: number;
  readonly first: bigint;
  /** Of each entry: its position, counted from the first. */
  readonly offsets: PackedColumn;
  readonly places: Named;
  readonly segments: Named;
  /** Of the `counted`, then of the `measured` of each slot. */
  readonly sums: readonly PackedColumn[];
};

export const sumsOf = (slotCount: number): number => counted.length + slotCount * measured.length;

/** Takes the next lines of a text, as many as it is asked for. */
const lineReader = (text: string): ((count: number) => readonly string[]) => {
  const lines = text.split(line);
  let at = 0;
  return (count) => lines.slice(at, (at += count));
};

export const readPages = function* (journal: PackedJournal): Generator<ReadPage> {
  const places = lineReader(journal.places);
  const segments = lineReader(journal.segments);
  const head = columnReader(journal.heads);
  const slots = columnReader(journal.slots);
  const sums = sumsOf(journal.slotCount);
  while (!head.isAtEnd()) {
    const about = valuesIn(head.next(4));
    const length = Number(about(1));
    yield {
      length,
      first: BigInt(about(0)),
      offsets: head.next(length),
      places: { lines: places(Number(about(2))), column: head.next(length) },
      segments: { lines: segments(Number(about(3))), column: head.next(length) },
      sums: Array.from({ length: sums }, (_, column) =>
        (column < counted.length ? head : slots).next(length),
      ),
    };
  }
};

/** A tally from its sums, in the order of a page's. */
export const tallyFrom = (slotCount: number, sumOf: (column: number) => number | bigint): Tally => {
  const tally = emptyTally(slotCount);
  counted.forEach((name, column) => {
    tally.counts[name] = Number(sumOf(column));
  });
  for (let slot = 0; slot < slotCount; slot += 1) {
    const column = sumsOf(slot);
    tally.used[slot] = Number(sumOf(column));
    addValue(tally.numerators, slot, sumOf(column + 1));
    addValue(tally.denominators, slot, sumOf(column + 2));
  }
  return tally;
};

/** The entries of pages of all slots. */
export const entriesOf = (journal: PackedJournal): readonly JournalEntry[] =>
  Array.from(readPages(journal)).flatMap(({ length, first, offsets, places, segments, sums }) => {
    const [offsetOf, placeOf] = [valuesIn(offsets), valuesIn(places.column)];
    const segmentOf = valuesIn(segments.column);
    const columns = sums.map(valuesIn);
    return Array.from({ length }, (_, entry) => ({
      position: first + BigInt(offsetOf(entry)),
      leaf: {
        ...placeFrom(places.lines[Number(placeOf(entry))] ?? ''),
        ...segmentFrom(segments.lines[Number(segmentOf(entry))] ?? ''),
      },
      change: tallyFrom(journal.slotCount, (column) => columns[column]?.(entry) ?? 0),
    }));
  });
