import { BrokenAssumption } from '#kernel';

import type { Leaf, LeafTally } from './cells.js';
import { type Flags, type Gauge, notReceived } from './contribution.js';
import type {
  Enrolled,
  ExcludedRow,
  RespondentRow,
  ResponseRow,
  RoundRow,
  Standing,
} from './figures.rows.js';
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

/** Everything of one campaign that a batch works on. */
export type Desk = {
  readonly campaign: string;
  readonly gauge: Gauge;
  /** Responses that the batch has met, by UAI. */
  readonly standings: Map<string, Current>;
  readonly tallies: Map<Leaf, LeafTally>;
};

/** A batch on its way: everything but the context is filled in place and dropped at its end. */
export type Batch = {
  readonly context: FiguresContext;
  readonly rounds: History<RoundRow>;
  readonly currentRounds: Map<string, Held<RoundRow>>;
  readonly respondents: RespondentRow[];
  readonly excluded: ExcludedRow[];
  readonly responses: History<ResponseRow>;
  readonly desks: Map<string, Desk>;
};

export const openBatch = (context: FiguresContext): Batch => ({
  context,
  rounds: emptyHistory(),
  currentRounds: new Map(),
  respondents: [],
  excluded: [],
  responses: emptyHistory(),
  desks: new Map(),
});

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

/** The desk of a campaign, set up at its first use. Throws for one that was never opened. */
export const deskOf = (batch: Batch, campaign: string): Desk => {
  const known = batch.desks.get(campaign);
  if (known !== undefined) return known;
  const { survey, version } = heldRound(batch, campaign).row;
  const gauge = batch.context.gaugeOf(`${survey}@${version}`);
  const desk = { campaign, gauge, standings: new Map(), tallies: new Map() };
  batch.desks.set(campaign, desk);
  return desk;
};

export const currentOf = (batch: Batch, { campaign, standings }: Desk, uai: string): Current => {
  const known = standings.get(uai);
  if (known !== undefined) return known;
  const before = batch.context.standingOf(campaign, uai);
  if (before === undefined)
    throw new BrokenAssumption(`the campaign ${campaign} does not expect ${uai}`);
  const { enrolled, response } = before;
  return { enrolled, held: response === null ? null : { row: response, opened: null } };
};

/** The sums of a leaf, empty at its first use. */
export const tallyOf = ({ gauge, tallies }: Desk, leaf: Leaf): Tally => {
  const known = tallies.get(leaf);
  if (known !== undefined) return known.tally;
  const tally = emptyTally(gauge.slots);
  tallies.set(leaf, { leaf, tally });
  return tally;
};

/** A respondent as sums count it; without a response, it is expected and nothing more. */
const countedOf = (
  gauge: Gauge,
  enrolled: Enrolled,
  response: ResponseRow | undefined,
): Counted => ({
  pupils: enrolled.pupils,
  flags: response === undefined ? notReceived : flagsOf(response),
  synthetic: response?.synthetic ?? false,
  contribution: response?.contribution ?? gauge.coverage(enrolled, notReceived),
});

/** Makes `row` the current version of a response: takes the one before out of the sums, adds this one. */
export const become = (
  { responses }: Batch,
  desk: Desk,
  { current, row }: { readonly current: Current; readonly row: ResponseRow },
): void => {
  const { enrolled, held } = current;
  const tally = tallyOf(desk, enrolled.leaf);
  count(tally, countedOf(desk.gauge, enrolled, held?.row), -1);
  count(tally, countedOf(desk.gauge, enrolled, row), 1);
  desk.standings.set(row.uai, { enrolled, held: supersede(responses, held, row) });
};
