import type { Indicator } from '#domain/indicator';
import type { Questionnaire } from '#domain/survey';

export type Department = {
  /** `013` */
  readonly code: string;
  readonly name: string;
};

/** A territory's code with the dates between which it holds; `null` is without end. */
export type Academy = {
  readonly code: string;
  readonly name: string;
  readonly academicRegion: string;
  readonly from: string | null;
  readonly until: string | null;
  /** Codes of departments. */
  readonly departments: readonly string[];
  readonly predecessors: readonly string[];
  readonly legalBasis: string | null;
};

export type AcademicRegion = { readonly code: string; readonly name: string };

export type Territories = {
  readonly departments: readonly Department[];
  /** Those of today and those that were: Caen and Rouen until 2019-12-31. */
  readonly academies: readonly Academy[];
  readonly academicRegions: readonly AcademicRegion[];
};

/** A figure that somebody published, as printed. Never computed here. */
export type ReferenceFigure = {
  readonly indicator: string;
  readonly label: string;
  readonly territory: { readonly kind: string; readonly code: string };
  readonly schoolYear: string | null;
  /** As printed, exact decimal text; null for a bare target. */
  readonly value: string | null;
  readonly unit: string;
  readonly survey: string | null;
  readonly schoolType: string | null;
  readonly degree: string | null;
  readonly category: string | null;
  readonly comparator: string | null;
  readonly target: string | null;
  readonly targetYear: number | null;
  readonly note: string | null;
  readonly source: string;
};

/** Everything that ships as data. */
export type Catalogue = {
  /** Key: `etic-1d@2014`. */
  readonly questionnaires: ReadonlyMap<string, Questionnaire>;
  /** The latest version of each, by id. */
  readonly indicators: ReadonlyMap<string, Indicator>;
  /** Every version of each, by key, `eleves_par_ordinateur_1d@1`, in the order of ids and versions. */
  readonly definitions: ReadonlyMap<string, Indicator>;
  readonly territories: Territories;
  readonly references: readonly ReferenceFigure[];
  /** SHA-256 of everything that decides a figure: read models made with another one are stale. */
  readonly fingerprint: string;
};
