import { territory, type SchoolState, type TerritoryEvent } from '#domain/territory';

import type { SchoolFactRow, SchoolHistories } from './school-histories.port.js';
import { changesSomething, type SchoolChange, schoolChange } from './school-change.js';

/** A change, with who said it and what recorded it. */
export type RecordedChange = SchoolChange & {
  readonly source: string;
  readonly importId: string;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  /** True once it was taken back. */
  readonly isRetracted: boolean;
};

export type ChangesFilter = {
  readonly importId?: string;
  readonly uai?: string;
  /** The latest changes at most. */
  readonly limit: number;
};

const eventOf = ({ type, data }: SchoolFactRow): TerritoryEvent =>
  ({ type, data }) as TerritoryEvent;

const sourceOf = ({ data }: TerritoryEvent): string => ('source' in data ? data.source : '');

const retractedIn = (facts: readonly SchoolFactRow[]): ReadonlySet<string> =>
  new Set(
    facts.flatMap((fact) => {
      const event = eventOf(fact);
      if (event.type !== 'SchoolFactsRetracted') return [];
      return event.data.revisions.map((revision) => `${fact.uai} ${revision}`);
    }),
  );

const changesIn = (facts: readonly SchoolFactRow[]): readonly RecordedChange[] => {
  const retracted = retractedIn(facts);
  const states = new Map<string, SchoolState>();
  return facts.map((fact) => {
    const { uai, revision, importId, recordedAt } = fact;
    const event = eventOf(fact);
    const state = states.get(uai) ?? territory.initial;
    states.set(uai, territory.evolve(state, event));
    const isRetracted = retracted.has(`${uai} ${revision}`);
    const source = sourceOf(event);
    return { ...schoolChange(state, event), source, importId, recordedAt, isRetracted };
  });
};

const schoolsAsked = (
  histories: SchoolHistories,
  { importId, uai, limit }: ChangesFilter,
): Promise<readonly string[]> => {
  if (uai !== undefined) return Promise.resolve([uai]);
  return importId === undefined ? histories.latest(limit) : histories.schoolsOf(importId);
};

const latestFirst = (left: RecordedChange, right: RecordedChange): number =>
  left.recordedAt < right.recordedAt ? 1 : -1;

/** What files and orders have changed of schools, the latest first. */
export const schoolChanges = async (
  histories: SchoolHistories,
  filter: ChangesFilter,
): Promise<readonly RecordedChange[]> => {
  const facts = await histories.facts(await schoolsAsked(histories, filter));
  return changesIn(facts)
    .filter((change) => changesSomething(change))
    .filter(({ importId }) => filter.importId === undefined || importId === filter.importId)
    .sort(latestFirst)
    .slice(0, filter.limit);
};
