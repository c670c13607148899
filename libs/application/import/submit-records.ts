import type { CompiledQuestionnaire } from '#domain/survey';

import { collectionOf } from '../responses/place.js';
import { submitMany } from '../responses/submit-many.js';
import type { RequestContext, Services } from '../services.js';
import type { AnswersLayout, ReadRecord } from './answers/answers-row.js';
import { readerOf } from './answers/read-answers.js';
import { type Fate, type Records, submitRead } from './answers/read-records.js';

/** Records of a file, and the campaign that they are for. */
export type RecordsOrder = Records & { readonly campaign: string; readonly reason: string };

/** Reads records and takes in what they declare, fates in their order: see `submitMany`. */
export type SubmitRecords = (
  order: RecordsOrder,
  context: RequestContext,
) => Promise<readonly Fate[]>;

/** A reader remembers the cells that it has read: a file has one, for all of its batches. */
const lastingReader = (): typeof readerOf => {
  let last: { key: string; compiled: CompiledQuestionnaire; read: ReadRecord } | undefined;
  return (layout: AnswersLayout, compiled: CompiledQuestionnaire): ReadRecord => {
    const key = JSON.stringify(layout);
    if (last?.key !== key || last.compiled !== compiled) {
      last = { key, compiled, read: readerOf(layout, compiled) };
    }
    return last.read;
  };
};

/** Takes in the records of files with these services. */
export const submittingRecords = (services: Services): SubmitRecords => {
  const reader = lastingReader();
  return async ({ campaign, reason, layout, texts }, context) => {
    const collection = await collectionOf(services, campaign);
    if (!collection.ok) return texts.map(() => collection);
    const read = reader(layout, collection.value.compiled);
    return submitRead(texts, read, (rows) =>
      submitMany(services, { campaign, rows, reason }, context),
    );
  };
};
