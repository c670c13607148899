import { type PackedColumn, valuesIn } from './columns.js';
import { addValue, type ExactSums, valueOf, zeroSums } from './exact-sums.js';
import {
  type LeafPlace,
  type LeafSegment,
  type PackedJournal,
  placeFrom,
  type ReadPage,
  readPages,
  segmentFrom,
  sumsOf,
  tallyFrom,
} from './journal-page.js';
import type { Tally } from './tally.js';

/** From what was settled at one position to what was known at another, be it earlier. */
export type Way = { readonly settled: bigint; readonly known: bigint };

/** How changes are to be added up: groups by their numbers from zero. */
export type Grouping = {
  /** Of a place: the groups that it is in, before they are broken down. */
  readonly groupsOf: (place: LeafPlace) => readonly number[];
  /** Of a segment: how far a group is from what it was before it was broken down; null: it counts in none. */
  readonly stepOf: (segment: LeafSegment) => number | null;
};

/** Entries of a page that count, and the group that each of them counts in: one line for each group. */
type Picked = { readonly entries: number[]; readonly groups: number[] };

const remembered = <Value>(valueFor: (text: string) => Value): ((text: string) => Value) => {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = valueFor(text);
    known.set(text, value);
    return value;
  };
};

const picker = (
  { groupsOf, stepOf }: Grouping,
  [after, to]: readonly [bigint, bigint],
): ((page: ReadPage) => Picked) => {
  const groupsAt = remembered((text) => groupsOf(placeFrom(text)));
  const stepAt = remembered((text) => stepOf(segmentFrom(text)));
  return ({ length, first, offsets, places, segments }) => {
    const [least, most] = [Number(after - first), Number(to - first)];
    const offsetOf = valuesIn(offsets);
    const [placeOf, segmentOf] = [valuesIn(places.column), valuesIn(segments.column)];
    const found: Picked = { entries: [], groups: [] };
    for (let entry = 0; entry < length; entry += 1) {
      const offset = Number(offsetOf(entry));
      if (offset <= least || offset > most) continue;
      const step = stepAt(segments.lines[Number(segmentOf(entry))] ?? '');
      if (step === null) continue;
      for (const group of groupsAt(places.lines[Number(placeOf(entry))] ?? '')) {
        found.entries.push(entry);
        found.groups.push(group + step);
      }
    }
    return found;
  };
};

/** Adds the entries that count to the sums of their groups. */
const addColumn = (sums: ExactSums, column: PackedColumn, { entries, groups }: Picked): void => {
  if (column.width === 0) return;
  const valueAt = valuesIn(column);
  for (let index = 0; index < entries.length; index += 1)
    addValue(sums, groups[index] ?? 0, valueAt(entries[index] ?? 0));
};

/**
 * What has changed on the way, added up for each group by its number: forward what has come since, backward what had
 * not yet come is taken away.
 */
export const changesOnWay = (
  journal: PackedJournal,
  { settled, known }: Way,
  grouping: Grouping,
): ((group: number) => Tally) => {
  const [sign, after, to] = known < settled ? [-1, known, settled] : [1, settled, known];
  const picksIn = picker(grouping, [after, to]);
  const totals = Array.from({ length: sumsOf(journal.slotCount) }, () => zeroSums(0));
  for (const page of readPages(journal)) {
    const picks = picksIn(page);
    if (picks.entries.length === 0) continue;
    for (let index = 0; index < totals.length; index += 1) {
      const [sums, column] = [totals[index], page.sums[index]];
      if (sums !== undefined && column !== undefined) addColumn(sums, column, picks);
    }
  }
  const signed = (value: number | bigint): number | bigint =>
    sign === 1 || value === 0 ? value : -value;
  return (group) =>
    tallyFrom(journal.slotCount, (column) => signed(valueOf(totals[column], group)));
};
