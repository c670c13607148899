import type { Problem, Result } from '#kernel';

import { EventLogUnavailable } from '../event-store.port.js';
import { contentHashOf } from '../responses/assessment.js';
import { collectionOf } from '../responses/place.js';
import type { RequestContext, Services } from '../services.js';
import {
  type AnswersImport,
  type AnswersImportOptions,
  importAnswers,
} from './answers/import-answers.js';
import type { Fate, Records } from './answers/read-records.js';
import { type SubmitRecords, submittingRecords } from './submit-records.js';

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
  /** What reads the records and takes them in; these services themselves when absent. */
  readonly submitRecords?: SubmitRecords;
};

const isOverloaded = (fate: Fate): boolean =>
  !fate.ok && fate.error.some(({ code }) => code === 'OVERLOADED');

/** A log that is full for the moment is one to wait for: what it refused, it did not look at. */
const unlessOverloaded = (fates: readonly Fate[]): readonly Fate[] => {
  if (fates.some(isOverloaded)) throw new EventLogUnavailable('the event log is overloaded');
  return fates;
};

/**
 * Takes a file of answers into a campaign: see `importAnswers`. Refuses an unknown campaign, and a file
 * whose header cannot be read, before anything is written.
 */
export const importResponses = async (
  services: Services,
  source: AsyncIterable<Uint8Array>,
  { file, context, submitRecords }: Importing,
): Promise<Result<AnswersImport, readonly Problem[]>> => {
  const { campaign, name, reason = `Import du fichier ${name}`, ...options } = file;
  const collection = await collectionOf(services, campaign);
  if (!collection.ok) return collection;

  const take = submitRecords ?? submittingRecords(services);
  const submit = async (records: Records): Promise<readonly Fate[]> =>
    unlessOverloaded(await take({ ...records, campaign, reason }, context));
  return importAnswers(source, {
    ...options,
    compiled: collection.value.compiled,
    submit,
    hashOf: contentHashOf,
    nearest: (uai) => services.directory.nearest(uai),
  });
};
