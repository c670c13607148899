import { balanced, type Mix, mixesOf, weighingOf } from './balance.js';
import type { Calibration } from './calibration.js';
import type { DemoCampaign } from './demo-campaigns.js';
import { below, type Draw, shuffled } from './draw.js';
import { quotasOf } from './quotas.js';
import { isBoundBy, type SyntheticSchool } from './school.js';

export type Sampling = {
  readonly campaign: DemoCampaign;
  readonly expected: readonly SyntheticSchool[];
  /** Those of the campaign. */
  readonly constraints: Calibration;
  readonly draw: Draw;
};

/** Two thirds habit, one third chance of the year: most schools that answer once answer again. */
const reluctance =
  ({ campaign: { survey, year }, draw }: Sampling) =>
  ({ uai }: SyntheticSchool): number =>
    2 * below(draw(uai, survey, 'habit'), 1_000_000) +
    below(draw(uai, survey, 'chance', String(year)), 1_000_000);

const drawn = (sampling: Sampling): ReadonlySet<SyntheticSchool> => {
  const { campaign, expected, constraints } = sampling;
  const chosen = campaign.academies.flatMap((academy) => {
    const schools = expected.filter((school) => school.academy === academy);
    return quotasOf(campaign, schools, constraints).flatMap((quota) =>
      shuffled(quota.schools, reluctance(sampling)).slice(0, quota.respondents),
    );
  });
  return new Set(chosen);
};

/** Schools of the whole that no smaller mix has settled. */
const movableIn = ({ whole }: Mix, settled: readonly Mix[], { expected }: Sampling) =>
  expected.filter(
    (school) => isBoundBy(whole, school) && !settled.some((mix) => isBoundBy(mix.whole, school)),
  );

/**
 * The schools that answer, by UAI: exactly as many as the rates ask for, drawn by seed, then exchanged
 * one by one until figures of parts and wholes can hold together.
 */
export const respondentsOf = (sampling: Sampling): readonly SyntheticSchool[] => {
  const { constraints, expected, draw } = sampling;
  const mixes = mixesOf(constraints, expected);
  const respondents = mixes.reduce((chosen, mix, at) => {
    const weighing = weighingOf(mix, expected);
    if (weighing === undefined) return chosen;
    const movable = movableIn(mix, mixes.slice(0, at), sampling);
    return balanced(weighing, { respondents: chosen, movable }, draw);
  }, drawn(sampling));
  return expected.filter((school) => respondents.has(school));
};
