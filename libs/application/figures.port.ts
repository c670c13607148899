import type { Break, DefinitionChoice } from '#catalogue';
import type { Position, SchoolYear } from '#kernel';

export const territoryKinds = [
  'school',
  'department',
  'academy',
  'academic-region',
  'country',
  'circonscription',
  'bassin',
] as const;
export type TerritoryKind = (typeof territoryKinds)[number];

/**
 * school: UAI · department: `013` · academy: `02` · academic region: its code in the catalogue · country: `FR` ·
 * circonscription (of an IEN, écoles) and bassin (de formation): the code that the directory of schools gives.
 */
export type TerritoryRef = { readonly kind: TerritoryKind; readonly code: string };

/**
 * Which map rolls schools up. THEN: as the campaign froze it. CURRENT: the last that the directory knows.
 * At a school year: as it was on its first day, 1 September. Not to be mixed with `asOf`, what was known.
 */
export type Geography = 'THEN' | 'CURRENT' | { readonly at: SchoolYear };

/** The state of knowledge a query reads; set once, at its root. */
export type Moment = {
  /** Null: everything projected so far. */
  readonly asOf: Position | null;
  readonly geography: Geography;
};

export const breakdowns = ['schoolType', 'sector'] as const;
export type Breakdown = (typeof breakdowns)[number];

export type FigureQuery = {
  /** Ids, each with or without a version: `eleves_par_ordinateur_1d@1`. Without one, `definitions` chooses. */
  readonly indicators: readonly string[];
  /** LATEST by default: the latest version of each, over all years. */
  readonly definitions?: DefinitionChoice;
  readonly territories: readonly TerritoryRef[];
  readonly schoolYears: readonly SchoolYear[];
  /** Empty: one figure for all schools. */
  readonly breakdown: readonly Breakdown[];
  readonly moment: Moment;
};

/** Null means all. */
export type Segment = { readonly schoolType: string | null; readonly sector: string | null };

/** `missing` wins over `provisional`, which wins over `break`: `break` itself is told beside, and never lost. */
export type FigureStatus = 'normal' | 'provisional' | 'estimated' | 'break' | 'missing';

export type MissingReason =
  /** No campaign of the survey in that year, or the territory has no expected school in it. */
  | 'not-surveyed'
  /** Schools were expected, none has answered. */
  | 'no-response'
  /** Schools have answered, none of them this question. */
  | 'no-answer'
  /** The denominator adds up to zero. */
  | 'zero-denominator'
  /** The territory does not exist on the map that is asked for: an académie merged by then, or not yet made. */
  | 'not-in-geography'
  /** The reader of the figure may not see it. */
  | 'withheld';

/** A figure that does not compare with those before it: the first of its series since then. */
export type SeriesBreak = Break & {
  /** The latest year before it that the territory was surveyed in. */
  readonly comparedWith: SchoolYear;
};

/** How many schools a territory counts in the campaigns of a survey and year. */
export type Coverage = {
  readonly expected: number;
  readonly received: number;
  readonly validated: number;
  readonly late: number;
  readonly excluded: number;
  readonly pupilsExpected: string;
  readonly pupilsReceived: string;
};

/** A figure is never a bare number. All decimals are exact texts; `value` is rounded as its indicator says. */
export type Figure = {
  readonly indicator: string;
  readonly definitionVersion: number;
  readonly territory: TerritoryRef;
  readonly schoolYear: SchoolYear;
  readonly segment: Segment;
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  /** Responses that count in it. */
  readonly used: number;
  readonly coverage: Coverage;
  /** received ÷ expected, in %, two places; null when none is expected. */
  readonly responseRate: string | null;
  readonly status: FigureStatus;
  readonly missingReason: MissingReason | null;
  /** Null where the series goes on. */
  readonly break: SeriesBreak | null;
  /** SDMX CL_CONF_STATUS: `F` free, `N` not for publication, `C` confidential. Live figures are `N`. */
  readonly confidentiality: 'F' | 'N' | 'C';
  /** True when synthetic answers are part of it. */
  readonly synthetic: boolean;
  /** The log position that it reflects. */
  readonly position: Position;
};

export type CoverageQuery = {
  readonly campaign: string;
  readonly territories: readonly TerritoryRef[];
  readonly breakdown: readonly Breakdown[];
  readonly moment: Moment;
};

export type CoverageRow = Coverage & {
  readonly territory: TerritoryRef;
  readonly segment: Segment;
  readonly responseRate: string | null;
};

export interface FigureReader {
  /** One figure for each indicator × territory × school year × segment that exists, in that order. */
  figures(query: FigureQuery): Promise<readonly Figure[]>;
  coverage(query: CoverageQuery): Promise<readonly CoverageRow[]>;
}
