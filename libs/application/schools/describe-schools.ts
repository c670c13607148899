import {
  type SchoolDescription,
  type SchoolState,
  territory,
  type TerritoryCommand,
  type TerritoryEvent,
  type TerritoryRefusal,
} from '#domain/territory';
import type { Position, Problem } from '#kernel';

import { schools, stateOf } from '../aggregate.js';
import { executeMany } from '../batch-executor.js';
import { nameUuid } from '../identity.js';
import type { Executed, Order } from '../order.js';
import { paired } from '../paired.js';
import { territoryProblem } from '../problems/school.problems.js';
import type { RequestContext, Services } from '../services.js';
import { schoolStream } from '../streams.js';
import { batchesOf } from './batches.js';
import { schoolProblems } from './school-acts.js';
import { changesSomething, type SchoolChange, schoolChange } from './school-change.js';

type RefusedSchool = { readonly uai: string; readonly problems: readonly Problem[] };

/** How many facts of each kind. */
type FactCounts = Readonly<Record<TerritoryEvent['type'], number>>;

export type SchoolsPreview = {
  readonly descriptions: number;
  /** Descriptions that say nothing new. */
  readonly unchanged: number;
  readonly counts: FactCounts;
  /** Every fact that changes what was known, in the order of the descriptions. */
  readonly changes: readonly SchoolChange[];
  readonly refused: readonly RefusedSchool[];
};

export type SchoolsApplied = {
  readonly descriptions: number;
  readonly unchanged: number;
  readonly counts: FactCounts;
  readonly refused: readonly RefusedSchool[];
  /** Of the last fact that was recorded; null when nothing was. */
  readonly position: Position | null;
};

export type ApplyOptions = {
  readonly context: RequestContext;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
};

const noFacts = (): Record<TerritoryEvent['type'], number> => ({
  SchoolRegistered: 0,
  SchoolRenamed: 0,
  SchoolReclassified: 0,
  SchoolRelocated: 0,
  SchoolZoned: 0,
  SchoolOpened: 0,
  SchoolClosed: 0,
  SchoolReopened: 0,
  SchoolAbsorbed: 0,
  EnrolmentCounted: 0,
  SchoolConfirmed: 0,
  SchoolFactsRetracted: 0,
});

type States = Map<string, SchoolState>;

/** The schools that are not known yet are read from their streams: a read model may be late. */
const readStates = async (
  { store }: Pick<Services, 'store'>,
  descriptions: readonly SchoolDescription[],
  states: States,
): Promise<void> => {
  const missing = [...new Set(descriptions.map(({ uai }) => uai))].filter(
    (uai) => !states.has(uai),
  );
  const histories = await store.readStreams(missing.map(schoolStream));
  for (const uai of missing)
    states.set(uai, stateOf(schools, histories.get(schoolStream(uai)) ?? []));
};

type Foreseen = {
  readonly changes: SchoolChange[];
  readonly refused: RefusedSchool[];
  readonly counts: Record<TerritoryEvent['type'], number>;
  unchanged: number;
};

const foresee = (foreseen: Foreseen, states: States, description: SchoolDescription): void => {
  const { uai } = description;
  let state = states.get(uai) ?? territory.initial;
  const decision = territory.decide({ type: 'DescribeSchool', description }, state);
  if (!decision.ok) {
    foreseen.refused.push({ uai, problems: [territoryProblem(decision.error)] });
    return;
  }
  if (decision.value.length === 0) foreseen.unchanged += 1;
  for (const event of decision.value) {
    const change = schoolChange(state, event);
    if (changesSomething(change)) foreseen.changes.push(change);
    foreseen.counts[event.type] += 1;
    state = territory.evolve(state, event);
  }
  states.set(uai, state);
};

/** What `applySchools` would record, exactly: it reads the streams themselves, and writes nothing. */
export const previewSchools = async (
  services: Pick<Services, 'store'>,
  descriptions: readonly SchoolDescription[],
): Promise<SchoolsPreview> => {
  const states: States = new Map();
  const foreseen: Foreseen = { changes: [], refused: [], counts: noFacts(), unchanged: 0 };
  for (const batch of batchesOf(descriptions)) {
    await readStates(services, batch, states);
    for (const description of batch) foresee(foreseen, states, description);
  }
  return { descriptions: descriptions.length, ...foreseen };
};

const orderOf = (
  description: SchoolDescription,
  context: RequestContext,
): Order<TerritoryCommand> => {
  const stream = schoolStream(description.uai);
  const content = JSON.stringify(description);
  return {
    stream,
    command: { type: 'DescribeSchool', description },
    context,
    academy: description.academy,
    // The same description on the same history gives the same ids: a repeat after a crash writes nothing twice.
    eventId: (revision) => nameUuid(`${stream} ${revision} ${content}`),
  };
};

type Applied = Omit<Foreseen, 'changes'> & { position: Position | null };

const count = (
  applied: Applied,
  uai: string,
  executed: Executed<SchoolState, TerritoryRefusal>,
): void => {
  if (!executed.ok) {
    applied.refused.push({ uai, problems: schoolProblems(executed.error) });
    return;
  }
  const { written, position } = executed.value;
  if (written.length === 0) {
    applied.unchanged += 1;
    return;
  }
  for (const { type } of written) applied.counts[type as TerritoryEvent['type']] += 1;
  if (applied.position === null || position > applied.position) applied.position = position;
};

/**
 * Records what dated descriptions say that is new, in batches of a thousand. The same descriptions again record
 * nothing. Throws `EventLogUnavailable`: what was recorded stays, and the call may be repeated.
 */
export const applySchools = async (
  services: Pick<Services, 'store'>,
  descriptions: readonly SchoolDescription[],
  { context, onProgress }: ApplyOptions,
): Promise<SchoolsApplied> => {
  const applied: Applied = { refused: [], counts: noFacts(), unchanged: 0, position: null };
  const ground = { store: services.store, aggregate: schools };
  let done = 0;
  for (const batch of batchesOf(descriptions)) {
    const executed = await executeMany(
      ground,
      batch.map((one) => orderOf(one, context)),
    );
    for (const [{ uai }, outcome] of paired(batch, executed)) count(applied, uai, outcome);
    done += batch.length;
    onProgress?.({ done, total: descriptions.length });
  }
  return { descriptions: descriptions.length, ...applied };
};
