import type { FigureQuery } from '#application';
import type { Position } from '#kernel';
import type { Counts } from '#read-models/figures';

/** Whole numbers of any size, or their texts. */
export type Elements = readonly string[] | readonly number[] | readonly bigint[];

/** The same, or an array of them as PostgreSQL writes it: `{1,2}`. */
export type Sums = string | Elements;

/** A campaign as it is asked about. */
export type Round = {
  readonly survey: string;
  readonly version: string;
  readonly schoolYear: string;
  readonly status: 'open' | 'closed';
};

/** A part of a group of respondents of one campaign. */
export type SumRow = {
  readonly round: Round;
  readonly kind: string;
  readonly code: string;
  /** `ALL`: of every type. Likewise sector. */
  readonly schoolType: string;
  readonly sector: string;
  /** Whether sums are of the slots that were wanted, in their order; else of all. */
  readonly picked: boolean;
  readonly counts: Counts;
  readonly used: Sums;
  readonly numerators: Sums;
  readonly denominators: Sums;
};

/** What a statement gives of sums: `counts` in the order of their names here, with commas between them. */
export type StoredSums = Omit<SumRow, 'round' | 'counts'> & { readonly counts: string };

const countsFrom = (text: string): Counts => {
  const numbers = text.split(',').map(Number);
  return {
    expected: numbers[0] ?? 0,
    received: numbers[1] ?? 0,
    validated: numbers[2] ?? 0,
    late: numbers[3] ?? 0,
    excluded: numbers[4] ?? 0,
    pupilsExpected: numbers[5] ?? 0,
    pupilsReceived: numbers[6] ?? 0,
    synthetic: numbers[7] ?? 0,
  };
};

/** In the order that `counts` are written down in. */
export const countColumns = [
  'expected',
  'received',
  'validated',
  'late',
  'excluded',
  'pupils_expected',
  'pupils_received',
  'synthetic',
];

/** The counts of a row by the expression of each, as one text. */
export const countsOf = (expressionOf: (column: string) => string): string =>
  `concat_ws(',', ${countColumns.map(expressionOf).join(', ')})`;

/** Field by field: there may be a hundred of them, and this is faster than spreading. */
export const sumRowOf = (round: Round, stored: StoredSums): SumRow => ({
  round,
  kind: stored.kind,
  code: stored.code,
  schoolType: stored.schoolType,
  sector: stored.sector,
  picked: stored.picked,
  counts: countsFrom(stored.counts),
  used: stored.used,
  numerators: stored.numerators,
  denominators: stored.denominators,
});

/** Sums of one state of the read models. */
export type FoundSums = {
  readonly position: Position;
  readonly definition: string;
  readonly rows: readonly SumRow[];
};

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

type AskedAs = {
  readonly campaign: string;
  readonly surveys: string;
  readonly schoolYears: string;
};

/** The round of a campaign counts when its campaign is asked for, or its survey and year. */
const isAskedBy = ({ campaign, surveys, schoolYears }: AskedAs): string =>
  `(round.campaign = ${campaign} or (round.survey = any (${surveys}::text[]) and round.school_year = any (${schoolYears}::text[])))`;

export const isAsked = isAskedBy({ campaign: '$1', surveys: '$2', schoolYears: '$3' });

/** The same of parameters that are read from a row, `given`. */
export const isGiven = isAskedBy({
  campaign: 'given.campaign',
  surveys: 'given.surveys',
  schoolYears: 'given.school_years',
});
