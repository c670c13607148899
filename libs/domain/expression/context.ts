import type { Bilingual } from '#kernel';

import { both, didYouMean, type ExpressionMistake, type Span } from './mistake.js';
import { nearest } from './nearest.js';
import { type BooleanTerm, type NumberTerm, type Term, typeOf } from './term.js';
import { type ExpressionType, kindInWords, type Symbols } from './types.js';

/** What a check gathers on its way through an expression. */
export type Context = {
  readonly source: string;
  readonly symbols: Symbols;
  readonly mistakes: ExpressionMistake[];
  readonly references: Set<string>;
  readonly previousReferences: Set<string>;
};

type Told = Pick<ExpressionMistake, 'code' | 'allowed' | 'remedy' | 'message'>;

/** Notes a mistake at a place; null stands for the term that could not be made. */
export const mistaken = (context: Context, { start, end }: Span, told: Told): null => {
  context.mistakes.push({ ...told, start, end, found: context.source.slice(start, end) });
  return null;
};

const shown = (names: readonly string[]): Bilingual =>
  names.length > 12 ? both(`${names.slice(0, 12).join(', ')}, …`) : both(names.join(', '));

type Misspelt = Span & {
  readonly name: string;
  readonly known: readonly string[];
  readonly code: string;
  readonly what: Bilingual;
};

/** A name that does not exist: says which ones do, and which one was probably meant. */
export const unknownName = (
  context: Context,
  { name, known, code, what, ...span }: Misspelt,
): null => {
  const allowed = known.length === 0 ? { fr: 'aucun nom', en: 'no name' } : shown(known);
  return mistaken(context, span, {
    code,
    allowed,
    remedy: didYouMean(nearest(name, known), {
      fr: `Choisissez parmi : ${allowed.fr}.`,
      en: `Choose among: ${allowed.en}.`,
    }),
    message: {
      fr: `${what.fr} « ${name} » n’existe pas ici.`,
      en: `${what.en} "${name}" does not exist here.`,
    },
  });
};

const remedies: Readonly<Partial<Record<ExpressionType['kind'], Bilingual>>> = {
  boolean: {
    fr: 'Pour compter, écrivez count_where(condition).',
    en: 'To count, write count_where(condition).',
  },
  choices: {
    fr: "Pour un choix multiple, écrivez contains(question, 'code') ou count_chosen(question).",
    en: "For a multiple choice, write contains(question, 'code') or count_chosen(question).",
  },
  choice: {
    fr: "Comparez le choix à un code : question = 'code'.",
    en: "Compare the choice with a code: question = 'code'.",
  },
};

/** A value of the wrong kind. */
export const wrongKind = (
  context: Context,
  span: Span,
  kinds: { found: Term; wanted: Bilingual },
): null => {
  const found = kindInWords(typeOf(kinds.found).kind);
  return mistaken(context, span, {
    code: 'EXPRESSION_TYPE',
    allowed: kinds.wanted,
    remedy: remedies[kinds.found.kind] ?? {
      fr: `Écrivez ${kinds.wanted.fr}, par exemple par une comparaison ou une fonction.`,
      en: `Write ${kinds.wanted.en}, for example with a comparison or a function.`,
    },
    message: {
      fr: `${kinds.wanted.fr} est attendu ici ; ceci est ${found.fr}.`,
      en: `${kinds.wanted.en} is expected here; this is ${found.en}.`,
    },
  });
};

export const asNumber = (context: Context, span: Span, term: Term | null): NumberTerm | null => {
  if (term === null || term.kind === 'number') return term;
  return wrongKind(context, span, { found: term, wanted: kindInWords('number') });
};

export const asBoolean = (context: Context, span: Span, term: Term | null): BooleanTerm | null => {
  if (term === null || term.kind === 'boolean') return term;
  return wrongKind(context, span, { found: term, wanted: kindInWords('boolean') });
};
