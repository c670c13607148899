import { type CellRow, cellRow, type Leaf, type Ledger, type PastCell } from './cells.js';
import {
  type CampaignSums,
  type Change,
  countChange,
  type Counter,
  countExcluded,
  countExpected,
  endList,
  type Expected,
  openCounter,
  settleAll,
} from './counter.js';
import type { DistrictRow, RollRow } from './figures.rows.js';
import { openEntries, type PageRow, pageRows } from './journal.js';
import type { JournalEntry } from './journal-page.js';

/** What has been counted: cells, and the lists that they are the sums of. */
export type SumChanges = {
  readonly districts: readonly DistrictRow[];
  /** Of the campaigns whose list has grown. */
  readonly rolls: readonly RollRow[];
  /** Cells as they are now: those that the batch has touched. */
  readonly cells: readonly CellRow[];
  /** The same, by campaign: `sumsOf` must know them at the next batch. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  /** Cells as earlier segments of positions have left them. */
  readonly pastCells: readonly PastCell[];
  /** Of the journals: those that the batch has filled or added to. */
  readonly pages: readonly PageRow[];
  /** What is on unfinished pages of each campaign's journal: as `ledgers`. */
  readonly openPages: ReadonlyMap<string, readonly JournalEntry[]>;
};

/** Ends what a batch counts. */
export const sumChanges = (counters: readonly Counter[]): SumChanges => {
  counters.forEach(settleAll);
  return {
    districts: counters.flatMap(({ districts }) => [...districts.values()]),
    rolls: counters
      .filter(({ hasListed }) => hasListed)
      .map(({ campaign, listedTo }) => ({ campaign, listedTo })),
    cells: counters.flatMap(({ campaign, cells }) =>
      Array.from(cells.values(), (cell) => cellRow(campaign, cell)),
    ),
    ledgers: new Map(counters.map(({ campaign, cells }) => [campaign, cells])),
    pastCells: counters.flatMap(({ past }) => past),
    pages: counters.flatMap(({ campaign, journal }) => pageRows(campaign, journal)),
    openPages: new Map(counters.map(({ campaign, journal }) => [campaign, openEntries(journal)])),
  };
};

/** One version, or one part of a list, that is not counted yet. */
export type Uncounted = { readonly campaign: string } & (
  | {
      readonly kind: 'listed';
      readonly position: bigint;
      readonly expected: readonly Expected[];
      readonly excluded: readonly Leaf[];
    }
  | ({ readonly kind: 'changed' } & Change)
);

export type SettlementContext = {
  /** How many indicators the campaign's survey has. */
  readonly slotsOf: (campaign: string) => number;
  readonly sumsOf: (campaign: string) => CampaignSums;
};

const apply = (counter: Counter, step: Uncounted): void => {
  if (step.kind === 'changed') {
    countChange(counter, step);
    return;
  }
  for (const school of step.expected) countExpected(counter, school, step.position);
  for (const leaf of step.excluded) countExcluded(counter, leaf, step.position);
  endList(counter, step.position);
};

/**
 * Counts versions that `projectVersions` has made, whoever has: given all of them in the order of their
 * positions, the sums are those of `project`, byte for byte.
 */
export const settle = (
  { slotsOf, sumsOf }: SettlementContext,
  steps: readonly Uncounted[],
): SumChanges => {
  const counters = new Map<string, Counter>();
  for (const step of steps) {
    const { campaign } = step;
    const known = counters.get(campaign);
    const counter =
      known ?? openCounter({ campaign, slots: slotsOf(campaign), sums: sumsOf(campaign) });
    if (known === undefined) counters.set(campaign, counter);
    apply(counter, step);
  }
  return sumChanges([...counters.values()]);
};
