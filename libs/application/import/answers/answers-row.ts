import type { Declaration, Problem, Uai } from '#kernel';
import type { Justification } from '#domain/response';

/** What one line of a file declares for one school. */
export type AnswersRow = {
  readonly uai: Uai;
  readonly declaration: Declaration;
  readonly justifications: readonly Justification[];
};

/** A line that was read, or everything that is wrong with it. */
export type ReadLine =
  | { readonly line: number; readonly row: AnswersRow }
  | { readonly line: number; readonly uai: string | null; readonly problems: readonly Problem[] };

export type ReadBlock = {
  readonly lines: readonly ReadLine[];
  readonly bytesRead: number;
  /** True when a row was read from a last line that has no line end. */
  readonly isUnended: boolean;
};
