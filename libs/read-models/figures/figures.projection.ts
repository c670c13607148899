import type { CampaignEvent } from '#domain/campaign';
import type { ResponseEvent } from '#domain/response';
import type { Fact } from '#read-models/fact';

import { type FiguresContext, openBatch } from './batch.js';
import { projectCampaign } from './campaigns.projection.js';
import { type CellRow, cellRow, type Ledger, type PastCell } from './cells.js';
import { settleAll } from './desk.js';
import type {
  DistrictRow,
  ExcludedRow,
  RespondentRow,
  ResponseRow,
  RollRow,
  RoundRow,
} from './figures.rows.js';
import type { History } from './history.js';
import { projectResponse } from './responses.projection.js';

export type FigureEvent = CampaignEvent | ResponseEvent;

export type FiguresChanges = {
  readonly rounds: History<RoundRow>;
  readonly respondents: readonly RespondentRow[];
  readonly excluded: readonly ExcludedRow[];
  readonly responses: History<ResponseRow>;
  readonly districts: readonly DistrictRow[];
  /** Of the campaigns whose list has grown. */
  readonly rolls: readonly RollRow[];
  /** Cells as they are now: those that the batch has touched. */
  readonly cells: readonly CellRow[];
  /** The same, by campaign: `sumsOf` must know them at the next batch. */
  readonly ledgers: ReadonlyMap<string, Ledger>;
  /** Cells as earlier segments of positions have left them. */
  readonly pastCells: readonly PastCell[];
};

const isAnswer = (fact: Fact<FigureEvent>): fact is Fact<ResponseEvent> => 'uai' in fact.event.data;
const isCampaign = (fact: Fact<FigureEvent>): fact is Fact<CampaignEvent> => !isAnswer(fact);

/**
 * The responses that a batch speaks about, by campaign: `standingOf` must know them beforehand, and `sumsOf`
 * the campaigns, also those whose list alone grows.
 */
export const touched = (
  facts: readonly Fact<FigureEvent>[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const schools = new Map<string, Set<string>>();
  for (const fact of facts) {
    if (!isAnswer(fact) && fact.event.type !== 'RespondentsListed') continue;
    const { campaign } = fact.event.data;
    const known = schools.get(campaign) ?? new Set();
    if (known.size === 0) schools.set(campaign, known);
    if (isAnswer(fact)) known.add(fact.event.data.uai);
  }
  return schools;
};

/**
 * What a batch changes. Sums are exact, so the same facts cut into other batches leave the same rows.
 * Throws on a fact that contradicts the ones before it: the log is broken, or the context incomplete.
 */
export const project = (
  context: FiguresContext,
  facts: readonly Fact<FigureEvent>[],
): FiguresChanges => {
  const batch = openBatch(context);
  for (const fact of facts) {
    if (isAnswer(fact)) projectResponse(batch, fact);
    else if (isCampaign(fact)) projectCampaign(batch, fact);
  }
  const { rounds, respondents, excluded, responses } = batch;
  const desks = [...batch.desks.values()];
  desks.forEach(settleAll);
  return {
    rounds,
    respondents,
    excluded,
    responses,
    districts: [...batch.districts.values()],
    rolls: desks
      .filter(({ campaign, listedTo }) => listedTo > context.sumsOf(campaign).listedTo)
      .map(({ campaign, listedTo }) => ({ campaign, listedTo })),
    cells: desks.flatMap(({ campaign, cells }) =>
      Array.from(cells.values(), (cell) => cellRow(campaign, cell)),
    ),
    ledgers: new Map(desks.map(({ campaign, cells }) => [campaign, cells])),
    pastCells: desks.flatMap(({ past }) => past),
  };
};
