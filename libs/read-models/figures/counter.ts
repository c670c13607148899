import {
  addToCell,
  type Cell,
  cellsOf,
  copyCell,
  type Grain,
  grains,
  type Leaf,
  type Ledger,
  newCell,
  type PastCell,
  segmentBits,
} from './cells.js';
import type { Contribution } from './contribution.js';
import type { DistrictRow } from './figures.rows.js';
import { type Journal, openJournal, record, strandOf } from './journal.js';
import type { JournalEntry } from './journal-page.js';
import { count, type Counted, emptyTally, expect, type Tally } from './tally.js';

/** What a leaf adds to the cells that it is part of. */
type LeafTally = { readonly cells: readonly Cell[]; readonly tally: Tally; touched: bigint };

/** What one segment of positions adds, not yet in the cells. */
type Segment = { readonly start: bigint; readonly tallies: Map<Leaf | Cell, LeafTally> };

/** The sums of one campaign that a batch works on. Mutable, owned by the batch. */
export type Counter = {
  readonly campaign: string;
  /** How many indicators the survey has. */
  readonly slots: number;
  /** Cells before the batch; null: this batch counts nothing, its versions are counted later. */
  readonly ledger: Ledger | null;
  /** Cells that the batch has touched. */
  readonly cells: Map<string, Cell>;
  /** Cells as earlier segments have left them. */
  readonly past: PastCell[];
  readonly segments: Record<Grain, Segment>;
  /** The cells that each leaf is part of, those of `cells`. */
  readonly places: Readonly<Record<Grain, Map<Leaf, readonly Cell[]>>>;
  readonly journal: Journal;
  /** Departments of the list that the batch has met. */
  readonly districts: Map<string, DistrictRow>;
  /** The last position that added to the campaign's list, and whether the batch did. */
  listedTo: bigint;
  hasListed: boolean;
};

/** The campaign's cells, what is on unfinished pages of its journal, and the last position that added to its list. */
export type CampaignSums = {
  readonly ledger: Ledger;
  readonly open: readonly JournalEntry[];
  readonly listedTo: bigint;
};

type Opening = Pick<Counter, 'campaign' | 'slots'> & { readonly sums: CampaignSums | null };

const noSums = { ledger: null, open: [], listedTo: 0n };
const noSegment = (): Segment => ({ start: -1n, tallies: new Map() });

export const openCounter = ({ campaign, slots, sums }: Opening): Counter => {
  const { ledger, open, listedTo } = sums ?? noSums;
  return {
    campaign,
    slots,
    ledger,
    listedTo,
    hasListed: false,
    districts: new Map(),
    cells: new Map(),
    past: [],
    journal: openJournal(open),
    segments: { country: noSegment(), place: noSegment() },
    places: { country: new Map(), place: new Map() },
  };
};

const cellAt = (counter: Counter, [text, key]: ReturnType<typeof cellsOf>[number]): Cell => {
  const known = counter.cells.get(text);
  if (known !== undefined) return known;
  const before = counter.ledger?.get(text);
  const cell = before === undefined ? newCell(key, counter.slots) : copyCell(before);
  counter.cells.set(text, cell);
  return cell;
};

const cellsIn = (counter: Counter, grain: Grain, leaf: Leaf): readonly Cell[] => {
  const known = counter.places[grain].get(leaf);
  if (known !== undefined) return known;
  const cells = cellsOf(grain, leaf).map((named) => cellAt(counter, named));
  const strand = 1 << strandOf(leaf);
  for (const cell of cells) cell.strands |= strand;
  counter.places[grain].set(leaf, cells);
  return cells;
};

/** Adds what a segment holds to the cells; one that an earlier segment has touched last is kept as it was. */
const settle = (counter: Counter, grain: Grain): void => {
  const { start, tallies } = counter.segments[grain];
  for (const { cells, tally, touched } of tallies.values()) {
    for (const cell of cells) {
      if (cell.touched > 0n && cell.touched < start)
        counter.past.push({ campaign: counter.campaign, cell: copyCell(cell) });
      addToCell(cell, tally, touched);
    }
  }
  tallies.clear();
};

