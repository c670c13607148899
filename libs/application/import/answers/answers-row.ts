import type { Separator } from '#contracts';
import type { Declaration, Problem, Result, Uai } from '#kernel';
import type { Justification } from '#domain/response';

/** What one record of a file declares for one school. */
export type AnswersRow = {
  readonly uai: Uai;
  readonly declaration: Declaration;
  readonly justifications: readonly Justification[];
};

/** How the records of a file are read: all that its header says. */
export type AnswersLayout =
  | { readonly format: 'csv'; readonly header: readonly string[]; readonly separator: Separator }
  | { readonly format: 'ndjson' };

/** Reads the text of one record, or says everything that is wrong with it. */
export type ReadRecord = (text: string) => Result<AnswersRow, readonly Problem[]>;

/** A record of which nothing has been read but its school, as it is written; or why there is none. */
export type CutRecord =
  | { readonly line: number; readonly uai: string; readonly text: string }
  | { readonly line: number; readonly problem: Problem };

export type CutBlock = {
  readonly records: readonly CutRecord[];
  readonly bytesRead: number;
  /** True when a record was cut from a last line that has no line end. */
  readonly isUnended: boolean;
};
