import type { Declaration } from '#kernel';

/**
 * What one respondent adds to each indicator of its survey: a safe integer for each slot of the layout, in
 * units of the slot's scale. A null numerator says that the respondent does not count in the indicator; a
 * null denominator, that the indicator has none (a total).
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

/** Measures the responses to one questionnaire version, in the slots of its survey. */
export type Gauge = {
  /** How many indicators the survey has: the length of every contribution. */
  readonly slots: number;
  /** A contribution whose slots of coverage are null. */
  readonly answers: (profile: Profile, declaration: Declaration) => Contribution;
  /** A contribution whose slots of answers are null. */
  readonly coverage: (profile: Profile, flags: Flags) => Contribution;
  /** The slots that `coverage` fills. */
  readonly coverageSlots: readonly number[];
};

/** `contribution` with its slots of coverage filled anew. */
export const withCoverage = (
  contribution: Contribution,
  coverage: Contribution,
  slots: readonly number[],
): Contribution => {
  if (slots.length === 0) return contribution;
  const numerators = [...contribution.numerators];
  const denominators = [...contribution.denominators];
  for (const slot of slots) {
    numerators[slot] = coverage.numerators[slot] ?? null;
    denominators[slot] = coverage.denominators[slot] ?? null;
  }
  return { numerators, denominators };
};
