import { allot } from './allot.js';
import type { Calibration, Constraint } from './calibration.js';
import type { DemoCampaign } from './demo-campaigns.js';
import { amountsThatPrint, isEmpty, nearestAmount, slopeOf } from './printed.js';
import { groupedBy, isBoundBy, type SyntheticSchool } from './school.js';
import { topicOf } from './topics.js';

/** Schools of one department and type, and how many of them answer. */
export type Quota = { readonly schools: readonly SyntheticSchool[]; readonly respondents: number };

type Strata = readonly (readonly SyntheticSchool[])[];

const strataOf = (schools: readonly SyntheticSchool[]): Strata => [
  ...groupedBy(schools, ({ department, schoolType }) => `${department} ${schoolType}`).values(),
];

const isRate = ({ indicator }: Constraint): boolean => indicator.startsWith('taux_reponse_');

/** A rate holds for an académie as a whole: its strata share the count in proportion to their size. */
const byRate = (rate: Constraint, strata: Strata): readonly number[] => {
  const expected = strata.reduce((sum, schools) => sum + schools.length, 0);
  const { low, high } = amountsThatPrint('share', expected, rate);
  return allot(
    Math.floor((low + high) / 2),
    strata.map(({ length }) => ({ weight: length, range: { low: 0, high: length } })),
  );
};

const isShareOfSchools = ({ indicator }: Constraint): boolean => {
  const topic = topicOf(indicator);
  return topic?.aggregation === 'share' && topic.base === 'schools';
};

const printsOver = (constraint: Constraint, respondents: number): boolean =>
  !isEmpty(amountsThatPrint('share', respondents, constraint));

const upTo = (limit: number): readonly number[] =>
  Array.from({ length: limit }, (_, index) => index + 1);

/**
 * Whether whole numbers can give back a figure when at most `limit` schools answer: a share of schools printed
 * as 15.95 % takes more than 79 of them. Figures of another kind always can.
 */
export const isReachable = (constraint: Constraint, limit: number): boolean =>
  !isShareOfSchools(constraint) ||
  upTo(limit).some((respondents) => printsOver(constraint, respondents));

const errorOver = (constraint: Constraint, respondents: number): number => {
  const nearest = nearestAmount('share', respondents, constraint.value);
  return Math.abs(nearest / respondents - slopeOf('share', constraint.value));
};

/**
 * The count nearest to `wished` over which every share of the stratum comes out as printed. A share that
 * no count reaches is approached, by a count not below four fifths of the wished one.
 */
const grained = (wished: number, limit: number, shares: Calibration): number => {
  const reachable = shares.filter((share) => isReachable(share, limit));
  const approached = shares.filter((share) => !reachable.includes(share));
  const error = (count: number): number =>
    approached.reduce((sum, share) => sum + errorOver(share, count), 0);
  const candidates = upTo(limit)
    .filter((count) => reachable.every((share) => printsOver(share, count)))
    .filter((count) => approached.length === 0 || 5 * count >= 4 * wished)
    .map((count) => ({ count, error: error(count), distance: Math.abs(count - wished) }))
    .sort((left, right) => left.error - right.error || left.distance - right.distance);
  return candidates[0]?.count ?? wished;
};

/** Constraints whose schools are the stratum, all of it and nothing else. */
const sharesOf = (
  schools: readonly SyntheticSchool[],
  all: readonly SyntheticSchool[],
  constraints: Calibration,
): Calibration =>
  constraints.filter((constraint) => {
    if (!isShareOfSchools(constraint)) return false;
    const bound = all.filter((school) => isBoundBy(constraint, school));
    return bound.length === schools.length && schools.every((school) => bound.includes(school));
  });

const byParticipation = (campaign: DemoCampaign, strata: Strata): readonly number[] =>
  strata.map((schools) => {
    const { participation } = campaign;
    if (participation === 'as-published') return schools.length;
    const schoolType = schools[0]?.schoolType ?? '';
    const rule = participation.find((each) => each.schoolTypes?.includes(schoolType) ?? true);
    return Math.round((schools.length * (rule?.percent ?? 100)) / 100);
  });

/**
 * How many schools answer in each department and type of an académie: as its response rate says where
 * there is one, otherwise as shares of schools need it to come out as printed.
 */
export const quotasOf = (
  campaign: DemoCampaign,
  expected: readonly SyntheticSchool[],
  constraints: Calibration,
): readonly Quota[] => {
  const strata = strataOf(expected);
  const rate = constraints.find(
    (each) => isRate(each) && expected.every((school) => isBoundBy(each, school)),
  );
  const counts =
    rate === undefined
      ? byParticipation(campaign, strata).map((wished, index) => {
          const schools = strata[index] ?? [];
          return grained(wished, schools.length, sharesOf(schools, expected, constraints));
        })
      : byRate(rate, strata);
  return strata.map((schools, index) => ({ schools, respondents: counts[index] ?? 0 }));
};
