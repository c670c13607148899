import type { CampaignEvent } from '#domain/campaign';
import type { ResponseEvent } from '#domain/response';
import type { Fact } from '#read-models/fact';

import { type Batch, type FiguresContext, openBatch } from './batch.js';
import { projectCampaign } from './campaigns.projection.js';
import type { ExcludedRow, RespondentRow, ResponseRow, RoundRow } from './figures.rows.js';
import type { History } from './history.js';
import { projectResponse } from './responses.projection.js';
import { type SumChanges, sumChanges } from './settlement.projection.js';

export type FigureEvent = CampaignEvent | ResponseEvent;

/** Versions of rows, each with the position from which it holds. */
export type VersionChanges = {
  readonly rounds: History<RoundRow>;
  readonly respondents: readonly RespondentRow[];
  readonly excluded: readonly ExcludedRow[];
  readonly responses: History<ResponseRow>;
};

export type FiguresChanges = VersionChanges & SumChanges;

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

const apply = (batch: Batch, facts: readonly Fact<FigureEvent>[]): void => {
  for (const fact of facts) {
    if (isAnswer(fact)) projectResponse(batch, fact);
    else if (isCampaign(fact)) projectCampaign(batch, fact);
  }
};

const versionsOf = ({ rounds, respondents, excluded, responses }: Batch): VersionChanges => ({
  rounds,
  respondents,
  excluded,
  responses,
});

/** A batch that is projected part by part. */
export type Projecting = {
  /** Throws on a fact that contradicts the ones before it: the log is broken, or the context incomplete. */
  readonly add: (facts: readonly Fact<FigureEvent>[]) => void;
  /** Ends it: what all that was added changes. */
  readonly changes: () => FiguresChanges;
};

/** The context must know what `touched` names of all facts that will be added. */
export const projecting = (context: FiguresContext): Projecting => {
  const batch = openBatch(context);
  return {
    add: (facts) => apply(batch, facts),
    changes: () => {
      const counters = Array.from(batch.desks.values(), ({ counter }) => counter);
      return { ...versionsOf(batch), ...sumChanges(counters) };
    },
  };
};

/** What a batch changes. Sums are exact, so the same facts cut into other batches leave the same rows. Throws as `add`. */
export const project = (
  context: FiguresContext,
  facts: readonly Fact<FigureEvent>[],
): FiguresChanges => {
  const { add, changes } = projecting(context);
  add(facts);
  return changes();
};

/**
 * The versions that a batch of some schools or of some campaigns makes, whatever has become of the others:
 * nothing is counted. `settle` counts them, in the order of positions.
 */
export const projectVersions = (
  context: Omit<FiguresContext, 'sumsOf'>,
  facts: readonly Fact<FigureEvent>[],
): VersionChanges => {
  const batch = openBatch({ ...context, sumsOf: () => null });
  apply(batch, facts);
  return versionsOf(batch);
};
