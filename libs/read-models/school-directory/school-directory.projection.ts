import {
  historyOf,
  inForce,
  type SchoolState,
  type SchoolVersion,
  statusNow,
  statusSpans,
  territory,
  type TerritoryEvent,
} from '#domain/territory';
import { BrokenAssumption, type Position } from '#kernel';
import type { Fact } from '#read-models/fact';

import { sameHistory, type SchoolVersionRow, versionRows } from './school-version.js';

/** A school as the directory knows it now. Dates are YYYY-MM-DD. */
export type SchoolRow = {
  readonly uai: string;
  readonly name: string;
  readonly schoolType: string;
  readonly degree: string;
  readonly sector: string;
  readonly communeCode: string;
  readonly commune: string;
  readonly department: string;
  readonly academy: string;
  /** The head count of the latest school year that has one, and that year. */
  readonly pupils: number | null;
  readonly pupilsYear: string | null;
  readonly openedOn: string | null;
  readonly closedOn: string | null;
};

/** An event of a school, with the file or order that recorded it. */
export type SchoolFact = Fact<TerritoryEvent> & { readonly importId: string };

export type SchoolStates = ReadonlyMap<string, SchoolState>;

export type DirectoryChanges = {
  /** Schools as they are now. */
  readonly schools: readonly SchoolRow[];
  /** Schools of which nothing is known any more. */
  readonly forgotten: readonly string[];
  /** Histories that were known before the batch and do not hold from a position on. */
  readonly superseded: readonly { readonly uai: string; readonly knownTo: Position }[];
  /** Histories that became known, those included that did not outlive the batch. */
  readonly versions: readonly SchoolVersionRow[];
};

const datesOf = ({ ledger }: SchoolState): Pick<SchoolRow, 'openedOn' | 'closedOn'> => {
  const [first, second] = statusSpans(ledger.status);
  const now = statusNow(ledger.status);
  return {
    openedOn: first.isOpen ? null : (second?.from ?? null),
    closedOn: now.isOpen ? null : now.from,
  };
};

const rowOf = (uai: string, state: SchoolState, now: SchoolVersion): SchoolRow => {
  const counted = inForce(state.ledger.pupils).at(-1);
  return {
    uai,
    name: now.name,
    schoolType: now.schoolType,
    degree: now.degree,
    sector: now.sector,
    communeCode: now.communeCode,
    commune: now.commune,
    department: now.department,
    academy: now.academy,
    pupils: counted?.value ?? null,
    pupilsYear: counted?.day ?? null,
    ...datesOf(state),
  };
};

/** A school on its way through a batch. */
type Passage = {
  state: SchoolState;
  history: readonly SchoolVersion[];
  /** The first position at which the history from before the batch does not hold. */
  supersededAt: Position | null;
  readonly past: SchoolVersionRow[];
  present: readonly SchoolVersionRow[];
};

const passageFrom = (state: SchoolState): Passage => ({
  state,
  history: historyOf(state),
  supersededAt: null,
  past: [],
  present: [],
});

const pass = (passage: Passage, { event, position, cause }: SchoolFact): void => {
  const { uai } = event.data;
  if (passage.state.revision === 0 && event.type !== 'SchoolRegistered') {
    throw new BrokenAssumption(`${event.type} about ${uai}, which was never registered`);
  }
  passage.state = territory.evolve(passage.state, event);
  const history = historyOf(passage.state);
  if (sameHistory(history, passage.history)) return;
  passage.past.push(...passage.present.map((row) => ({ ...row, knownTo: position })));
  passage.supersededAt ??= position;
  passage.present = versionRows(history, { uai, knownFrom: position, cause });
  passage.history = history;
};

const changesOf = (passages: ReadonlyMap<string, Passage>): DirectoryChanges => {
  const all = [...passages];
  return {
    schools: all.flatMap(([uai, { state, history }]) => {
      const now = history.at(-1);
      return now === undefined ? [] : [rowOf(uai, state, now)];
    }),
    forgotten: all.flatMap(([uai, { history }]) => (history.length === 0 ? [uai] : [])),
    superseded: all.flatMap(([uai, { supersededAt }]) =>
      supersededAt === null ? [] : [{ uai, knownTo: supersededAt }],
    ),
    versions: all.flatMap(([, { past, present }]) => [...past, ...present]),
  };
};

/** What a batch changes, given its schools as they were before it. */
export const project = (before: SchoolStates, facts: readonly SchoolFact[]): DirectoryChanges => {
  const passages = new Map<string, Passage>();
  for (const fact of facts) {
    const { uai } = fact.event.data;
    const passage = passages.get(uai) ?? passageFrom(before.get(uai) ?? territory.initial);
    passages.set(uai, passage);
    pass(passage, fact);
  }
  return changesOf(passages);
};
