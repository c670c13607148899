import type { AnswerState, AnswerValue, Position, SchoolYear } from '#kernel';

import type { ResponseStatus } from './campaigns.port.js';
import type { Page, PageRequest } from './directory.port.js';
import type { Moment, Segment, TerritoryRef } from './figures.port.js';

/** One figure, and the state of knowledge that it was read in: at the position it tells, never at « now ». */
export type FigureName = {
  readonly indicator: string;
  readonly definitionVersion: number;
  readonly territory: TerritoryRef;
  readonly schoolYear: SchoolYear;
  readonly segment: Segment;
  readonly moment: Moment;
};

/** Why a school of the territory does not count in a figure. */
export const reasonsLeftOut = [
  /** The campaign does not expect it, for a reason of its own: `detail` says which. */
  'not-expected',
  'outside-scope',
  'no-response',
  /** It has saved a draft and sent nothing. */
  'draft',
  'withdrawn',
  'not-in-questionnaire',
  'no-answer',
  'not-concerned',
  /** Another of its answers hides the question. */
  'not-asked',
  /** The directory did not know what the formula reads of the school. */
  'school-unknown',
  /** Received and not counted; too many to tell each reason at once: their pages do. */
  'not-counted',
] as const;
export type ReasonLeftOut = (typeof reasonsLeftOut)[number];

export type LeftOutCount = {
  readonly reason: ReasonLeftOut;
  /** Of `not-expected`: closed, not-yet-open, outside-field, named; null for the rest. */
  readonly detail: string | null;
  readonly schools: number;
};

/** The definition that a figure follows from. */
export type DefinitionCard = {
  readonly indicator: string;
  readonly version: number;
  readonly survey: string;
  readonly source: 'answers' | 'coverage';
  readonly aggregation: string;
  readonly numerator: string;
  /** Null for a total. */
  readonly denominator: string | null;
  readonly scope: string | null;
  /** Questions that the formula reads, sorted; none for coverage. */
  readonly questions: readonly string[];
  /** SHA-256, hexadecimal, of everything above that decides the figure. */
  readonly fingerprint: string;
};

/** Where a figure comes from. Counts and a hash: nobody is named. Decimals are exact texts. */
export type Provenance = {
  readonly definition: DefinitionCard;
  readonly moment: Moment;
  readonly position: Position;
  /** Schools that count, and what they add up to; null when none counts, and for a total's denominator. */
  readonly used: number;
  readonly numerator: string | null;
  readonly denominator: string | null;
  /** SHA-256 of the contributions, in a canonical order: see `contributionsHash`. */
  readonly contributionsHash: string;
  /** How many of the used are submitted and not validated: they count all the same. */
  readonly notValidated: number;
  /** By reason, in the order of `reasonsLeftOut`; with `used` they make every school that is listed. */
  readonly leftOut: readonly LeftOutCount[];
  /** False when `not-counted` stands for reasons that only the pages tell apart. */
  readonly exact: boolean;
};

type FormulaAnswer = {
  readonly question: string;
  readonly state: AnswerState;
  /** Null unless answered. */
  readonly value: AnswerValue | null;
};

type CorrectionRow = {
  readonly recordedAt: string;
  readonly position: Position;
  readonly revision: number;
  readonly actorRole: string;
  readonly reason: string | null;
  /** Of the questions that the formula reads. */
  readonly changes: readonly {
    readonly question: string;
    readonly from: AnswerValue | null;
    readonly to: AnswerValue | null;
  }[];
};

/** What one school adds to a figure. */
export type Contribution = ContributionLine & {
  readonly name: string;
  readonly status: ResponseStatus;
  readonly late: boolean;
  readonly synthetic: boolean;
  /** Of the first submission, ISO 8601; null before it. */
  readonly submittedAt: string | null;
  /** The position of the event that made this version: that of its receipt; null before any. */
  readonly receiptPosition: Position | null;
  readonly answers: readonly FormulaAnswer[];
  /** Oldest first. */
  readonly corrections: readonly CorrectionRow[];
};

/** What the hash of a figure's contributions is made of. */
export type ContributionLine = {
  readonly campaign: string;
  readonly uai: string;
  /** Of the response's stream; 0 for a school that has sent nothing and counts all the same (coverage). */
  readonly revision: number;
  readonly contentHash: string | null;
  /** Exact, without trailing zeros. */
  readonly numerator: string;
  readonly denominator: string | null;
};

/** A school that does not count in a figure. */
export type LeftOut = {
  readonly campaign: string;
  readonly uai: string;
  /** Null for a school that no directory knows. */
  readonly name: string | null;
  readonly reason: Exclude<ReasonLeftOut, 'not-counted'>;
  readonly detail: string | null;
  /** The questions of the formula that were missing, and how; empty unless answers are the reason. */
  readonly missing: readonly { readonly question: string; readonly state: AnswerState }[];
};

/** The schools whose answers a caller may read, as the directory places them now. */
export type SchoolsWithin =
  | { readonly kind: 'all' }
  | { readonly kind: 'school'; readonly uai: string }
  /** An académie comes with those that were merged into it: a directory of earlier days names them. */
  | { readonly kind: 'academy' | 'department'; readonly codes: readonly string[] };

/** A page that may end before it is full: `endCursor` says where the next one starts. */
export type ScannedPage<Row> = Page<Row> & { readonly endCursor: string | null };

type LeftOutFilter = {
  readonly within: SchoolsWithin;
  /** Null: all. `not-counted` stands for every reason of a response that was received. */
  readonly reason: ReasonLeftOut | null;
};

/** Why a figure is what it is. Throws `BrokenAssumption` for an indicator that the catalogue does not have. */
export interface ProvenanceReader {
  provenance(figure: FigureName): Promise<Provenance>;
  /** By campaign, then UAI: the order of the hash. At most 100 schools a page. */
  contributions(
    figure: FigureName,
    within: SchoolsWithin,
    page: PageRequest,
  ): Promise<Page<Contribution>>;
  /** By campaign, then UAI. A page looks at most at 1,000 schools. */
  leftOut(
    figure: FigureName,
    filter: LeftOutFilter,
    page: PageRequest,
  ): Promise<ScannedPage<LeftOut>>;
}
