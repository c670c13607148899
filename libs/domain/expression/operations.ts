import type { BooleanTerm, NumberTerm, Run } from './term.js';
import { safe } from './term.js';
import type { Comparison } from './syntax.js';

export const constant = (units: number, scale: number): NumberTerm => ({
  kind: 'number',
  scale,
  run: () => units,
});

/** The same number in finer units. Exact. */
export const atScale = (term: NumberTerm, scale: number): NumberTerm => {
  if (term.scale === scale) return term;
  const factor = 10 ** (scale - term.scale);
  const { run } = term;
  return {
    kind: 'number',
    scale,
    run: (environment) => {
      const value = run(environment);
      return value === null ? null : safe(value * factor);
    },
  };
};

const onBoth =
  <Left, Outcome>(
    left: Run<Left>,
    right: Run<Left>,
    combine: (a: Left, b: Left) => Outcome,
  ): Run<Outcome> =>
  (environment) => {
    const a = left(environment);
    if (a === null) return null;
    const b = right(environment);
    return b === null ? null : combine(a, b);
  };

type Binary = (left: NumberTerm, right: NumberTerm) => NumberTerm;

const aligned =
  (combine: (a: number, b: number) => number): Binary =>
  (left, right) => {
    const scale = Math.max(left.scale, right.scale);
    const run = onBoth(atScale(left, scale).run, atScale(right, scale).run, combine);
    return { kind: 'number', scale, run };
  };

export const arithmetic: Readonly<Record<'+' | '-' | '*', Binary>> = {
  '+': aligned((a, b) => safe(a + b)),
  '-': aligned((a, b) => safe(a - b)),
  '*': (left, right) => ({
    kind: 'number',
    scale: left.scale + right.scale,
    // + 0 turns the negative zero of 0 × -1 into zero
    run: onBoth(left.run, right.run, (a, b) => safe(a * b) + 0),
  }),
};

export const least: Binary = aligned(Math.min);
export const greatest: Binary = aligned(Math.max);

export const negated = (term: NumberTerm): NumberTerm => {
  const { run } = term;
  return {
    kind: 'number',
    scale: term.scale,
    run: (environment) => {
      const value = run(environment);
      return value === null ? null : 0 - value;
    },
  };
};

type Order = (a: number, b: number) => boolean;

const orders: Readonly<Record<Comparison, Order>> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export const compared = (
  left: NumberTerm,
  operator: Comparison,
  right: NumberTerm,
): BooleanTerm => {
  const scale = Math.max(left.scale, right.scale);
  const run = onBoth(atScale(left, scale).run, atScale(right, scale).run, orders[operator]);
  return { kind: 'boolean', run };
};

/** Equality of two texts or two conditions; blank when one is. */
export const equal = <Value>(
  left: Run<Value>,
  right: Run<Value>,
  wanted: boolean,
): BooleanTerm => ({
  kind: 'boolean',
  run: onBoth(left, right, (a, b) => (a === b) === wanted),
});

export const among = <Value>(operand: Run<Value>, items: readonly Value[]): BooleanTerm => ({
  kind: 'boolean',
  run: (environment) => {
    const value = operand(environment);
    return value === null ? null : items.includes(value);
  },
});

/** Kleene's logic: `false and blank` is false, `true or blank` is true, the rest of blank is blank. */
export const logic = (
  operator: 'and' | 'or',
  { run: left }: BooleanTerm,
  { run: right }: BooleanTerm,
): BooleanTerm => {
  const decisive = operator === 'or';
  return {
    kind: 'boolean',
    run: (environment) => {
      const a = left(environment);
      if (a === decisive) return decisive;
      const b = right(environment);
      if (b === decisive) return decisive;
      return a === null || b === null ? null : !decisive;
    },
  };
};

export const not = ({ run }: BooleanTerm): BooleanTerm => ({
  kind: 'boolean',
  run: (environment) => {
    const value = run(environment);
    return value === null ? null : !value;
  },
});

export const counted = ({ run }: BooleanTerm): NumberTerm => ({
  kind: 'number',
  scale: 0,
  run: (environment) => {
    const value = run(environment);
    if (value === null) return null;
    return value ? 1 : 0;
  },
});

export const chosen =
  <Value>(
    { run: condition }: BooleanTerm,
    whenTrue: Run<Value>,
    whenFalse: Run<Value>,
  ): Run<Value> =>
  (environment) => {
    const value = condition(environment);
    if (value === null) return null;
    return value ? whenTrue(environment) : whenFalse(environment);
  };

export const orElse =
  <Value>(first: Run<Value>, otherwise: Run<Value>): Run<Value> =>
  (environment) =>
    first(environment) ?? otherwise(environment);
