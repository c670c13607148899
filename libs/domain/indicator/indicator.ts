import type { Bilingual } from '#kernel';

/**
 * How a figure follows from the sums of a territory:
 * total = Σ numerator · ratio = Σn ÷ Σd · share = 100 × Σn ÷ Σd (%) · per-100 and per-1000 likewise.
 * A ratio is never stored and never averaged.
 */
export type Aggregation = 'total' | 'ratio' | 'share' | 'per-100' | 'per-1000';

export type Target = {
  readonly territory: { readonly kind: string; readonly code: string };
  readonly schoolYear: string;
  /** Exact decimal text. */
  readonly value: string;
  readonly source: string;
};

/** What figures of a version are worth beside those of the version before it. */
export type DefinitionComparability = 'identical' | 'comparable' | 'break';

/** One version of an indicator: data, never code. */
export type Indicator = {
  /** The field's French name, snake case: `eleves_par_ordinateur_1d`. */
  readonly id: string;
  /** 1, then without holes. */
  readonly version: number;
  /** The school year from which it is the official definition; absent: the first version, which always was. */
  readonly effectiveFrom?: string;
  /** Why it took the place of the version before it; from version 2 on, as `comparability`. */
  readonly reason?: Bilingual;
  readonly comparability?: DefinitionComparability;
  readonly label: Bilingual;
  readonly description: Bilingual;
  /** Questionnaire family, `etic-1d`. */
  readonly survey: string;
  /**
   * `answers`: expressions over questions and `school.*`, evaluated for each response.
   * `coverage`: over `expected`, `received`, `validated`, `late`, each 0 or 1 for one respondent, and `school.*`.
   */
  readonly source: 'answers' | 'coverage';
  readonly aggregation: Aggregation;
  readonly numerator: string;
  /** Absent exactly for a total. */
  readonly denominator?: string;
  /** Expression over `school.*` alone; schools where it is not true do not count. */
  readonly scope?: string;
  readonly unit: Bilingual;
  readonly direction: 'higher-is-better' | 'lower-is-better' | 'neutral';
  /** Places that a figure is rounded to, at the edge only. */
  readonly decimals: number;
  readonly targets: readonly Target[];
  /** The name under which others published it, when it is not the id. */
  readonly publishedAs?: string;
  readonly provenance: string;
};

/** `eleves_par_ordinateur_1d@1` */
export const indicatorKey = (indicator: Pick<Indicator, 'id' | 'version'>): string =>
  `${indicator.id}@${String(indicator.version)}`;
