import { err, ok, type Result } from '#kernel';

import { both, type ExpressionMistake, listed, type Span } from './mistake.js';
import { type Comparison, comparisons, type Literal, type Node } from './syntax.js';
import { type Token, tokenize } from './token.js';

const maximumDepth = 60;

/** Leaves the parser: caught by `parseExpression`, never seen outside. */
class Refused extends Error {
  constructor(readonly mistake: ExpressionMistake) {
    super(mistake.code);
  }
}

type Reader = {
  readonly source: string;
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
};

const endToken: Token = { kind: 'end', value: '', start: 0, end: 0 };
const peek = (reader: Reader): Token => reader.tokens[reader.at] ?? endToken;

const take = (reader: Reader): Token => {
  const token = peek(reader);
  reader.at += 1;
  return token;
};

const isSymbol = (token: Token, ...values: readonly string[]): boolean =>
  token.kind === 'symbol' && values.includes(token.value);

const isWord = (token: Token, word: string): boolean =>
  token.kind === 'name' && token.value === word;

const span = (from: Span, to: Span): Span => ({ start: from.start, end: to.end });

const refuse = (
  reader: Reader,
  expected: ExpressionMistake['allowed'],
  remedy: ExpressionMistake['remedy'],
): never => {
  const { start, end, kind } = peek(reader);
  const atEnd = kind === 'end';
  const found = reader.source.slice(start, end);
  throw new Refused({
    code: atEnd ? 'EXPRESSION_UNFINISHED' : 'EXPRESSION_SYNTAX',
    start,
    end,
    found,
    allowed: expected,
    remedy,
    message: atEnd
      ? {
          fr: `L’expression s’arrête là où ${expected.fr} est attendu.`,
          en: `The expression stops where ${expected.en} is expected.`,
        }
      : {
          fr: `« ${found} » se trouve là où ${expected.fr} est attendu.`,
          en: `"${found}" stands where ${expected.en} is expected.`,
        },
  });
};

const expectSymbol = (reader: Reader, value: string): Token => {
  if (isSymbol(peek(reader), value)) return take(reader);
  const expected = listed([value]);
  return refuse(reader, expected, { fr: `Ajoutez ${expected.fr}.`, en: `Add ${expected.en}.` });
};

const reserved = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'school']);

const operand = {
  fr: 'un nombre, un texte, une question ou une fonction',
  en: 'a number, a text, a question or a function',
};

const literal = (reader: Reader): Literal | undefined => {
  const token = peek(reader);
  if (token.kind === 'number' || token.kind === 'text') {
    take(reader);
    return { kind: token.kind, text: token.value, start: token.start, end: token.end };
  }
  if (!isWord(token, 'true') && !isWord(token, 'false')) return undefined;
  take(reader);
  return { kind: 'boolean', value: token.value === 'true', start: token.start, end: token.end };
};

const commaSeparated = <Item>(reader: Reader, item: () => Item): readonly Item[] => {
  const items = [item()];
  while (isSymbol(peek(reader), ',')) {
    take(reader);
    items.push(item());
  }
  return items;
};

const school = (reader: Reader): Node => {
  const first = take(reader);
  expectSymbol(reader, '.');
  if (peek(reader).kind !== 'name') {
    return refuse(reader, listed(['type', 'sector', 'degree', 'pupils']), {
      fr: 'Écrivez par exemple « school.type ».',
      en: 'Write for example "school.type".',
    });
  }
  const field = take(reader);
  return { kind: 'school', field: field.value, ...span(first, field) };
};

const nameOrCall = (reader: Reader): Node => {
  const name = take(reader);
  if (!isSymbol(peek(reader), '('))
    return { kind: 'question', code: name.value, start: name.start, end: name.end };
  take(reader);
  const args = isSymbol(peek(reader), ')') ? [] : commaSeparated(reader, () => expression(reader));
  const close = expectSymbol(reader, ')');
  return { kind: 'call', name: name.value, args, ...span(name, close) };
};

const primary = (reader: Reader): Node => {
  const value = literal(reader);
  if (value !== undefined) return value;
  const token = peek(reader);
  if (isWord(token, 'school')) return school(reader);
  if (token.kind === 'name' && !reserved.has(token.value)) return nameOrCall(reader);
  if (!isSymbol(token, '(')) {
    return refuse(reader, operand, {
      fr: `Écrivez ici ${operand.fr}.`,
      en: `Write ${operand.en} here.`,
    });
  }
  take(reader);
  const inner = expression(reader);
  expectSymbol(reader, ')');
  return inner;
};

