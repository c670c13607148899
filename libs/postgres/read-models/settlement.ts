import { BrokenAssumption, type Position } from '#kernel';
import {
  type CampaignSums,
  type Cell,
  type Contribution,
  countedOf,
  type CountedVersion,
  type JournalEntry,
  type Leaf,
  type RoundRow,
  settle,
  type SumChanges,
  type Uncounted,
} from '#read-models/figures';

import { type Connection, query } from '../pool/pool.js';
import type { Definitions } from './definitions.js';
import { readRounds } from './figures.statements.js';
import { contributionOf, leafMaker, loadSums, writeSums } from './figures.tables.js';
import {
  readChanges,
  readListed,
  type StoredChange,
  type StoredListed,
} from './settlement.statements.js';

type Sums = { readonly ledger: Map<string, Cell>; open: readonly JournalEntry[]; listedTo: bigint };

/** Campaigns whose cells are kept in memory: about 5 MB each, when they are national. */
const campaignsInMemory = 12;

/** The cells of the campaigns that were counted last, as they were left at a position. */
export class SumsMemory {
  readonly #campaigns = new Map<string, Sums>();
  #at: Position | undefined;

  /** Whether nobody else has counted since. */
  isOf(position: Position): boolean {
    return this.#at === position;
  }

  clear(): void {
    this.#campaigns.clear();
    this.#at = undefined;
  }

  /** Forgets everything that is not of this position. */
  begin(position: Position): void {
    if (!this.isOf(position)) this.clear();
    // What happens in between must not be taken for true.
    this.#at = undefined;
  }

  end(position: Position): void {
    this.#at = position;
    for (const oldest of this.#campaigns.keys()) {
      if (this.#campaigns.size <= campaignsInMemory) return;
      this.#campaigns.delete(oldest);
    }
  }

  async load(connection: Connection, campaign: string): Promise<void> {
    const known = this.#campaigns.get(campaign) ?? (await loadSums(connection, campaign));
    this.#campaigns.delete(campaign);
    this.#campaigns.set(campaign, known);
  }

  of(campaign: string): CampaignSums {
    const known = this.#campaigns.get(campaign);
    if (known !== undefined) return known;
    throw new BrokenAssumption(`the sums of ${campaign} were not read`);
  }

  remember({ rolls, ledgers, openPages }: SumChanges): void {
    for (const { campaign, listedTo } of rolls) {
      const sums = this.#campaigns.get(campaign);
      if (sums !== undefined) sums.listedTo = listedTo;
    }
    for (const [campaign, cells] of ledgers) {
      const sums = this.#campaigns.get(campaign);
      for (const [text, cell] of cells) sums?.ledger.set(text, cell);
    }
    for (const [campaign, open] of openPages) {
      const sums = this.#campaigns.get(campaign);
      if (sums !== undefined) sums.open = open;
    }
  }
}

type LeafOf = (leaf: Leaf) => Leaf;

const nothing: Contribution = { numerators: [], denominators: [] };

const listsOf = (rows: readonly StoredListed[], leafOf: LeafOf): readonly Uncounted[] => {
  const lists = new Map<string, Extract<Uncounted, { kind: 'listed' }> & Growing>();
  for (const row of rows) {
    const { campaign, position, pupils } = row;
    const key = `${campaign}|${String(position)}`;
    const list = lists.get(key) ?? {
      ...{ kind: 'listed' as const, campaign, position },
      ...{ expected: [], excluded: [] },
    };
    lists.set(key, list);
    const leaf = leafOf(row);
    if (row.isExpected)
      list.expected.push({ leaf, pupils, baseline: contributionOf(row) ?? nothing });
    else list.excluded.push(leaf);
  }
  return [...lists.values()];
};

type Growing = {
  readonly expected: { leaf: Leaf; pupils: number | null; baseline: Contribution }[];
  readonly excluded: Leaf[];
};

const versionBefore = (row: StoredChange): CountedVersion | null =>
  row.wasStatus === null
    ? null
    : {
        status: row.wasStatus,
        late: row.wasLate,
        synthetic: row.wasSynthetic,
        contribution: contributionOf({
          numerators: row.wasNumerators,
          denominators: row.wasDenominators,
        }),
      };

const versionAfter = (row: StoredChange): CountedVersion => ({
  status: row.isStatus,
  late: row.isLate,
  synthetic: row.isSynthetic,
  contribution: contributionOf({ numerators: row.isNumerators, denominators: row.isDenominators }),
});

const changeOf = (row: StoredChange, leafOf: LeafOf): Uncounted => {
  const { position, campaign, pupils, baseNumerators, baseDenominators } = row;
  const stored = { numerators: baseNumerators, denominators: baseDenominators };
  const school = { pupils, baseline: () => contributionOf(stored) ?? nothing };
  const before = countedOf(school, versionBefore(row));
  const after = countedOf(school, versionAfter(row));
  return { kind: 'changed', campaign, position, leaf: leafOf(row), before, after };
};

const slotsIn = (
  rounds: readonly RoundRow[],
  { gaugeOf }: Definitions,
): ((campaign: string) => number) => {
  const slots = new Map(
    rounds.map(({ campaign, survey, version }) => [
      campaign,
      gaugeOf(`${survey}@${version}`).slots,
    ]),
  );
  return (campaign) => {
    const known = slots.get(campaign);
    if (known !== undefined) return known;
    throw new BrokenAssumption(`the campaign ${campaign} was never opened`);
  };
};

const byPosition = (steps: readonly Uncounted[]): readonly Uncounted[] =>
  [...steps].sort((one, other) => (one.position < other.position ? -1 : 1));

/** Counts the versions after one position, up to another, in the connection's transaction and place. */
export const settleBetween = async (
  connection: Connection,
  { after, to }: { readonly after: Position; readonly to: Position },
  { definitions, memory }: { readonly definitions: Definitions; readonly memory: SumsMemory },
): Promise<void> => {
  const leafOf = leafMaker();
  const lists = listsOf(await query(connection, readListed, [after, to]), leafOf);
  const changed = await query(connection, readChanges, [after, to]);
  const steps = byPosition([...lists, ...changed.map((row) => changeOf(row, leafOf))]);
  if (steps.length === 0) return;
  const campaigns = [...new Set(steps.map(({ campaign }) => campaign))];
  const rounds = await query(connection, readRounds, [campaigns]);
  for (const campaign of campaigns) await memory.load(connection, campaign);
  const slotsOf = slotsIn(rounds, definitions);
  const changes = settle({ slotsOf, sumsOf: (campaign) => memory.of(campaign) }, steps);
  await writeSums(connection, changes);
  memory.remember(changes);
};
