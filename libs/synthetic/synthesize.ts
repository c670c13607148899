import { BrokenAssumption, type Declaration } from '#kernel';
import {
  type CompiledQuestionnaire,
  compileQuestionnaire,
  type Questionnaire,
} from '#domain/survey';

import { amountsOf } from './amounts.js';
import { declarationOf } from './background.js';
import type { Calibration } from './calibration.js';
import { campaignIdOf, type DemoCampaign, demoCampaigns } from './demo-campaigns.js';
import { drawFrom, happens } from './draw.js';
import { respondentsOf, type Sampling } from './respondents.js';
import { rosterOf } from './roster.js';
import type { SyntheticSchool } from './school.js';
import { type Respondent, topics } from './topics.js';
import { verified } from './verify.js';

export type Synthesis = {
  /** Same seed, same bytes. */
  readonly seed: string;
  /** The expected schools, among any others. */
  readonly schools: readonly SyntheticSchool[];
  readonly calibration: Calibration;
  readonly questionnaires: readonly Questionnaire[];
};

export type SyntheticResponse = {
  readonly uai: string;
  readonly declaration: Declaration;
  /** Sent after the last day. */
  readonly late: boolean;
  readonly validated: boolean;
};

export type SyntheticCampaign = {
  /** `etic-1d-2014` */
  readonly id: string;
  /** How many of the given schools are in the field. */
  readonly expected: number;
  /** By UAI. */
  readonly declarations: readonly SyntheticResponse[];
  /** Published shares that no whole number of the field's schools gives: approached, not met. */
  readonly outOfReach: Calibration;
};

const isOf = ({ survey, year }: DemoCampaign, questionnaire: Questionnaire): boolean =>
  questionnaire.survey === survey &&
  questionnaire.firstCampaign <= year &&
  (questionnaire.lastCampaign ?? year) >= year;

const questionnaireOf = (
  campaign: DemoCampaign,
  questionnaires: readonly Questionnaire[],
): Questionnaire => {
  const found = questionnaires.find((each) => isOf(campaign, each));
  if (found === undefined) {
    throw new BrokenAssumption(`no questionnaire serves the campaign ${campaignIdOf(campaign)}`);
  }
  return found;
};

const isInField = (
  { academies, degree }: DemoCampaign,
  { academy, sector, ...school }: SyntheticSchool,
): boolean => sector === 'PU' && school.degree === degree && academies.includes(academy);

const byUai = (left: SyntheticSchool, right: SyntheticSchool): number =>
  left.uai < right.uai ? -1 : 1;

const expectedBy = (
  campaign: DemoCampaign,
  schools: readonly SyntheticSchool[],
): readonly SyntheticSchool[] =>
  schools.filter((school) => isInField(campaign, school)).sort(byUai);

/** Each topic in turn: its amounts are allotted over all respondents, then written into their answers. */
const withTopics = (
  { campaign, constraints, draw }: Sampling,
  respondents: readonly Respondent[],
): readonly Respondent[] => {
  const { survey, year } = campaign;
  return topics
    .filter((topic) => topic.survey === survey)
    .reduce((answering, topic) => {
      const own = constraints.filter(({ indicator }) => indicator === topic.indicator);
      const amounts = amountsOf({ topic, year, draw, constraints: own }, answering);
      return answering.map((respondent) => {
        const written = topic.write(amounts.get(respondent) ?? 0, respondent, draw);
        return { ...respondent, answers: { ...respondent.answers, ...written } };
      });
    }, respondents);
};

const latePercent = 4;
const validatedPercent = 92;

const declared = (
  sampling: Sampling,
  questionnaire: CompiledQuestionnaire,
): ReadonlyMap<SyntheticSchool, Declaration> => {
  const { draw, campaign } = sampling;
  const rosters = respondentsOf(sampling).map((school) => ({
    school,
    answers: rosterOf(school, draw),
  }));
  const sitting = { questionnaire, year: campaign.year, draw };
  return new Map(
    withTopics(sampling, rosters).map((respondent) => [
      respondent.school,
      declarationOf(sitting, respondent),
    ]),
  );
};

/**
 * Invented answers of one campaign of the demonstration, over real schools, such that figures computed the
 * ordinary way give back those that were published. Every constraint is verified on the declarations
 * themselves; throws `CalibrationUnmet`, which names it, when one cannot be met.
 */
export const synthesizeCampaign = (
  campaign: DemoCampaign,
  { seed, schools, calibration, questionnaires }: Synthesis,
): SyntheticCampaign => {
  const { survey, year } = campaign;
  const draw = drawFrom(seed);
  const expected = expectedBy(campaign, schools);
  const constraints = calibration.filter((each) => each.survey === survey && each.year === year);
  const questionnaire = compileQuestionnaire(questionnaireOf(campaign, questionnaires));
  const answers = declared({ campaign, expected, constraints, draw }, questionnaire);
  const chance = (uai: string, event: string, percent: number): boolean =>
    happens(draw(uai, survey, String(year), event), percent);
  return {
    id: campaignIdOf(campaign),
    expected: expected.length,
    declarations: [...answers].map(([{ uai }, declaration]) => ({
      uai,
      declaration,
      late: chance(uai, 'late', latePercent),
      validated: chance(uai, 'validated', validatedPercent),
    })),
    outOfReach: verified(constraints, { expected, declared: answers }),
  };
};

/** All campaigns of the demonstration, in the order in which they were held. */
export const synthesize = (synthesis: Synthesis): readonly SyntheticCampaign[] =>
  demoCampaigns.map((campaign) => synthesizeCampaign(campaign, synthesis));
