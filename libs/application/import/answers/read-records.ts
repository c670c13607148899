import type { Problem, Result } from '#kernel';

import type { Receipt } from '../../receipt.js';
import type { AnswersLayout, AnswersRow, ReadRecord } from './answers-row.js';

/** Records of one file: no text holds a NUL, and none is empty. */
export type Records = { readonly layout: AnswersLayout; readonly texts: readonly string[] };

/** What a report says of a record that was taken in. */
export type Taken = Pick<
  Receipt,
  'effect' | 'submissionId' | 'position' | 'contentHash' | 'warnings'
>;

export type Fate = Result<Taken, readonly Problem[]>;

/** Reads records and submits what they declare; fates in their order. What cannot be read is refused. */
export const submitRead = async (
  texts: readonly string[],
  read: ReadRecord,
  submit: (rows: readonly AnswersRow[]) => Promise<readonly Fate[]>,
): Promise<readonly Fate[]> => {
  const rows: AnswersRow[] = [];
  const misread = new Map<number, Fate>();
  for (const [index, text] of texts.entries()) {
    const row = read(text);
    if (row.ok) rows.push(row.value);
    else misread.set(index, row);
  }
  const submitted = rows.length === 0 ? [] : await submit(rows);
  if (misread.size === 0) return submitted;
  const fates = submitted.values();
  return texts.map((_, index) => misread.get(index) ?? (fates.next().value as Fate));
};
