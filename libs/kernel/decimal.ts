import { BrokenAssumption } from './result.js';

/**
 * An exact decimal: `units` × 10^-`scale`. No operation rounds but `divide` and `round`, which say so.
 * Sums of it do not depend on their order (ADR-0007).
 */
export type Decimal = { readonly units: bigint; readonly scale: number };

const shape = /^([+-]?)(\d+)(?:\.(\d+))?$/;

export const zero: Decimal = { units: 0n, scale: 0 };

const rescale = (value: Decimal, scale: number): bigint =>
  value.units * 10n ** BigInt(scale - value.scale);

/** Parses `-12.50`: a point, no blanks, no exponent. Throws on anything else: parse users' text first. */
export const decimal = (text: string | number | bigint): Decimal => {
  const [, sign, whole, fraction = ''] = shape.exec(String(text)) ?? [];
  if (whole === undefined) throw new BrokenAssumption(`not a decimal: ${String(text)}`);
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
};

export const add = (left: Decimal, right: Decimal): Decimal => {
  const scale = Math.max(left.scale, right.scale);
  return { units: rescale(left, scale) + rescale(right, scale), scale };
};

export const subtract = (left: Decimal, right: Decimal): Decimal =>
  add(left, { units: -right.units, scale: right.scale });

export const multiply = (left: Decimal, right: Decimal): Decimal => ({
  units: left.units * right.units,
  scale: left.scale + right.scale,
});

/** -1, 0 or 1. */
export const compare = (left: Decimal, right: Decimal): -1 | 0 | 1 => {
  const { units } = subtract(left, right);
  if (units === 0n) return 0;
  return units < 0n ? -1 : 1;
};

const roundedQuotient = (numerator: bigint, denominator: bigint): bigint => {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const magnitude = (2n * n + d) / (2n * d);
  return negative ? -magnitude : magnitude;
};

/** left ÷ right, rounded to `decimals` places, halves away from zero. Throws when right is zero. */
export const divide = (left: Decimal, right: Decimal, decimals: number): Decimal => {
  if (right.units === 0n) throw new BrokenAssumption('division by zero');
  const numerator = left.units * 10n ** BigInt(right.scale + decimals);
  const denominator = right.units * 10n ** BigInt(left.scale);
  return { units: roundedQuotient(numerator, denominator), scale: decimals };
};

/** Rounded to `decimals` places, halves away from zero: 0.125 to two places is 0.13. */
export const round = (value: Decimal, decimals: number): Decimal =>
  value.scale <= decimals
    ? { units: rescale(value, decimals), scale: decimals }
    : divide(value, { units: 1n, scale: 0 }, decimals);

/** `-12.50`: as many places as the scale; the canonical text for databases, APIs and digests. */
export const format = ({ units, scale }: Decimal): string => {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  const fraction = scale > 0 ? `.${digits.slice(digits.length - scale)}` : '';
  return `${units < 0n ? '-' : ''}${whole}${fraction}`;
};
