import { segmentBits } from '#read-models/figures';

import type { Slots } from './composition.js';
import { inSlots } from './slot-sums.js';
import type { Round, SumRow } from './sums.js';

/** Cells of places of one campaign, as the end of a segment has left them, in the slots of a question. */
export type KeptCells = {
  readonly campaign: string;
  readonly settled: bigint;
  readonly strands: number;
  readonly rows: readonly SumRow[];
};

/** Of one making of the read models: questions, the last at the end, each with its cells. */
type Memory = Map<string, readonly KeptCells[]>;

/** Of at most forty bytes each: 20,000 rows of one slot, 2,600 of thirty. */
const numbersInMemory = 260_000;

const segment = 1n << segmentBits.place;

/** Whether these may be the cells that a position is found from: PostgreSQL says whether they are. */
const isNear = ({ settled }: KeptCells, position: bigint): boolean =>
  settled - position < segment && position - settled < segment;

const numbersIn = (kept: readonly KeptCells[]): number =>
  kept.reduce((sum, { rows }) => sum + rows.length * (10 + 3 * (rows[0]?.used.length ?? 0)), 0);

/** Forgets what was asked for first, until the rest is few enough. */
const forgetSome = (memory: Memory): void => {
  let held = 0;
  for (const kept of memory.values()) held += numbersIn(kept);
  for (const [question, kept] of memory) {
    if (held <= numbersInMemory) return;
    memory.delete(question);
    held -= numbersIn(kept);
  }
};

/** What is kept of cells outlives that their campaign is closed. */
export const inRound = ({ rows }: KeptCells, round: Round): readonly SumRow[] =>
  rows.map((row) => ({ ...row, round }));

const inItsSlots = (row: SumRow, slots: Slots): SumRow => ({
  ...row,
  ...inSlots(row, slots),
  picked: true,
});

export const keptCells = () => {
  let making = '';
  const memory: Memory = new Map();
  return {
    /** What a question may be answered from, and of which making that is. */
    near: (question: string, position: bigint | null) => ({
      making,
      cells:
        position === null
          ? []
          : (memory.get(question) ?? []).filter((kept) => isNear(kept, position)),
    }),
    /** Forgets all of any other making. */
    keepTo: (next: string): void => {
      if (next !== making) memory.clear();
      making = next;
    },
    keep: (question: string, found: KeptCells, slots: Slots): void => {
      const isOther = ({ campaign, settled }: KeptCells): boolean =>
        campaign !== found.campaign || settled !== found.settled;
      const known = (memory.get(question) ?? []).filter(isOther);
      const rows = found.rows.map((row) => inItsSlots(row, slots));
      memory.delete(question);
      memory.set(question, [...known, { ...found, rows }]);
      forgetSome(memory);
    },
  };
};
