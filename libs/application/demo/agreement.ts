import { compare, decimal, type Decimal, format, round, subtract } from '#kernel';
import type { Indicator } from '#domain/indicator';
import { figureValue, sumsOfTexts } from '#statistics';

import type { Figure } from '../figures.port.js';

/** A figure as its source prints it: exact text, and how many places the source gives to its series. */
export type PublishedText = { readonly value: string; readonly decimals: number };

/** A figure as it is computed, before any rounding: sums, and how its indicator relates them. */
export type Computed = {
  readonly indicator: Indicator;
  readonly figure: Pick<Figure, 'used' | 'numerator' | 'denominator'>;
};

export type Agreement = {
  /** The computed figure, rounded once, to the places that are printed; null when there is none. */
  readonly computed: string | null;
  /** computed − published, to the same places; null when nothing is computed. */
  readonly difference: string | null;
  readonly agrees: boolean;
};

const roundedOnce = (computed: Computed, decimals: number): Decimal | undefined => {
  const { used, numerator, denominator } = computed.figure;
  if (numerator === null) return undefined;
  const sums = sumsOfTexts(used, numerator, denominator);
  const found = figureValue({ ...computed.indicator, decimals }, sums);
  return found.kind === 'value' ? decimal(found.value) : undefined;
};

/**
 * Whether a computed figure is the published one, to the published rounding: 13.3959… agrees with 13.40 and not
 * with 13.39. The exact sums are rounded, never a figure that was rounded before.
 */
export const agrees = (published: PublishedText, computed: Computed): Agreement => {
  const rounded = roundedOnce(computed, published.decimals);
  if (rounded === undefined) return { computed: null, difference: null, agrees: false };
  const printed = round(decimal(published.value), published.decimals);
  const difference = subtract(rounded, printed);
  return {
    computed: format(rounded),
    difference: format(difference),
    agrees: compare(rounded, printed) === 0,
  };
};
