import { err, ok, type Result } from '#kernel';

import { both, type ExpressionMistake, type Span } from './mistake.js';

export type Token = Span & {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  /** Of a text literal: what stands between its quotes, `''` read as one quote. */
  readonly value: string;
};

const lexeme =
  /\s*(?:(?<number>\d+(?:\.\d+)?)(?![\w.])|'(?<text>(?:[^'\n]|'')*)'|(?<name>[\p{L}_][\p{L}\d_]*)|(?<symbol><=|>=|!=(?!=)|[=<>](?![=<>])|[-+*(),.]))/uy;

const habits: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  '==': { fr: 'Écrivez « = ».', en: 'Write "=".' },
  '===': { fr: 'Écrivez « = ».', en: 'Write "=".' },
  '<>': { fr: 'Écrivez « != ».', en: 'Write "!=".' },
  '!==': { fr: 'Écrivez « != ».', en: 'Write "!=".' },
  '!': { fr: 'Écrivez « not ».', en: 'Write "not".' },
  '&&': { fr: 'Écrivez « and ».', en: 'Write "and".' },
  '&': { fr: 'Écrivez « and ».', en: 'Write "and".' },
  '||': { fr: 'Écrivez « or ».', en: 'Write "or".' },
  '|': { fr: 'Écrivez « or ».', en: 'Write "or".' },
  '"': {
    fr: "Écrivez les textes entre apostrophes : 'tous'.",
    en: "Write texts between single quotes: 'tous'.",
  },
  "'": { fr: 'Fermez le texte par une apostrophe.', en: 'Close the text with a single quote.' },
  ';': { fr: 'Séparez par des virgules.', en: 'Separate with commas.' },
};

const divisions: readonly string[] = ['/', '%', ':', '÷'];

const division = {
  fr: 'Une division ne s’additionne pas d’une école à l’autre : mettez le dividende dans « numerator » et le diviseur dans « denominator », ou comparez des produits (a > 100 * b).',
  en: 'A quotient does not add up across schools: put the dividend in "numerator" and the divisor in "denominator", or compare products (a > 100 * b).',
};

const numberRemedy = {
  fr: 'Écrivez un nombre avec un point : 12 ou 0.5.',
  en: 'Write a number with a point: 12 or 0.5.',
};

const removal = { fr: 'Retirez ce signe.', en: 'Remove this sign.' };

const remedyFor = (found: string): ExpressionMistake['remedy'] => {
  if (divisions.includes(found)) return division;
  return /^\d/.test(found) ? numberRemedy : (habits[found] ?? removal);
};

const wrongCharacters = (source: string, start: number): ExpressionMistake => {
  const [found = ''] = /^(?:===?|!==|<>|&&|\|\||\d[\w.,]*|.)/su.exec(source.slice(start)) ?? [];
  return {
    code: divisions.includes(found) ? 'EXPRESSION_DIVISION' : 'EXPRESSION_CHARACTER',
    start,
    end: start + found.length,
    found,
    allowed: both("+ - * = != < <= > >= ( ) , . 'texte' 12 0.5"),
    remedy: remedyFor(found),
    message: {
      fr: `« ${found} » n’existe pas dans une expression.`,
      en: `"${found}" does not exist in an expression.`,
    },
  };
};

const kinds = ['number', 'text', 'name', 'symbol'] as const;

const tokenOf = (match: RegExpExecArray, end: number): Token => {
  const groups = match.groups ?? {};
  const kind = kinds.find((candidate) => groups[candidate] !== undefined) ?? 'symbol';
  const raw = groups[kind] ?? '';
  const length = kind === 'text' ? raw.length + 2 : raw.length;
  const value = kind === 'text' ? raw.replaceAll("''", "'") : raw;
  return { kind, value, start: end - length, end };
};

/** Cuts a source into tokens, the last of kind `end`; or says what the first impossible sign is. */
export const tokenize = (source: string): Result<readonly Token[], ExpressionMistake> => {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < end) {
    const from = lexeme.lastIndex;
    const match = lexeme.exec(source);
    if (match === null) {
      const blanks = /^\s*/.exec(source.slice(from))?.[0].length ?? 0;
      return err(wrongCharacters(source, from + blanks));
    }
    tokens.push(tokenOf(match, lexeme.lastIndex));
  }
  return ok([...tokens, { kind: 'end', value: '', start: end, end }]);
};