export const settleAll = (counter: Counter): void => {
  for (const grain of grains) settle(counter, grain);
};

/** Where something happens to a campaign's sums. The list stands apart: what comes after it has its own segment. */
type Touch = { readonly position: bigint; readonly lists: boolean };

const startOf = (counter: Counter, grain: Grain, { position, lists }: Touch): bigint => {
  const bits = segmentBits[grain];
  const start = (position >> bits) << bits;
  return lists || counter.listedTo < start ? start : counter.listedTo + 1n;
};

const segmentOf = (counter: Counter, grain: Grain, touch: Touch): Segment => {
  const start = startOf(counter, grain, touch);
  const current = counter.segments[grain];
  if (current.start === start) return current;
  settle(counter, grain);
  const next = { start, tallies: current.tallies };
  counter.segments[grain] = next;
  return next;
};

const tallyIn = (counter: Counter, grain: Grain, leaf: Leaf, touch: Touch): Tally => {
  const { tallies } = segmentOf(counter, grain, touch);
  const cells = cellsIn(counter, grain, leaf);
  // In the country, leaves of one type and sector are part of the same cells: the first tells which.
  const key = grain === 'country' ? (cells[0] ?? leaf) : leaf;
  const known = tallies.get(key);
  if (known !== undefined) {
    known.touched = touch.position;
    return known.tally;
  }
  const tally = emptyTally(counter.slots);
  tallies.set(key, { cells, tally, touched: touch.position });
  return tally;
};

/** Applies a change to the sums that a leaf is part of, at every grain. */
const onTallies = (
  counter: Counter,
  { leaf, touch }: { readonly leaf: Leaf; readonly touch: Touch },
  change: (tally: Tally) => void,
): void => {
  for (const grain of grains) change(tallyIn(counter, grain, leaf, touch));
};

const addDistrict = ({ campaign, districts }: Counter, leaf: Leaf): void => {
  const { department, academy, academicRegion } = leaf;
  if (department === null || academy === null) return;
  const key = `${department}|${academy}`;
  if (!districts.has(key)) districts.set(key, { campaign, department, academy, academicRegion });
};

/** Says that a list has grown up to a position. */
export const endList = (counter: Counter, position: bigint): void => {
  counter.listedTo = position;
  counter.hasListed = true;
};

/** An expected school as sums count it: its place, and what it contributes before it answers. */
export type Expected = {
  readonly leaf: Leaf;
  readonly pupils: number | null;
  readonly baseline: Contribution;
};

/** Counts a school that a list adds, at the position of the list. */
export const countExpected = (
  counter: Counter,
  { leaf, pupils, baseline }: Expected,
  position: bigint,
): void => {
  if (counter.ledger === null) return;
  onTallies(counter, { leaf, touch: { position, lists: true } }, (tally) => {
    expect(tally, pupils, baseline);
  });
  addDistrict(counter, leaf);
};

/** Counts a school that a list leaves out. */
export const countExcluded = (counter: Counter, leaf: Leaf, position: bigint): void => {
  if (counter.ledger === null) return;
  onTallies(counter, { leaf, touch: { position, lists: true } }, ({ counts }) => {
    counts.excluded += 1;
  });
  addDistrict(counter, leaf);
};

/** What a version of a response replaces, and what it puts in its place. */
export type Change = {
  readonly leaf: Leaf;
  readonly position: bigint;
  readonly before: Counted;
  readonly after: Counted;
};

/** Takes what was out of the sums, and adds what is; the journal says what that has changed. */
export const countChange = (counter: Counter, { leaf, position, before, after }: Change): void => {
  if (counter.ledger === null) return;
  const replace = (tally: Tally): void => {
    count(tally, before, -1);
    count(tally, after, 1);
  };
  const change = emptyTally(counter.slots);
  replace(change);
  record(counter.journal, { position, leaf, change });
  onTallies(counter, { leaf, touch: { position, lists: false } }, replace);
};
