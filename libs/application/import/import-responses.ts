import type { Problem, Result } from '#kernel';

import { EventLogUnavailable } from '../event-store.port.js';
import { contentHashOf } from '../responses/assessment.js';
import { collectionOf } from '../responses/place.js';
import { submitMany } from '../responses/submit-many.js';
import type { Outcome } from '../receipt.js';
import type { RequestContext, Services } from '../services.js';
import type { AnswersRow } from './answers/answers-row.js';
import type { SubmitRows } from './lanes/lane.js';
import {
  type AnswersImport,
  type AnswersImportOptions,
  importAnswers,
} from './answers/import-answers.js';

export type ResponsesFile = {
  readonly campaign: string;
  /** As its author calls it: it names the file in the reason of the corrections that it makes. */
  readonly name: string;
  /** Why its answers may replace what was submitted before; names the file when absent. */
  readonly reason?: string;
} & Pick<
  AnswersImportOptions,
  'encoding' | 'fromLine' | 'batchSize' | 'batchesAhead' | 'onProgress' | 'patience'
>;

type Importing = {
  readonly file: ResponsesFile;
  readonly context: RequestContext;
  /** What takes the rows in; these services themselves when absent. */
  readonly submitRows?: SubmitRows;
};

const isOverloaded = (outcome: Outcome): boolean =>
  !outcome.ok && outcome.error.some(({ code }) => code === 'OVERLOADED');

/** A log that is full for the moment is one to wait for: what it refused, it did not look at. */
const unlessOverloaded = (outcomes: readonly Outcome[]): readonly Outcome[] => {
  if (outcomes.some(isOverloaded)) throw new EventLogUnavailable('the event log is overloaded');
  return outcomes;
};

/**
 * Takes a file of answers into a campaign: see `importAnswers`. Refuses an unknown campaign, and a file
 * whose header cannot be read, before anything is written.
 */
export const importResponses = async (
  services: Services,
  source: AsyncIterable<Uint8Array>,
  { file, context, submitRows }: Importing,
): Promise<Result<AnswersImport, readonly Problem[]>> => {
  const { campaign, name, reason = `Import du fichier ${name}`, ...options } = file;
  const collection = await collectionOf(services, campaign);
  if (!collection.ok) return collection;

  const submitHere: SubmitRows = (order, asked) => submitMany(services, order, asked);
  const take = submitRows ?? submitHere;
  const submit = async (rows: readonly AnswersRow[]): Promise<readonly Outcome[]> =>
    unlessOverloaded(await take({ campaign, rows, reason }, context));
  return importAnswers(source, {
    ...options,
    compiled: collection.value.compiled,
    submit,
    hashOf: contentHashOf,
    nearest: (uai) => services.directory.nearest(uai),
  });
};
