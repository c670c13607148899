import type { Bilingual } from '#kernel';

/** What is wrong in an expression. `start` and `end` are offsets in its source, `end` excluded. */
export type ExpressionMistake = {
  /** Stable, upper snake case; listed in docs/reference/expressions.md. */
  readonly code: string;
  readonly start: number;
  readonly end: number;
  readonly found: string;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
  readonly message: Bilingual;
};

/**
 * What is wrong in a definition that ships as data. `path` leads from the root of its file to the value;
 * `start` and `end` are offsets in that value when it is a text, else both are 0.
 */
export type DefinitionMistake = ExpressionMistake & { readonly path: readonly (string | number)[] };

export type Span = { readonly start: number; readonly end: number };

/** The same text in both languages: codes, operators, numbers. */
export const both = (text: string): Bilingual => ({ fr: text, en: text });

/** `« a », « b » ou « c »` */
export const listed = (items: readonly string[]): Bilingual => {
  const join = (or: string, quote: (item: string) => string): string => {
    const quoted = items.map(quote);
    const last = quoted.pop() ?? '';
    return quoted.length === 0 ? last : `${quoted.join(', ')} ${or} ${last}`;
  };
  return { fr: join('ou', (item) => `« ${item} »`), en: join('or', (item) => `"${item}"`) };
};

/** The remedy for a misspelt name: the nearest ones, or the whole list when nothing is near. */
export const didYouMean = (near: readonly string[], otherwise: Bilingual): Bilingual => {
  if (near.length === 0) return otherwise;
  const names = listed(near);
  return { fr: `Vouliez-vous écrire ${names.fr} ?`, en: `Did you mean ${names.en}?` };
};
