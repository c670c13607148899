import { BrokenAssumption } from '#kernel';

import type { Leaf, LeafTally } from './cells.js';
import type { Flags, Gauge } from './contribution.js';
import type { Enrolled, ExcludedRow, RespondentRow, ResponseRow, RoundRow, Standing } from './figures.rows.js';
import { emptyHistory, type Held, type History, supersede } from './history.js';
import { count, type Counted, emptyTally, type Tally } from './tally.js';

/** What a batch of facts is projected with: definitions, and everything that it touches as it was before. */
export type FiguresContext = {
  /** By key, `etic-1d@2014`. Throws for a questionnaire that the catalogue does not have. */
  readonly gaugeOf: (questionnaire: string) => Gauge;
  /** Null for an académie that the catalogue does not know: its schools count above the region only. */
  readonly academicRegionOf: (academy: string) => string | null;
  readonly roundOf: (campaign: string) => RoundRow | undefined;
  readonly standingOf: (campaign: string, uai: string) => Standing | undefined;
};

export type Current = { readonly enrolled: Enrolled; readonly held: Held<ResponseRow> | null };

type Leaves = { readonly slots: number; readonly tallies: Map<Leaf, LeafTally> };

/** A batch on its way: everything but the context is filled in place and dropped at its end. */
export type Batch = {
  readonly context: FiguresContext;
  readonly rounds: History<RoundRow>;
  readonly currentRounds: Map<string, Held<RoundRow>>;
  readonly respondents: RespondentRow[];
  readonly excluded: ExcludedRow[];
  readonly responses: History<ResponseRow>;
  readonly standings: Map<string, Current>;
  readonly leaves: Map<string, Leaves>;
};

export const openBatch = (context: FiguresContext): Batch => ({
  context,
  rounds: emptyHistory(),
  currentRounds: new Map(),
  respondents: [],
  excluded: [],
  responses: emptyHistory(),
  standings: new Map(),
  leaves: new Map(),
});

export const notReceived: Flags = { received: false, validated: false, late: false };

export const flagsOf = ({ status, late }: Pick<ResponseRow, 'status' | 'late'>): Flags => {
  const received = status === 'submitted' || status === 'validated';
  return { received, validated: status === 'validated', late: received && late };
};

export const heldRound = (batch: Batch, campaign: string): Held<RoundRow> => {
  const held = batch.currentRounds.get(campaign);
  if (held !== undefined) return held;
  const row = batch.context.roundOf(campaign);
  if (row !== undefined) return { row, opened: null };
  throw new BrokenAssumption(`the campaign ${campaign} was never opened`);
};

export const gaugeOfCampaign = (batch: Batch, campaign: string): Gauge => {
  const { survey, version } = heldRound(batch, campaign).row;
  return batch.context.gaugeOf(`${survey}@${version}`);
};

/** How a campaign and a school name one response, in memory only. */
export const keyOf = (campaign: string, uai: string): string => `${campaign}.${uai}`;

export const currentOf = (batch: Batch, campaign: string, uai: string): Current => {
  const known = batch.standings.get(keyOf(campaign, uai));
  if (known !== undefined) return known;
  const before = batch.context.standingOf(campaign, uai);
  if (before === undefined)
    throw new BrokenAssumption(`the campaign ${campaign} does not expect ${uai}`);
  const { enrolled, response } = before;
  return { enrolled, held: response === null ? null : { row: response, opened: null } };
};

/** The sums of a leaf, empty at its first use. */
export const tallyOf = (
  batch: Batch,
  campaign: string,
  about: { leaf: Leaf; slots: number },
): Tally => {
  const { leaf, slots } = about;
  const leaves = batch.leaves.get(campaign) ?? { slots, tallies: new Map<Leaf, LeafTally>() };
  batch.leaves.set(campaign, leaves);
  const known = leaves.tallies.get(leaf);
  if (known !== undefined) return known.tally;
  const tally = emptyTally(slots);
  leaves.tallies.set(leaf, { leaf, tally });
  return tally;
};

/** A respondent as sums count it; without a response, its baseline. */
export const countedOf = (enrolled: Enrolled, response: ResponseRow | undefined): Counted => ({
  pupils: enrolled.pupils,
  flags: response === undefined ? notReceived : flagsOf(response),
  synthetic: response?.synthetic ?? false,
  contribution: response?.contribution ?? enrolled.baseline,
});

/** Makes `row` the current version of a response: takes the one before out of the sums, adds this one. */
export const become = (batch: Batch, { enrolled, held }: Current, row: ResponseRow): void => {
  const { leaf, baseline } = enrolled;
  const tally = tallyOf(batch, row.campaign, { leaf, slots: baseline.numerators.length });
  count(tally, countedOf(enrolled, held?.row), -1);
  count(tally, countedOf(enrolled, row), 1);
  batch.standings.set(keyOf(row.campaign, row.uai), {
    enrolled,
    held: supersede(batch.responses, held, row),
  });
};
