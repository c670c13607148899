import type { AnswerValue } from './answer.js';
import type { Actor } from './event.js';

/** A text that a user reads, in both languages of the interface. */
export type Bilingual = { readonly fr: string; readonly en: string };

/** What a declaration says of one question; null: it has no answer. */
export type Said = { readonly value: AnswerValue | null; readonly notConcerned: boolean };

/** Two people have written on the same question: all that it takes to merge. */
export type AnswerConflict = {
  /** What both had before them, what stands now, and what the author sends. */
  readonly base: Said;
  readonly theirs: Said;
  readonly mine: Said;
  /** Who has changed it last, and when (ISO 8601, UTC). */
  readonly by: Actor;
  readonly at: string;
  /** The author has not touched it, or says the same: what stands now may be taken without a choice. */
  readonly resolvable: boolean;
};

/**
 * What is wrong with an input, told so that its author can mend it.
 * `error` blocks; `warning` asks for a justification.
 */
export type Problem = {
  /** Stable, upper snake case: `VALUE_NOT_INTEGER`. Documented in docs/reference/problems.md. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** The field, question, column or argument; empty when the whole input is meant. */
  readonly field: string;
  readonly found: string;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
  readonly message: Bilingual;
  /** The cross-question rule that speaks, when one does: what a justification refers to. */
  readonly rule?: string;
  /** Present when somebody else has written in the meantime, with what it takes to merge. */
  readonly conflict?: AnswerConflict;
};
