import type { Answers, Bilingual } from '#kernel';

/**
 * What an expression is worth. `scale`: a number is a whole count of units of 10^-scale, known before any
 * answer is. `options: null` accepts any code: for definitions that were checked when they were loaded.
 */
export type ExpressionType =
  | { readonly kind: 'number'; readonly scale: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'choice'; readonly options: readonly string[] | null }
  | { readonly kind: 'choices'; readonly options: readonly string[] | null }
  | { readonly kind: 'text' };

export type School = {
  readonly type: string;
  readonly sector: string;
  readonly degree: string;
  readonly pupils: number | null;
};

/** What an expression reads. An answer that is not there is blank. */
export type Environment = {
  readonly answers: Answers;
  /** The answers to the previous campaign; null when there are none. */
  readonly previous: Answers | null;
  readonly school: School;
};

/** A number counts units of 10^-scale; null is blank. */
export type Value = number | string | boolean | readonly string[] | null;

/** The names that an expression may use. */
export type Symbols = {
  readonly questions: ReadonlyMap<string, ExpressionType>;
  readonly school: boolean;
  readonly previous: boolean;
};

/** Scale of the finest number that an expression may hold: 10^-6. */
export const finestScale = 6;

const choice = (options: readonly string[]): ExpressionType => ({ kind: 'choice', options });

/** `school.type`, `.sector`, `.degree`, `.pupils`: what the directory tells of a school. */
export const schoolFields: Readonly<Record<keyof School, ExpressionType>> = {
  type: choice(['ECOLE', 'COLLEGE', 'LEGT', 'LP', 'LPO', 'EREA', 'AUTRE']),
  sector: choice(['PU', 'PR']),
  degree: choice(['1D', '2D']),
  pupils: { kind: 'number', scale: 0 },
};

export const isSchoolField = (field: string): field is keyof School =>
  Object.hasOwn(schoolFields, field);

const kinds: Readonly<Record<ExpressionType['kind'], Bilingual>> = {
  number: { fr: 'un nombre', en: 'a number' },
  boolean: { fr: 'une condition (vrai ou faux)', en: 'a condition (true or false)' },
  choice: { fr: 'un choix', en: 'a choice' },
  choices: { fr: 'un choix multiple', en: 'a multiple choice' },
  text: { fr: 'un texte', en: 'a text' },
};

/** The kind of a value, in words. */
export const kindInWords = (kind: ExpressionType['kind']): Bilingual => kinds[kind];
