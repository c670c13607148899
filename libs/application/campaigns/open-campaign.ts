import type { Territories } from '#catalogue';
import type { CampaignField, Candidate } from '#domain/campaign';
import { type Questionnaire, questionnaireKey } from '#domain/survey';
import { schoolTypes, sectors } from '#domain/territory';
import {
  type Bilingual,
  err,
  isDay,
  ok,
  type Problem,
  type Result,
  type SchoolYear,
  schoolYearOfCampaign,
} from '#kernel';

import type { School } from '../directory.port.js';
import { nameUuid } from '../identity.js';
import { answering } from '../outcome.js';
import {
  campaignIdMalformed,
  dateMalformed,
  fieldUnknown,
  questionnaireUnknown,
} from '../problems/campaign.problems.js';
import { unknownSchool } from '../problems/school.problems.js';
import type { Outcome } from '../receipt.js';
import { readUai } from '../responses/place.js';
import type { RequestContext, Services } from '../services.js';
import { isCampaignId } from '../streams.js';
import { runCampaign } from './run-campaign.js';

export type OpenCampaignInput = {
  /** Family of the questionnaire, `etic-1d`. */
  readonly survey: string;
  /** The calendar year that names the campaign: 2014 belongs to the school year 2013-2014. */
  readonly year: number;
  /** A slug; `etic-1d-2014`, from the survey and the year, when absent. */
  readonly campaign?: string;
  /** The questionnaire's French label and the year when absent. */
  readonly title?: string;
  /** First and last day for answers, YYYY-MM-DD. */
  readonly opensOn: string;
  readonly closesOn: string;
  /** Which schools; the degree is the questionnaire's own. */
  readonly field: Omit<CampaignField, 'degrees'>;
  /** UAI of schools to leave out by name. */
  readonly exclude?: readonly string[];
};

type Checked<Value> = Result<Value, readonly Problem[]>;

const questionnaireOf = (
  { catalogue }: Services,
  { survey, year }: OpenCampaignInput,
): Checked<Questionnaire> => {
  const all = [...catalogue.questionnaires.values()];
  const found = all.find(
    (one) =>
      one.survey === survey && one.firstCampaign <= year && year <= (one.lastCampaign ?? Infinity),
  );
  if (found !== undefined) return ok(found);
  const known = all.map((one) => questionnaireKey(one.survey, one.version));
  return err([questionnaireUnknown({ survey, year }, known)]);
};

const unknownParts = (
  part: string,
  given: readonly string[] | undefined,
  known: readonly string[],
): readonly Problem[] =>
  (given ?? [])
    .filter((value) => !known.includes(value))
    .map((value) => fieldUnknown(part, value, known));

const fieldProblems = (
  { academies, departments }: Territories,
  field: OpenCampaignInput['field'],
): readonly Problem[] => [
  ...unknownParts(
    'academies',
    field.academies,
    academies.map(({ code }) => code),
  ),
  ...unknownParts(
    'departments',
    field.departments,
    departments.map(({ code }) => code),
  ),
  ...unknownParts('schoolTypes', field.schoolTypes, schoolTypes),
  ...unknownParts('sectors', field.sectors, sectors),
];

const dayProblems = (input: OpenCampaignInput): readonly Problem[] =>
  (['opensOn', 'closesOn'] as const)
    .filter((field) => !isDay(input[field]))
    .map((field) => dateMalformed(field, input[field]));

const candidateOf = (school: School): Candidate => ({
  uai: school.uai,
  name: school.name,
  schoolType: school.schoolType,
  sector: school.sector,
  degree: school.degree,
  department: school.department,
  academy: school.academy,
  pupils: school.pupils,
  openedOn: school.openedOn,
  closedOn: school.closedOn,
});

/** A misspelt exclusion would leave a school expected that should not be: it is refused. */
const namedSchool = async (services: Services, text: string): Promise<Checked<School>> => {
  const uai = await readUai(services, text);
  if (!uai.ok) return uai;
  const school = await services.directory.school(uai.value);
  if (school !== undefined) return ok(school);
  return err([unknownSchool(uai.value, await services.directory.nearest(uai.value))]);
};

