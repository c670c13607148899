import type { Bilingual } from '#kernel';

/** A file of the catalogue as it was read. Its folder says what it defines; `kind` says it for files elsewhere. */
export type CatalogueFile = {
  /** As the user knows it: `indicators/charte_part_ecoles.yaml`. */
  readonly path: string;
  readonly text: string;
  readonly kind?: FileKind;
};

export const fileKinds = [
  'questionnaires',
  'indicators',
  'territories',
  'reference',
  'schemas',
] as const;
export type FileKind = (typeof fileKinds)[number];

/** What is wrong in a file of the catalogue, and how to mend it. */
export type CatalogueMistake = {
  /** Stable, upper snake case; listed in docs/reference/expressions.md and docs/how-to/add-an-indicator.md. */
  readonly code: string;
  readonly file: string;
  /** Both count from 1. */
  readonly line: number;
  readonly column: number;
  readonly found: string;
  readonly allowed: Bilingual;
  readonly remedy: Bilingual;
  readonly message: Bilingual;
};

/** What is wrong, before it is known where. */
export type Told = Omit<CatalogueMistake, 'file' | 'line' | 'column'>;

/** `indicators/x.yaml:12:14 EXPRESSION_UNKNOWN_QUESTION …`, then the remedy. */
export const describeMistake = (mistake: CatalogueMistake, language: keyof Bilingual): string => {
  const { file, line, column, code, message, remedy } = mistake;
  return `${file}:${String(line)}:${String(column)} ${code} ${message[language]} ${remedy[language]}`;
};

const byPlace = (a: CatalogueMistake, b: CatalogueMistake): number =>
  a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;

/** In the order in which one would mend them. */
export const inOrder = (mistakes: readonly CatalogueMistake[]): readonly CatalogueMistake[] =>
  [...mistakes].sort(byPlace);
