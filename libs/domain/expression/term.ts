import { BrokenAssumption, type Answers } from '#kernel';

import type { Environment, ExpressionType, School } from './types.js';

export type Run<Value> = (environment: Environment) => Value | null;

/** A checked part of an expression: its type and how to evaluate it. */
export type Term =
  | { readonly kind: 'number'; readonly scale: number; readonly run: Run<number> }
  | { readonly kind: 'boolean'; readonly run: Run<boolean> }
  | {
      readonly kind: 'choice';
      readonly options: readonly string[] | null;
      readonly run: Run<string>;
    }
  | {
      readonly kind: 'choices';
      readonly options: readonly string[] | null;
      readonly run: Run<readonly string[]>;
    }
  | { readonly kind: 'text'; readonly run: Run<string> };

export type NumberTerm = Extract<Term, { kind: 'number' }>;
export type BooleanTerm = Extract<Term, { kind: 'boolean' }>;

export const typeOf = (term: Term): ExpressionType => {
  switch (term.kind) {
    case 'number':
      return { kind: 'number', scale: term.scale };
    case 'choice':
    case 'choices':
      return { kind: term.kind, options: term.options };
    case 'boolean':
    case 'text':
      return { kind: term.kind };
  }
};

/** Beyond 2^53 a sum would round silently: bounds on questions keep answers far from there. */
export const safe = (units: number): number => {
  if (Number.isSafeInteger(units)) return units;
  throw new BrokenAssumption(`an expression left the safe integers: ${String(units)}`);
};

const zeroDigit = 48;

/** The number that digits spell; NaN when there are none, or something else. */
const digits = (text: string, from: number, to: number): number => {
  let value = from < to ? 0 : Number.NaN;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - zeroDigit;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
};

/** The units of a plain decimal text (`12.5` at scale 2 is 1250); null when it is finer or malformed. */
export const unitsOf = (text: string, scale: number): number | null => {
  const negative = text.startsWith('-');
  const point = text.indexOf('.');
  const end = point < 0 ? text.length : point;
  const places = point < 0 ? 0 : text.length - point - 1;
  if (places > scale) return null;
  const whole = digits(text, negative ? 1 : 0, end);
  const fraction = point < 0 ? 0 : digits(text, point + 1, text.length);
  const units = whole * 10 ** scale + fraction * 10 ** (scale - places);
  return Number.isNaN(units) ? null : safe(negative ? 0 - units : units);
};

type Held = Answers[string] | undefined;
type Convert<Value> = (held: Held) => Value | null;

// One closure for each place to read from: a call less for every answer that is read.
const reading = <Value>(code: string, inPrevious: boolean, convert: Convert<Value>): Run<Value> =>
  inPrevious
    ? ({ previous }) => (previous === null ? null : convert(previous[code]))
    : ({ answers }) => convert(answers[code]);

const wholeNumber: Convert<number> = (held) => (typeof held === 'number' ? held : null);
const text: Convert<string> = (held) => (typeof held === 'string' ? held : null);
const truth: Convert<boolean> = (held) => (typeof held === 'boolean' ? held : null);
const list: Convert<readonly string[]> = (held) => (typeof held === 'object' ? held : null);

const decimalNumber =
  (scale: number): Convert<number> =>
  (held) => {
    if (typeof held === 'string') return unitsOf(held, scale);
    return typeof held === 'number' ? safe(held * 10 ** scale) : null;
  };

const reader = (code: string, inPrevious: boolean, type: ExpressionType): Term => {
  switch (type.kind) {
    case 'number':
      return {
        ...type,
        run: reading(code, inPrevious, type.scale === 0 ? wholeNumber : decimalNumber(type.scale)),
      };
    case 'boolean':
      return { ...type, run: reading(code, inPrevious, truth) };
    case 'choices':
      return { ...type, run: reading(code, inPrevious, list) };
    case 'choice':
    case 'text':
      return { ...type, run: reading(code, inPrevious, text) };
  }
};

/** Reads an answer; one of another kind than its question's (an older version's) is blank. */
export const answer = (code: string, type: ExpressionType): Term => reader(code, false, type);

export const previousAnswer = (code: string, type: ExpressionType): Term =>
  reader(code, true, type);

export const isAnswered = (code: string, inPrevious: boolean): BooleanTerm => ({
  kind: 'boolean',
  run: inPrevious
    ? ({ previous }) => previous?.[code] !== undefined
    : ({ answers }) => answers[code] !== undefined,
});

export const schoolTerm = (field: keyof School, type: ExpressionType): Term =>
  field === 'pupils'
    ? { kind: 'number', scale: 0, run: (environment) => environment.school.pupils }
    : {
        kind: 'choice',
        options: type.kind === 'choice' ? type.options : null,
        run: (environment) => environment.school[field],
      };
