import type { SchoolState, TerritoryCommand, TerritoryRefusal } from '#domain/territory';
import {
  err,
  ok,
  type Position,
  type Problem,
  type RecordedEvent,
  type Result,
  type Uai,
} from '#kernel';

import { schools } from '../aggregate.js';
import { executeMany } from '../batch-executor.js';
import { nameUuid } from '../identity.js';
import type { Executed, Order } from '../order.js';
import { answering } from '../outcome.js';
import { actNeedsReason, importUnknown } from '../problems/school.problems.js';
import { textProblems } from '../problems/text.problems.js';
import type { RequestContext, Services } from '../services.js';
import { schoolStream } from '../streams.js';
import { schoolProblems } from './school-acts.js';
import { batchesOf } from './batches.js';
import type { SchoolHistories } from './school-histories.port.js';

export type UndoneImport = {
  readonly importId: string;
  /** Schools of which something was taken back; 0 when it had been undone before. */
  readonly schools: number;
  /** Of the last retraction; null when there was none. */
  readonly position: Position | null;
};

type Ground = Pick<Services, 'store'> & { readonly histories: SchoolHistories };
type Undoing = { readonly importId: string; readonly reason: string };
type RetractOrder = Order<TerritoryCommand>;

const orderOf = (
  history: readonly RecordedEvent[],
  { importId, reason }: Undoing,
  context: RequestContext,
): RetractOrder | undefined => {
  const told = history.filter(
    ({ metadata, type }) => metadata.correlationId === importId && type !== 'SchoolFactsRetracted',
  );
  const [first] = told;
  if (first === undefined) return undefined;
  const { stream } = first;
  const revisions = told.map(({ revision }) => revision);
  const uai = (first.data as { readonly uai: Uai }).uai;
  return {
    stream,
    command: { type: 'RetractFacts', uai, revisions, importId, reason },
    context,
    eventId: (revision) => nameUuid(`${stream} ${String(revision)} retracts ${importId}`),
  };
};

const undoBatch = async (
  { store }: Ground,
  uais: readonly string[],
  { undoing, context }: { readonly undoing: Undoing; readonly context: RequestContext },
): Promise<readonly Executed<SchoolState, TerritoryRefusal>[]> => {
  const histories = await store.readStreams(uais.map(schoolStream));
  const orders = uais.flatMap(
    (uai) => orderOf(histories.get(schoolStream(uai)) ?? [], undoing, context) ?? [],
  );
  return executeMany({ store, aggregate: schools }, orders, histories);
};

/**
 * Takes back everything that one import, or one act, said of schools: their history becomes what it would be
 * without it. Recorded as facts of their own; the same again records nothing.
 * Throws `EventLogUnavailable`: what was taken back stays so, and the call may be repeated.
 */
export const undoImport = (
  services: Ground,
  undoing: Undoing,
  context: RequestContext,
): Promise<Result<UndoneImport, readonly Problem[]>> =>
  answering(async () => {
    const problems = textProblems(undoing);
    if (problems.length > 0) return err(problems);
    if (undoing.reason.trim() === '') return err([actNeedsReason()]);
    const uais = await services.histories.schoolsOf(undoing.importId);
    if (uais.length === 0) return err([importUnknown(undoing.importId)]);
    let undone = 0;
    let position: Position | null = null;
    for (const batch of batchesOf(uais)) {
      for (const executed of await undoBatch(services, batch, { undoing, context })) {
        if (!executed.ok) return err(schoolProblems(executed.error));
        if (executed.value.written.length === 0) continue;
        undone += 1;
        position = executed.value.position;
      }
    }
    return ok({ importId: undoing.importId, schools: undone, position });
  });
