import type {
  CampaignEvent,
  CampaignField,
  Exclusion,
  ExclusionReason,
  Respondent,
} from './campaign.events.js';

/** A school that a campaign may expect, with the days (YYYY-MM-DD) between which it is open. */
export type Candidate = Respondent & {
  readonly openedOn: string | null;
  readonly closedOn: string | null;
};

export type ExpectedList = {
  readonly respondents: readonly Respondent[];
  readonly exclusions: readonly Exclusion[];
};

type Call = {
  readonly field: CampaignField;
  /** The day that decides which schools are open. */
  readonly opensOn: string;
  readonly candidates: readonly Candidate[];
  readonly named: readonly string[];
};

const takes = (allowed: readonly string[] | undefined, value: string): boolean =>
  allowed === undefined || allowed.includes(value);

const inField = (field: CampaignField, school: Respondent): boolean =>
  takes(field.academies, school.academy) &&
  takes(field.departments, school.department) &&
  takes(field.schoolTypes, school.schoolType) &&
  takes(field.sectors, school.sector) &&
  takes(field.degrees, school.degree);

const exclusionReason = (
  school: Candidate,
  { field, opensOn }: Call,
  named: ReadonlySet<string>,
): ExclusionReason | undefined => {
  if (!inField(field, school)) return 'outside-field';
  if (school.closedOn !== null && school.closedOn <= opensOn) return 'closed';
  if (school.openedOn !== null && school.openedOn > opensOn) return 'not-yet-open';
  return named.has(school.uai) ? 'named' : undefined;
};

const respondentOf = (school: Candidate): Respondent => ({
  uai: school.uai,
  name: school.name,
  schoolType: school.schoolType,
  sector: school.sector,
  degree: school.degree,
  department: school.department,
  academy: school.academy,
  pupils: school.pupils,
});

const exclusionOf = (school: Candidate, reason: ExclusionReason): Exclusion => {
  const { uai, schoolType, sector, department, academy } = school;
  return { uai, reason, school: { schoolType, sector, department, academy } };
};

const unknownExclusions = (
  { candidates }: Call,
  named: ReadonlySet<string>,
): readonly Exclusion[] => {
  const known = new Set(candidates.map(({ uai }) => uai));
  return [...named]
    .filter((uai) => !known.has(uai))
    .map((uai): Exclusion => ({ uai, reason: 'named', school: null }));
};

/** Every candidate, and every named school, is either expected or excluded for one reason. */
export const expectedList = (call: Call): ExpectedList => {
  const named = new Set(call.named);
  const respondents: Respondent[] = [];
  const exclusions: Exclusion[] = [];
  for (const school of call.candidates) {
    const reason = exclusionReason(school, call, named);
    if (reason === undefined) respondents.push(respondentOf(school));
    else exclusions.push(exclusionOf(school, reason));
  }
  return { respondents, exclusions: [...exclusions, ...unknownExclusions(call, named)] };
};

const listingSize = 2_000;

/** The list in events of at most 2,000 respondents and 2,000 exclusions each, far below a megabyte. */
export const listings = (
  campaign: string,
  { respondents, exclusions }: ExpectedList,
): readonly CampaignEvent[] => {
  const longest = Math.max(respondents.length, exclusions.length);
  return Array.from({ length: Math.ceil(longest / listingSize) }, (_, index) => {
    const from = index * listingSize;
    const part = <Row>(rows: readonly Row[]) => rows.slice(from, from + listingSize);
    const data = { campaign, respondents: part(respondents), exclusions: part(exclusions) };
    return { type: 'RespondentsListed', data };
  });
};
