import { type Separator, splitRecord } from '#contracts';
import { BrokenAssumption } from '#kernel';

/** The cells of a record that `recordsOf` has cut. */
export const cellsOf = (text: string, separator: Separator): readonly string[] => {
  const record = splitRecord(text, separator);
  if (record.kind !== 'cells') throw new BrokenAssumption('a record is cut where its quotes close');
  return record.cells;
};

/** How many cells a record has, without making them. */
export const cellCountOf = (text: string, separator: Separator): number => {
  if (text.includes('"')) return cellsOf(text, separator).length;
  let count = 1;
  for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, at + 1)) {
    count += 1;
  }
  return count;
};

/** One cell of a record, without making the others; the first is at 0. Empty beyond the last. */
export const cellAt = (text: string, separator: Separator, wanted: number): string => {
  if (text.includes('"')) return cellsOf(text, separator)[wanted] ?? '';
  let start = 0;
  for (let at = 0; at < wanted; at += 1) {
    start = text.indexOf(separator, start) + 1;
    if (start === 0) return '';
  }
  const end = text.indexOf(separator, start);
  return end === -1 ? text.slice(start) : text.slice(start, end);
};