const nested = (reader: Reader, parse: () => Node): Node => {
  reader.depth += 1;
  if (reader.depth > maximumDepth) {
    return refuse(reader, both(`≤ ${String(maximumDepth)}`), {
      fr: 'Simplifiez l’expression : elle est trop imbriquée.',
      en: 'Simplify the expression: it is nested too deeply.',
    });
  }
  const node = parse();
  reader.depth -= 1;
  return node;
};

const unary = (reader: Reader): Node => {
  if (!isSymbol(peek(reader), '-')) return primary(reader);
  const sign = take(reader);
  const inner = nested(reader, () => unary(reader));
  return { kind: 'negate', operand: inner, ...span(sign, inner) };
};

const product = (reader: Reader): Node => {
  let left = unary(reader);
  while (isSymbol(peek(reader), '*')) {
    take(reader);
    const right = unary(reader);
    left = { kind: 'arithmetic', operator: '*', left, right, ...span(left, right) };
  }
  return left;
};

const sum = (reader: Reader): Node => {
  let left = product(reader);
  while (isSymbol(peek(reader), '+', '-')) {
    const operator = take(reader).value === '+' ? '+' : '-';
    const right = product(reader);
    left = { kind: 'arithmetic', operator, left, right, ...span(left, right) };
  }
  return left;
};

const membership = (reader: Reader, left: Node): Node => {
  take(reader);
  expectSymbol(reader, '(');
  const items = commaSeparated(
    reader,
    () =>
      literal(reader) ??
      refuse(
        reader,
        {
          fr: 'un nombre ou un texte entre apostrophes',
          en: 'a number or a text between single quotes',
        },
        {
          fr: "Écrivez les valeurs ainsi : in ('eleves', 'tous').",
          en: "Write the values thus: in ('eleves', 'tous').",
        },
      ),
  );
  return { kind: 'in', operand: left, items, ...span(left, expectSymbol(reader, ')')) };
};

const comparisonOf = (token: Token): Comparison | undefined =>
  token.kind === 'symbol' ? comparisons.find((operator) => operator === token.value) : undefined;

const comparison = (reader: Reader): Node => {
  const left = sum(reader);
  if (isWord(peek(reader), 'in')) return membership(reader, left);
  const operator = comparisonOf(peek(reader));
  if (operator === undefined) return left;
  take(reader);
  const right = sum(reader);
  if (comparisonOf(peek(reader)) !== undefined) {
    return refuse(reader, listed(['and', 'or']), {
      fr: 'Une comparaison ne s’enchaîne pas : écrivez « a < b and b < c ».',
      en: 'Comparisons do not chain: write "a < b and b < c".',
    });
  }
  return { kind: 'comparison', operator, left, right, ...span(left, right) };
};

const negation = (reader: Reader): Node => {
  if (!isWord(peek(reader), 'not')) return comparison(reader);
  const word = take(reader);
  const inner = nested(reader, () => negation(reader));
  return { kind: 'not', operand: inner, ...span(word, inner) };
};

const conjunction = (reader: Reader): Node => {
  let left = negation(reader);
  while (isWord(peek(reader), 'and')) {
    take(reader);
    const right = negation(reader);
    left = { kind: 'logic', operator: 'and', left, right, ...span(left, right) };
  }
  return left;
};

const expression = (reader: Reader): Node =>
  nested(reader, () => {
    let left = conjunction(reader);
    while (isWord(peek(reader), 'or')) {
      take(reader);
      const right = conjunction(reader);
      left = { kind: 'logic', operator: 'or', left, right, ...span(left, right) };
    }
    return left;
  });

/** Reads an expression; a refusal says what the first sign out of place is, and what may stand there. */
export const parseExpression = (source: string): Result<Node, ExpressionMistake> => {
  const tokens = tokenize(source);
  if (!tokens.ok) return tokens;
  const reader: Reader = { source, tokens: tokens.value, at: 0, depth: 0 };
  try {
    const node = expression(reader);
    if (peek(reader).kind === 'end') return ok(node);
    return refuse(
      reader,
      { fr: 'un opérateur ou la fin', en: 'an operator or the end' },
      {
        fr: 'Il manque un opérateur (+ - * = and or …), ou ce qui suit est de trop.',
        en: 'An operator is missing (+ - * = and or …), or what follows is too much.',
      },
    );
  } catch (refusal) {
    if (refusal instanceof Refused) return err(refusal.mistake);
    throw refusal;
  }
};
