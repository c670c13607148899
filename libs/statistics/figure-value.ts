import {
  add,
  compare,
  type Decimal,
  decimal,
  divide,
  format,
  multiply,
  round,
  unreachable,
  zero,
} from '#kernel';
import type { Indicator } from '#domain/indicator';

/** What the responses of a territory add up to. Exact: neither the order nor the grouping of additions matters. */
export type Sums = {
  /** Responses that count. */
  readonly used: number;
  readonly numerator: Decimal;
  /** Zero for a total. */
  readonly denominator: Decimal;
};

export const noSums: Sums = { used: 0, numerator: zero, denominator: zero };

/** Sums of parts are the sum of the whole: schools to departments, departments to an académie. */
export const plus = (left: Sums, right: Sums): Sums => ({
  used: left.used + right.used,
  numerator: add(left.numerator, right.numerator),
  denominator: add(left.denominator, right.denominator),
});

/** The sums that a database gives back as texts of `numeric`. */
export const sumsOfTexts = (used: number, numerator: string, denominator: string | null): Sums => ({
  used,
  numerator: decimal(numerator),
  denominator: denominator === null ? zero : decimal(denominator),
});

/** `units` × 10^-`scale`, the form in which `contribute` writes. */
export const decimalOfUnits = (units: number, scale: number): Decimal => ({
  units: BigInt(units),
  scale,
});

export type FigureValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'missing'; readonly reason: 'no-answer' | 'zero-denominator' };

const hundred = decimal(100);
const thousand = decimal(1000);

const scaled = ({ aggregation }: Indicator, numerator: Decimal): Decimal => {
  switch (aggregation) {
    case 'total':
    case 'ratio':
      return numerator;
    case 'share':
    case 'per-100':
      return multiply(numerator, hundred);
    case 'per-1000':
      return multiply(numerator, thousand);
    default:
      return unreachable(aggregation);
  }
};

/**
 * The figure that sums lead to, as exact decimal text with as many places as the indicator says, halves rounded
 * away from zero; or why there is none. The only place where a figure is divided and rounded.
 */
export const figureValue = (indicator: Indicator, sums: Sums): FigureValue => {
  if (sums.used === 0) return { kind: 'missing', reason: 'no-answer' };
  const numerator = scaled(indicator, sums.numerator);
  if (indicator.aggregation === 'total') {
    return { kind: 'value', value: format(round(numerator, indicator.decimals)) };
  }
  if (compare(sums.denominator, zero) === 0) return { kind: 'missing', reason: 'zero-denominator' };
  return { kind: 'value', value: format(divide(numerator, sums.denominator, indicator.decimals)) };
};

/** received ÷ expected in %, two places; null when no school is expected. */
export const responseRate = (received: number, expected: number): string | null =>
  expected === 0
    ? null
    : format(divide(multiply(decimal(received), hundred), decimal(expected), 2));
