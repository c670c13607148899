import { BrokenAssumption, type SchoolYear } from '#kernel';

import { type Gauge, notReceived } from './contribution.js';
import { type CampaignSums, countChange } from './counter.js';
import { type Current, type Desk, openDesk } from './desk.js';
import type {
  ExcludedRow,
  RespondentRow,
  ResponseRow,
  RoundRow,
  Standing,
} from './figures.rows.js';
import { emptyHistory, type Held, type History, supersede } from './history.js';
import { countedOf } from './standing.js';

/** What a batch of facts is projected with: definitions, and everything that it touches as it was before. */
export type FiguresContext = {
  /** By key, `etic-1d@2014`. Throws for a questionnaire that the catalogue does not have. */
  readonly gaugeOf: (questionnaire: string) => Gauge;
  /** Null for an académie that the catalogue does not know: its schools count above the region only. */
  readonly academicRegionOf: (academy: string) => string | null;
  /** The académie in which a school counts: the frozen one, unless the map of that school year contradicts it. */
  readonly academyThen: (school: Placed, schoolYear: SchoolYear) => string;
  readonly roundOf: (campaign: string) => RoundRow | undefined;
  readonly standingOf: (campaign: string, uai: string) => Standing | undefined;
  /** Of a campaign that begins: no cell. Null: nothing is counted, see `projectVersions`. */
  readonly sumsOf: (campaign: string) => CampaignSums | null;
};

type Placed = { readonly department: string; readonly academy: string };

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
  const desk = openDesk({ campaign, gauge, sums: batch.context.sumsOf(campaign) });
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

/** Makes `row` the current version of a response: takes the one before out of the sums, adds this one. */
export const become = (
  { responses }: Batch,
  desk: Desk,
  { current, row }: { readonly current: Current; readonly row: ResponseRow },
): void => {
  const { enrolled, held } = current;
  const isCounted = row.contribution !== null || (held?.row.contribution ?? null) !== null;
  if (isCounted && desk.counter.ledger !== null) {
    const { leaf, pupils } = enrolled;
    const school = { pupils, baseline: () => desk.gauge.coverage(enrolled, notReceived) };
    const before = countedOf(school, held?.row ?? null);
    const after = countedOf(school, row);
    countChange(desk.counter, { leaf, position: row.knownFrom, before, after });
  }
  desk.standings.set(row.uai, { enrolled, held: supersede(responses, held, row) });
};
