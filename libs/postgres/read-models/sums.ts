import type { FigureQuery } from '#application';

/** Whole numbers of any size, or an array of them as PostgreSQL writes it: `{1,2}`. */
export type Sums = string | readonly number[] | readonly bigint[];

/** A whole number, or as PostgreSQL writes it. */
type Count = string | number;

/** A part of a group of respondents of one campaign. */
export type SumRow = {
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: string;
  readonly status: 'open' | 'closed';
  readonly kind: string;
  readonly code: string;
  /** `ALL`: of every type. Likewise sector. */
  readonly schoolType: string;
  readonly sector: string;
  /** Whether sums are of the slots that were wanted, in their order; else of all. */
  readonly picked: boolean;
  readonly expected: Count;
  readonly received: Count;
  readonly validated: Count;
  readonly late: Count;
  readonly excluded: Count;
  readonly pupilsExpected: Count;
  readonly pupilsReceived: Count;
  readonly synthetic: Count;
  readonly used: Sums;
  readonly numerators: Sums;
  readonly denominators: Sums;
};

/** What the journal of a campaign says between what is settled and what is asked for. */
export type JournalRow = {
  readonly kind: 'journal';
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: string;
  readonly status: 'open' | 'closed';
  readonly campaign: string;
  /** The position that cells are of. */
  readonly settled: bigint;
  /** Cells that are of another position than the one asked for: `department|013`. */
  readonly places: readonly string[];
  readonly placeLines: string;
  readonly segmentLines: string;
  readonly heads: Uint8Array;
  /** Null: of none. */
  readonly slots: Uint8Array | null;
};

type Found = {
  readonly position: bigint;
  readonly definition: string;
  /** Of sums on another map: what their composition follows from. */
  readonly basis?: string | null;
};

/** What a statement finds: without any group a single row tells how far the rows are. */
export type FoundRow = Found & (SumRow | { readonly kind: null });

/** What a statement finds before journals are added up. */
export type UnaddedRow = FoundRow | FoundJournal;
export type FoundJournal = Found & JournalRow;

/** Which sums: of one campaign, or of all campaigns of some surveys and years. */
export type SumsQuery = Pick<FigureQuery, 'territories' | 'breakdown' | 'moment'> & {
  readonly campaign: string | null;
  readonly surveys: readonly string[];
  readonly schoolYears: readonly string[];
};

/** $1 to $7 of every statement that finds sums. */
export const parametersOf = (query: SumsQuery): readonly unknown[] => [
  query.campaign,
  query.surveys,
  query.schoolYears,
  query.territories.map(({ kind }) => kind),
  query.territories.map(({ code }) => code),
  query.breakdown.includes('schoolType'),
  query.breakdown.includes('sector'),
];

/** The last event of any school, and the lists of the campaigns asked for: who is elsewhere on a map follows. */
export const basisOf = (lists: string): string => `concat(
    (select max(position) from read_model.school_fact where position <= moment.known), ' ',
    (select string_agg(campaign || ':' || listed_to, ' ' order by campaign) from ${lists}))`;

/** The round of a campaign counts when its campaign is asked for, or its survey and year. */
export const isAsked = `(round.campaign = $1
  or (round.survey = any ($2::text[]) and round.school_year = any ($3::text[])))`;