const namedSchools = async (
  services: Services,
  exclude: readonly string[],
): Promise<Checked<readonly School[]>> => {
  const found = await Promise.all(exclude.map((uai) => namedSchool(services, uai)));
  const problems = found.flatMap((one) => (one.ok ? [] : one.error));
  return problems.length > 0
    ? err(problems)
    : ok(found.flatMap((one) => (one.ok ? one.value : [])));
};

const candidatesOf = async (
  { directory }: Services,
  field: CampaignField,
  named: readonly School[],
): Promise<readonly Candidate[]> => {
  const schools = [...(await directory.all(field)), ...named];
  const once = new Map(schools.map((school) => [school.uai, school]));
  return [...once.values()].map(candidateOf);
};

type Round = { readonly survey: string; readonly schoolYear: SchoolYear };

type Beside = {
  readonly expectedElsewhere: ReadonlyMap<string, string>;
  /**
   * Told from how many others are known: of two openings that do not know of each other the log takes one, for
   * it holds no id twice. A log that does not index ids (KurrentDB) takes both.
   */
  readonly openingId: string;
};

/** Lists of one survey and year add up: a school in two of them would count twice. */
const beside = async ({ register }: Services, campaign: string, round: Round): Promise<Beside> => {
  const others = await register.beside(campaign, round);
  const expected = others.flatMap((other) =>
    [...other.respondents.keys()].map((uai) => [uai, other.campaign] as const),
  );
  const { survey, schoolYear } = round;
  const name = `opening|${survey}|${schoolYear}|${String(others.length)}`;
  return { expectedElsewhere: new Map(expected), openingId: nameUuid(name) };
};

const plainProblems = (
  services: Services,
  input: OpenCampaignInput,
  campaign: string,
): readonly Problem[] => [
  ...(isCampaignId(campaign) ? [] : [campaignIdMalformed(campaign)]),
  ...dayProblems(input),
  ...fieldProblems(services.catalogue.territories, input.field),
];

const titleOf = ({ title = '', year }: OpenCampaignInput, label: Bilingual): string =>
  title.trim() === '' ? `${label.fr}, ${String(year)}` : title;

/** The académie that all of a campaign's schools are in by its field. */
const academyOf = ({ academies = [] }: CampaignField): { readonly academy?: string } => {
  const [only, ...others] = academies;
  return only !== undefined && others.length === 0 ? { academy: only } : {};
};

type Opening = {
  readonly input: OpenCampaignInput;
  readonly context: RequestContext;
  /** The id with which it was overtaken before. */
  readonly overtaken?: string;
};

const wasOvertaken = (outcome: Outcome): boolean =>
  !outcome.ok && outcome.error.some(({ code }) => code === 'CAMPAIGN_OPENED_MEANWHILE');

const open = async (services: Services, opening: Opening): Promise<Outcome> => {
  const { input, context, overtaken } = opening;
  const { survey, year, opensOn, closesOn, exclude = [] } = input;
  const campaign = input.campaign ?? `${survey}-${year}`;
  const questionnaire = questionnaireOf(services, input);
  if (!questionnaire.ok) return questionnaire;
  const problems = plainProblems(services, input, campaign);
  if (problems.length > 0) return err(problems);
  const named = await namedSchools(services, exclude);
  if (!named.ok) return named;

  const { version, degree, label } = questionnaire.value;
  const field = { ...input.field, degrees: [degree] };
  const schoolYear = schoolYearOfCampaign(year);
  const { expectedElsewhere, openingId } = await beside(services, campaign, { survey, schoolYear });
  const command = {
    type: 'OpenCampaign' as const,
    campaign,
    survey,
    version,
    schoolYear,
    title: titleOf(input, label),
    opensOn,
    closesOn,
    field,
    candidates: await candidatesOf(services, field, named.value),
    named: named.value.map(({ uai }) => uai),
    expectedElsewhere,
  };
  const how = { context, openingId, ...academyOf(field) };
  const outcome = await runCampaign(services, command, how);
  // again for as long as those that were faster become known here
  return wasOvertaken(outcome) && openingId !== overtaken
    ? open(services, { input, context, overtaken: openingId })
    : outcome;
};

/**
 * Opens a campaign over the directory as it is now, and freezes which schools it expects: the questionnaire is the
 * version that serves the year. Refused, and nothing frozen, when any part of the request is unknown.
 */
export const openCampaign = (
  services: Services,
  input: OpenCampaignInput,
  context: RequestContext,
): Promise<Outcome> => answering(() => open(services, { input, context }));
