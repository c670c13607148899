import { territory, type SchoolState, type TerritoryEvent } from '#domain/territory';

import type { Page, PageRequest } from '../directory.port.js';
import type { SchoolFactRow, SchoolHistories } from './school-histories.port.js';
import { changesSomething, type SchoolChange, schoolChange } from './school-change.js';

/** A change, with who said it and what recorded it. */
export type RecordedChange = SchoolChange & {
  /** Of the fact, in the stream of the school. */
  readonly revision: number;
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
    return { ...schoolChange(state, event), revision, source, importId, recordedAt, isRetracted };
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

const schoolsAtOnce = 100;

/** By school, then in the order in which they were recorded. */
const cursorOf = ({ uai, revision }: RecordedChange): string =>
  `${uai}.${String(revision).padStart(9, '0')}`;

/** What one import has changed, by UAI; reads no more schools than the page takes. */
export const changesOfImport = async (
  histories: SchoolHistories,
  importId: string,
  { first, after }: PageRequest,
): Promise<Page<RecordedChange>> => {
  const from = after ?? '';
  const uais = (await histories.schoolsOf(importId)).filter((uai) => uai >= from.slice(0, 8));
  const found: RecordedChange[] = [];
  for (let at = 0; at < uais.length && found.length <= first; at += schoolsAtOnce) {
    const facts = await histories.facts(uais.slice(at, at + schoolsAtOnce));
    const changes = changesIn(facts).filter(
      (change) =>
        change.importId === importId && changesSomething(change) && cursorOf(change) > from,
    );
    found.push(...changes);
  }
  const rows = found.slice(0, first);
  return { rows, cursors: rows.map(cursorOf), hasNextPage: found.length > first };
};
