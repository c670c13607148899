import { compare, decimal, divide, format, multiply, round } from '#kernel';

/** A figure as its source prints it: exact text, and how many places the source gives to the series. */
export type Printed = { readonly value: string; readonly decimals: number };

/** Inclusive; empty when low is above high. */
export type Interval = { readonly low: number; readonly high: number };

/**
 * How a figure follows from what schools hold (the amount) and what it is related to (the base):
 * ratio = base ÷ amount · share = 100 × amount ÷ base · mean = amount ÷ base · total = amount.
 */
export type Aggregation = 'ratio' | 'share' | 'mean' | 'total';

export const isEmpty = ({ low, high }: Interval): boolean => low > high;

const floorOf = (numerator: bigint, denominator: bigint): number => {
  const quotient = numerator / denominator;
  return Number(numerator < 0n && quotient * denominator !== numerator ? quotient - 1n : quotient);
};

const ceilOf = (numerator: bigint, denominator: bigint): number =>
  -floorOf(-numerator, denominator);

const unitsOf = ({ value, decimals }: Printed): bigint => round(decimal(value), decimals).units;

const proportional = (base: bigint, printed: Printed, factor: bigint): Interval => {
  const units = unitsOf(printed);
  const divisor = 2n * 10n ** BigInt(printed.decimals) * factor;
  return {
    low: Math.max(0, ceilOf(base * (2n * units - 1n), divisor)),
    high: ceilOf(base * (2n * units + 1n), divisor) - 1,
  };
};

const inverse = (base: bigint, printed: Printed): Interval => {
  const units = unitsOf(printed);
  const scaled = 2n * base * 10n ** BigInt(printed.decimals);
  return { low: floorOf(scaled, 2n * units + 1n) + 1, high: floorOf(scaled, 2n * units - 1n) };
};

const exact = (printed: Printed): Interval => {
  const units = unitsOf(printed);
  const scale = 10n ** BigInt(printed.decimals);
  return { low: ceilOf(units, scale), high: floorOf(units, scale) };
};

/** The whole amounts that give back the printed figure over `base`, halves rounded away from zero. */
export const amountsThatPrint = (
  aggregation: Aggregation,
  base: number,
  printed: Printed,
): Interval => {
  switch (aggregation) {
    case 'ratio':
      return inverse(BigInt(base), printed);
    case 'share':
      return proportional(BigInt(base), printed, 100n);
    case 'mean':
      return proportional(BigInt(base), printed, 1n);
    case 'total':
      return exact(printed);
  }
};

/** The whole amount that comes nearest to the figure over `base`, whether it prints it or not. */
export const nearestAmount = (aggregation: Aggregation, base: number, value: string): number => {
  const given = decimal(value);
  switch (aggregation) {
    case 'ratio':
      return Number(divide(decimal(base), given, 0).units);
    case 'share':
      return Number(divide(multiply(decimal(base), given), decimal(100), 0).units);
    case 'mean':
      return Number(round(multiply(decimal(base), given), 0).units);
    case 'total':
      return Number(round(given, 0).units);
  }
};

/** The figure that an amount over a base gives, to `decimals` places; undefined over a base of zero. */
export const printedFrom = (
  aggregation: Aggregation,
  measured: { readonly amount: number; readonly base: number },
  decimals: number,
): string | undefined => {
  const amount = decimal(measured.amount);
  const base = decimal(measured.base);
  if (aggregation === 'total') return format(round(amount, decimals));
  if ((aggregation === 'ratio' ? amount : base).units === 0n) return undefined;
  if (aggregation === 'ratio') return format(divide(base, amount, decimals));
  const scaled = aggregation === 'share' ? multiply(amount, decimal(100)) : amount;
  return format(divide(scaled, base, decimals));
};

/** Whether a figure computed to the printed places is the printed one. */
export const isPrintedAs = (computed: string | undefined, { value, decimals }: Printed): boolean =>
  computed !== undefined && compare(decimal(computed), round(decimal(value), decimals)) === 0;

/**
 * Amount for one unit of base: what a school brings to a figure, before rounding. It only guides a
 * search whose result is checked exactly.
 */
export const slopeOf = (aggregation: Aggregation, value: string): number => {
  const given = Number(value);
  if (aggregation === 'ratio') return 1 / given;
  return aggregation === 'share' ? given / 100 : given;
};
