/** A text that a user reads, in both languages of the interface. */
export type Bilingual = { readonly fr: string; readonly en: string };

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
};
