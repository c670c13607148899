import { type AnswerValue, err, isPrintable, ok, type Problem, type Result } from '#kernel';
import { unitsOf } from '#domain/expression';

import * as problem from './problems.js';
import type { Question } from './questionnaire.js';

/** Null when a value is a canonical answer to the question, else what is wrong with it. */
export type ValueCheck = (value: unknown) => Problem | null;

const integerCheck = (question: Question): ValueCheck => {
  const least = Number(question.min);
  const most = Number(question.max);
  return (value) => {
    if (typeof value !== 'number' || Number.isNaN(value))
      return problem.notANumber(question, value);
    if (value < least) return problem.belowMinimum(question, value);
    if (value > most) return problem.aboveMaximum(question, value);
    return Number.isInteger(value) ? null : problem.notAnInteger(question, value, value);
  };
};

const canonicalDecimal = /^(?!-0$)-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/;
const longestDecimal = 16;

const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

const decimalCheck = (question: Question): ValueCheck => {
  const scale = question.decimals ?? 0;
  const least = unitsOf(question.min ?? '', scale) ?? 0;
  const most = unitsOf(question.max ?? '', scale) ?? 0;
  const outOfBounds = (value: string): Problem | null => {
    const units = value.length > longestDecimal ? null : unitsOf(value, scale);
    if (units === null) return problem.outOfBounds(question, value);
    if (units > most) return problem.aboveMaximum(question, value);
    return units < least ? problem.belowMinimum(question, value) : null;
  };
  return (value) => {
    if (typeof value !== 'string' || !canonicalDecimal.test(value))
      return problem.notANumber(question, value);
    return placesOf(value) > scale ? problem.tooPrecise(question, value) : outOfBounds(value);
  };
};

const choiceCheck = (question: Question): ValueCheck => {
  const codes = new Set<unknown>(question.options.map(({ code }) => code));
  return (value) => (codes.has(value) ? null : problem.unknownOption(question, value));
};

const choicesCheck = (question: Question): ValueCheck => {
  const ranks = new Map<unknown, number>(question.options.map(({ code }, rank) => [code, rank]));
  return (value) => {
    if (!Array.isArray(value)) return problem.notAList(question, value);
    let last = -1;
    for (const code of value) {
      const rank = ranks.get(code);
      if (rank === undefined) return problem.unknownOption(question, code);
      if (rank <= last) return problem.notAList(question, value);
      last = rank;
    }
    return null;
  };
};

const textCheck = (question: Question): ValueCheck => {
  const most = question.maxLength ?? 0;
  return (value) =>
    typeof value === 'string' && value !== '' && value.length <= most && isPrintable(value)
      ? null
      : problem.badText(question, value);
};

/** The check of one question's values. */
export const valueCheckOf = (question: Question): ValueCheck => {
  switch (question.type) {
    case 'integer':
      return integerCheck(question);
    case 'decimal':
      return decimalCheck(question);
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? null : problem.notABoolean(question, value));
    case 'choice':
      return choiceCheck(question);
    case 'choices':
      return choicesCheck(question);
    case 'text':
      return textCheck(question);
  }
};

/** `012.50` → `12.5`; a text that is no plain decimal is left as it is. */
export const canonicalDecimalText = (text: string): string => {
  const [, sign = '', whole, fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return text;
  const digits = whole.replace(/^0+(?=\d)/, '');
  const places = fraction.replace(/0+$/, '');
  const magnitude = places === '' ? digits : `${digits}.${places}`;
  return sign === '-' && magnitude !== '0' ? `-${magnitude}` : magnitude;
};

const inOptionOrder = (question: Question, codes: readonly unknown[]): readonly unknown[] => {
  const rank = (code: unknown): number =>
    question.options.findIndex((option) => option.code === code);
  return [...new Set(codes)].sort((a, b) => rank(a) - rank(b));
};

const canonical = (question: Question, raw: unknown): unknown => {
  if (question.type === 'decimal' && (typeof raw === 'number' || typeof raw === 'string')) {
    return canonicalDecimalText(String(raw));
  }
  if (question.type === 'choices' && Array.isArray(raw)) return inOptionOrder(question, raw);
  return question.type === 'text' && typeof raw === 'string' ? raw.trim() : raw;
};

/** Brings a value as JSON carries it to its canonical form, or says what is wrong with it. */
export const normaliseValue = (
  question: Question,
  check: ValueCheck,
  raw: unknown,
): Result<AnswerValue, Problem> => {
  const value = canonical(question, raw);
  const wrong = check(value);
  // the check has just accepted it as this question's AnswerValue
  return wrong === null ? ok(value as AnswerValue) : err(wrong);
};
