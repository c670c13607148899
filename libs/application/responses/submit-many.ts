import type { Channel, Justification, ResponseRefusal, ResponseState } from '#domain/response';
import { type Answers, BrokenAssumption, type Declaration, err, ok, parseUai } from '#kernel';

import { responses } from '../aggregate.js';
import { executeMany, type Histories } from '../batch-executor.js';
import { nameUuid } from '../identity.js';
import type { Executed } from '../order.js';
import { receiptOf } from '../outcome.js';
import { paired } from '../paired.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import { responseStream } from '../streams.js';
import { type Collection, collectionOf, type Place, placeOf, readUai } from './place.js';
import { rejectionProblems } from './rejection.js';
import { previousAnswers, previousCampaign, submissionOrder } from './submission.js';
import { submissionEvents } from './submit.js';

/** One line of a file, read: its declaration is in canonical form. */
export type ResponseRow = {
  readonly uai: string;
  readonly declaration: Declaration;
  readonly justifications?: readonly Justification[];
  /** Why it replaces what was submitted before; that of all rows when absent. */
  readonly reason?: string;
};

export type SubmitMany = {
  readonly campaign: string;
  readonly reason?: string | null;
  readonly rows: readonly ResponseRow[];
  readonly channel?: Channel;
};

type PlacedRow = { readonly row: ResponseRow; readonly place: Place };

type Batch = {
  readonly collection: Collection;
  readonly rows: readonly PlacedRow[];
  readonly reason: string | null;
  readonly channel: Channel;
  readonly context: RequestContext;
};

type Ordered = ReturnType<typeof submissionOrder>;

const outcomeOf = (
  services: Services,
  { order, contentHash, warnings }: Ordered,
  executed: Executed<ResponseState, ResponseRefusal>,
): Outcome | Promise<Outcome> => {
  if (!executed.ok) return rejectionProblems(services, executed.error, null).then(err);
  const { stream } = order;
  const told = { stream, contentHash, warnings: warnings(), recordedBy: submissionEvents };
  return ok(receiptOf(executed.value, told));
};

/** Only a refusal may have to be looked into: a promise for each row of a file would cost more than its outcome. */
const areKnown = (
  outcomes: readonly (Outcome | Promise<Outcome>)[],
): outcomes is readonly Outcome[] => outcomes.every((outcome) => !(outcome instanceof Promise));

/** The streams of the rows, and those of the same schools in the campaign before, in one reading. */
const readHistories = (
  { store }: Services,
  { rows }: Batch,
  previous: string | undefined,
): Promise<Histories> => {
  const streams = rows.map(({ place }) => place.stream);
  const before =
    previous === undefined ? [] : rows.map(({ place }) => responseStream(previous, place.uai));
  return store.readStreams([...new Set([...streams, ...before])]);
};

const orderOf = (
  { collection, reason, channel, context }: Batch,
  { row, place }: PlacedRow,
  previous: Answers | null,
): Ordered => {
  // The same file again, after a crash too, gives the same ids: nothing is written twice.
  const eventId = (contentHash: string) => (revision: number) =>
    nameUuid(`${place.stream} ${revision} ${contentHash}`);
  const submission = {
    declaration: row.declaration,
    justifications: row.justifications ?? [],
    reason: row.reason ?? reason,
    channel,
    intent: 'submission' as const,
  };
  return submissionOrder({ collection, place, previous, context, eventId }, submission);
};

const submitBatch = async (services: Services, batch: Batch): Promise<readonly Outcome[]> => {
  const previous = await previousCampaign(services, batch.collection);
  const histories = await readHistories(services, batch, previous);
  const ordered = batch.rows.map((row) =>
    orderOf(batch, row, previousAnswers(histories, previous, row.place.uai)),
  );
  const orders = ordered.map(({ order }) => order);
  const ground = { store: services.store, aggregate: responses };
  const executed = await executeMany(ground, orders, histories);
  const outcomes = paired(ordered, executed).map(([one, outcome]) =>
    outcomeOf(services, one, outcome),
  );
  if (areKnown(outcomes)) return outcomes;
  return Promise.all(outcomes.map((outcome) => Promise.resolve(outcome)));
};

const misspelt = async (services: Services, row: ResponseRow): Promise<Outcome> => {
  const uai = await readUai(services, row.uai);
  if (uai.ok) throw new BrokenAssumption(`${row.uai} is a UAI after all`);
  return uai;
};

/**
 * Takes in many rows of one campaign with one reading and one append, outcomes in the order of the rows: each row
 * is recorded, corrected, unchanged or refused by itself, and a row that is refused costs no other.
 * Repeating the call does no harm. Throws `EventLogUnavailable`: repeat it then.
 */
export const submitMany = async (
  services: Services,
  { campaign, rows, reason = null, channel = 'file' }: SubmitMany,
  context: RequestContext,
): Promise<readonly Outcome[]> => {
  const collection = await collectionOf(services, campaign);
  if (!collection.ok) return rows.map(() => collection);

  const uais = rows.map(({ uai }) => parseUai(uai));
  const placed = rows.flatMap((row, index) => {
    const uai = uais[index];
    return uai?.ok === true ? [{ row, place: placeOf(collection.value, uai.value) }] : [];
  });
  const submitted = await submitBatch(services, {
    collection: collection.value,
    rows: placed,
    reason,
    channel,
    context: { ...context, cause: context.cause ?? 'import' },
  });
  if (placed.length === rows.length) return submitted;
  const taken = submitted.values();
  return Promise.all(
    rows.map(async (row, index) =>
      uais[index]?.ok === true ? (taken.next().value as Outcome) : misspelt(services, row),
    ),
  );
};
