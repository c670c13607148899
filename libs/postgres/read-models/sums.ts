import type { FigureQuery } from '#application';

/** A part of a group of respondents of one campaign. Sums are arrays as PostgreSQL writes them: `{1,2}`. */
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
  readonly expected: string;
  readonly received: string;
  readonly validated: string;
  readonly late: string;
  readonly excluded: string;
  readonly pupilsExpected: string;
  readonly pupilsReceived: string;
  readonly synthetic: string;
  readonly used: string;
  readonly numerators: string;
  readonly denominators: string;
};

/** What a statement finds: without any group a single row tells how far the rows are. */
export type FoundRow = {
  readonly position: bigint;
  readonly definition: string;
  /** Of sums on another map: what their composition follows from. */
  readonly basis?: string | null;
} & (SumRow | { readonly kind: null });

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
