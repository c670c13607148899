import type { Declaration } from '#kernel';

/**
 * What one respondent adds to each indicator of its survey: a safe integer for each slot of the layout, in
 * units of the slot's scale. A null numerator says that the respondent does not count in the indicator, and
 * so does a slot past the end; a null denominator, that the indicator has none (a total).
 */
export type Contribution = {
  readonly numerators: readonly (number | null)[];
  readonly denominators: readonly (number | null)[];
};

/** What expressions may read of a school, as its campaign froze it. */
export type Profile = {
  readonly schoolType: string;
  readonly sector: string;
  readonly degree: string;
  readonly pupils: number | null;
};

/** Where a response stands, as coverage counts it. */
export type Flags = {
  readonly received: boolean;
  readonly validated: boolean;
  readonly late: boolean;
};

export const notReceived: Flags = { received: false, validated: false, late: false };

/** What a school has answered, and where its response stands. */
type Answered = { readonly declaration: Declaration; readonly flags: Flags };

/** Measures the responses to one questionnaire version. Slots of coverage come before those of answers. */
export type Gauge = {
  /** How many indicators the survey has. */
  readonly slots: number;
  /** In all slots. */
  readonly whole: (profile: Profile, answered: Answered) => Contribution;
  /** In the slots of coverage alone. */
  readonly coverage: (profile: Profile, flags: Flags) => Contribution;
};

/** A contribution with its slots of coverage replaced. */
export const withCoverage = (contribution: Contribution, coverage: Contribution): Contribution => {
  const slots = coverage.numerators.length;
  return {
    numerators: [...coverage.numerators, ...contribution.numerators.slice(slots)],
    denominators: [...coverage.denominators, ...contribution.denominators.slice(slots)],
  };
};
