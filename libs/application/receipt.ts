import type { Position, Problem, Result } from '#kernel';

/** Proof that something was taken in: quote it, and ask for figures at least at its position. */
export type Receipt = {
  /** The id of the event that recorded it. */
  readonly submissionId: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: Position;
  /** ISO 8601, UTC. */
  readonly recordedAt: string;
  /** SHA-256 of the canonical declaration; null where nothing was declared. */
  readonly contentHash: string | null;
  /** What was done: `unchanged` wrote nothing. */
  readonly effect: 'recorded' | 'corrected' | 'unchanged';
  /** Warnings that were justified or that ask for no justification. */
  readonly warnings: readonly Problem[];
};

/** A command is taken in whole, or refused with everything that is wrong with it. */
export type Outcome = Result<Receipt, readonly Problem[]>;
