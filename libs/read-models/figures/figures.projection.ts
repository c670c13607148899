import type { CampaignEvent } from '#domain/campaign';
import type { ResponseEvent } from '#domain/response';
import type { Fact } from '#read-models/fact';

import { type FiguresContext, openBatch } from './batch.js';
import { projectCampaign } from './campaigns.projection.js';
import { type CellRow, rollUp } from './cells.js';
import type { ExcludedRow, RespondentRow, ResponseRow, RoundRow } from './figures.rows.js';
import type { History } from './history.js';
import { projectResponse } from './responses.projection.js';

export type FigureEvent = CampaignEvent | ResponseEvent;

export type FiguresChanges = {
  readonly rounds: History<RoundRow>;
  readonly respondents: readonly RespondentRow[];
  readonly excluded: readonly ExcludedRow[];
  readonly responses: History<ResponseRow>;
  /** Additions, each cell once. */
  readonly cells: readonly CellRow[];
};

const isAnswer = (fact: Fact<FigureEvent>): fact is Fact<ResponseEvent> => 'uai' in fact.event.data;
const isCampaign = (fact: Fact<FigureEvent>): fact is Fact<CampaignEvent> => !isAnswer(fact);

/** The responses that a batch speaks about, by campaign: `standingOf` must know them beforehand. */
export const touched = (
  facts: readonly Fact<FigureEvent>[],
): ReadonlyMap<string, ReadonlySet<string>> => {
  const schools = new Map<string, Set<string>>();
  for (const fact of facts) {
    if (!isAnswer(fact)) continue;
    const { campaign, uai } = fact.event.data;
    const known = schools.get(campaign);
    if (known === undefined) schools.set(campaign, new Set([uai]));
    else known.add(uai);
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
  const cells = Array.from(batch.desks.values(), ({ campaign, gauge, tallies }) =>
    rollUp(campaign, gauge.slots, tallies.values()),
  );
  return { rounds, respondents, excluded, responses, cells: cells.flat() };
};
