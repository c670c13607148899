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
import type { Gauge } from './contribution.js';
import type { Enrolled, ResponseRow } from './figures.rows.js';
import type { Held } from './history.js';
import { emptyTally, type Tally } from './tally.js';

export type Current = { readonly enrolled: Enrolled; readonly held: Held<ResponseRow> | null };

/** What a leaf adds to the cells that it is part of. */
type LeafTally = { readonly cells: readonly Cell[]; readonly tally: Tally; touched: bigint };

/** What one segment of positions adds, not yet in the cells. */
type Segment = { readonly start: bigint; readonly tallies: Map<Leaf | Cell, LeafTally> };

/** Everything of one campaign that a batch works on. Mutable, owned by the batch. */
export type Desk = {
  readonly campaign: string;
  readonly gauge: Gauge;
  /** Responses that the batch has met, by UAI. */
  readonly standings: Map<string, Current>;
  /** Cells before the batch. */
  readonly ledger: Ledger;
  /** Cells that the batch has touched. */
  readonly cells: Map<string, Cell>;
  /** Cells as earlier segments have left them. */
  readonly past: PastCell[];
  readonly segments: Record<Grain, Segment>;
  /** The cells that each leaf is part of, those of `cells`. */
  readonly places: Readonly<Record<Grain, Map<Leaf, readonly Cell[]>>>;
  /** The last position that added to the campaign's list. */
  listedTo: bigint;
};

type Opening = Pick<Desk, 'campaign' | 'gauge' | 'ledger' | 'listedTo'>;

const noSegment = (): Segment => ({ start: -1n, tallies: new Map() });

export const openDesk = (opening: Opening): Desk => ({
  ...opening,
  standings: new Map(),
  cells: new Map(),
  past: [],
  segments: { country: noSegment(), place: noSegment() },
  places: { country: new Map(), place: new Map() },
});

const cellAt = (desk: Desk, [text, key]: ReturnType<typeof cellsOf>[number]): Cell => {
  const known = desk.cells.get(text);
  if (known !== undefined) return known;
  const before = desk.ledger.get(text);
  const cell = before === undefined ? newCell(key, desk.gauge.slots) : copyCell(before);
  desk.cells.set(text, cell);
  return cell;
};

const cellsIn = (desk: Desk, grain: Grain, leaf: Leaf): readonly Cell[] => {
  const known = desk.places[grain].get(leaf);
  if (known !== undefined) return known;
  const cells = cellsOf(grain, leaf).map((named) => cellAt(desk, named));
  desk.places[grain].set(leaf, cells);
  return cells;
};

/** Adds what a segment holds to the cells; one that an earlier segment has touched last is kept as it was. */
const settle = (desk: Desk, grain: Grain): void => {
  const { start, tallies } = desk.segments[grain];
  for (const { cells, tally, touched } of tallies.values()) {
    for (const cell of cells) {
      if (cell.touched > 0n && cell.touched < start)
        desk.past.push({ campaign: desk.campaign, cell: copyCell(cell) });
      addToCell(cell, tally, touched);
    }
  }
  tallies.clear();
};

export const settleAll = (desk: Desk): void => {
  for (const grain of grains) settle(desk, grain);
};

/** Where something happens to a campaign's sums. The list stands apart: what comes after it has its own segment. */
export type Touch = { readonly position: bigint; readonly lists: boolean };

const startOf = (desk: Desk, grain: Grain, { position, lists }: Touch): bigint => {
  const bits = segmentBits[grain];
  const start = (position >> bits) << bits;
  return lists || desk.listedTo < start ? start : desk.listedTo + 1n;
};

const segmentOf = (desk: Desk, grain: Grain, touch: Touch): Segment => {
  const start = startOf(desk, grain, touch);
  const current = desk.segments[grain];
  if (current.start === start) return current;
  settle(desk, grain);
  const next = { start, tallies: current.tallies };
  desk.segments[grain] = next;
  return next;
};

const tallyIn = (desk: Desk, grain: Grain, leaf: Leaf, touch: Touch): Tally => {
  const { tallies } = segmentOf(desk, grain, touch);
  const cells = cellsIn(desk, grain, leaf);
  // In the country, leaves of one type and sector are part of the same cells: the first tells which.
  const key = grain === 'country' ? (cells[0] ?? leaf) : leaf;
  const known = tallies.get(key);
  if (known !== undefined) {
    known.touched = touch.position;
    return known.tally;
  }
  const tally = emptyTally(desk.gauge.slots);
  tallies.set(key, { cells, tally, touched: touch.position });
  return tally;
};

/** Applies a change to the sums that a leaf is part of, at every grain. */
export const onTallies = (
  desk: Desk,
  { leaf, touch }: { readonly leaf: Leaf; readonly touch: Touch },
  change: (tally: Tally) => void,
): void => {
  for (const grain of grains) change(tallyIn(desk, grain, leaf, touch));
};
