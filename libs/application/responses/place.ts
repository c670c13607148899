import { uaiCheckLetterWrong, uaiMalformed, uaiSuggested } from '#contracts';
import { covers, type Respondent } from '#domain/campaign';
import type { Circumstances, ResponseRefusal } from '#domain/response';
import type { CompiledQuestionnaire } from '#domain/survey';
import { err, ok, parseUai, type Problem, type Result, type Uai } from '#kernel';

import type { RegisteredCampaign } from '../campaigns/campaign-register.js';
import { compiledQuestionnaire } from '../compiled-questionnaires.js';
import { campaignUnknown } from '../problems/campaign.problems.js';
import { responseProblems } from '../problems/response.problems.js';
import { unknownSchool } from '../problems/school.problems.js';
import { dayOf, type Services } from '../services.js';
import { responseStream } from '../streams.js';

/** A campaign that takes answers, on one day. */
export type Collection = {
  readonly campaign: RegisteredCampaign;
  readonly compiled: CompiledQuestionnaire;
  readonly today: string;
};

/** One school in one campaign. */
export type Place = {
  readonly uai: Uai;
  readonly stream: string;
  /** Undefined when the campaign does not expect the school. */
  readonly respondent: Respondent | undefined;
  readonly circumstances: Circumstances;
};

export const collectionOf = async (
  services: Services,
  id: string,
): Promise<Result<Collection, readonly Problem[]>> => {
  const campaign = await services.register.campaign(id);
  if (campaign === undefined) return err([campaignUnknown(id)]);
  const compiled = compiledQuestionnaire(services.catalogue, campaign.questionnaire);
  return ok({ campaign, compiled, today: dayOf(services.clock()) });
};

type Access = Pick<Circumstances, 'locks' | 'exceptions'>;

/** The locks and the exceptions of a campaign that are about a school, over or not. */
const accessOf = (campaign: RegisteredCampaign, respondent: Respondent | undefined): Access => {
  const { locks, exceptions } = campaign;
  if (respondent === undefined) return { locks: [], exceptions: [] };
  return {
    locks: locks.filter(({ part }) => covers(part, respondent)),
    exceptions: exceptions.filter(({ part }) => covers(part, respondent)).map(({ until }) => until),
  };
};

export const placeOf = ({ campaign, today }: Collection, uai: Uai): Place => {
  const respondent = campaign.respondents.get(uai);
  return {
    uai,
    stream: responseStream(campaign.campaign, uai),
    respondent,
    circumstances: {
      status: campaign.status,
      opensOn: campaign.opensOn,
      closesOn: campaign.closesOn,
      today,
      expected: respondent !== undefined,
      exclusion: campaign.exclusions.get(uai) ?? null,
      ...accessOf(campaign, respondent),
    },
  };
};

/** A UAI as somebody typed it, or what is wrong with it and which known schools may have been meant. */
export const readUai = async (
  { directory }: Pick<Services, 'directory'>,
  text: string,
): Promise<Result<Uai, readonly Problem[]>> => {
  const uai = parseUai(text);
  if (uai.ok) return uai;
  const problem =
    uai.error.kind === 'UaiMalformed'
      ? uaiMalformed(text)
      : uaiCheckLetterWrong(text, uai.error.expected);
  return err([uaiSuggested(problem, await directory.nearest(text))]);
};

/** A refusal in words; a school that the campaign never considered is looked up, for it may be misspelt. */
export const explained = async (
  { directory }: Pick<Services, 'directory'>,
  refusal: ResponseRefusal,
): Promise<readonly Problem[]> => {
  if (refusal.kind !== 'SchoolNotExpected' || refusal.exclusion !== null) {
    return responseProblems(refusal);
  }
  const school = await directory.school(refusal.uai);
  return school === undefined
    ? [unknownSchool(refusal.uai, await directory.nearest(refusal.uai))]
    : responseProblems(refusal);
};
