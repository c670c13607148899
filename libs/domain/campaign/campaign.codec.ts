import { z } from 'zod';

import { BrokenAssumption, codecOf, parseSchoolYear, type SchoolYear, versioned } from '#kernel';

import {
  type CampaignEvent,
  type CampaignField,
  type Exclusion,
  exclusionReasons,
  partKinds,
  type Respondent,
} from './campaign.events.js';

const text = z.string();
const day = z.iso.date();
const count = z.int().min(0);
const codes = z.array(text).exactOptional();

const schoolYear = text.transform((raw, context): SchoolYear => {
  const parsed = parseSchoolYear(raw);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', message: `not a school year: ${raw}` });
  return z.NEVER;
});

const field: z.ZodType<CampaignField> = z.strictObject({
  academies: codes,
  departments: codes,
  schoolTypes: codes,
  sectors: codes,
  degrees: codes,
});

const opened = z.strictObject({
  campaign: text,
  survey: text,
  version: text,
  schoolYear,
  title: text,
  opensOn: day,
  closesOn: day,
  field,
  expected: count,
  excluded: count,
});

// Twenty thousand respondents are listed in a few events: rows are stored without the names of their columns, and
// checked in place, since every rebuild reads them all.
type StoredRow = readonly [
  uai: string,
  name: string,
  schoolType: string,
  sector: string,
  degree: string,
  department: string,
  academy: string,
  pupils: number | null,
];
const respondentTexts = 7;

const isCount = (raw: unknown): boolean => Number.isSafeInteger(raw) && Number(raw) >= 0;

const isRespondentRow = (raw: unknown): raw is StoredRow => {
  if (!Array.isArray(raw) || raw.length !== respondentTexts + 1) return false;
  const row: readonly unknown[] = raw;
  for (let at = 0; at < respondentTexts; at += 1) if (typeof row[at] !== 'string') return false;
  return row[respondentTexts] === null || isCount(row[respondentTexts]);
};

const respondentOf = (raw: unknown, index: number): Respondent => {
  if (!isRespondentRow(raw))
    throw new BrokenAssumption(
      `respondents.${String(index)} is not ${String(respondentTexts)} texts and a number of pupils`,
    );
  const [uai, name, schoolType, sector, degree, department, academy, pupils] = raw;
  return { uai, name, schoolType, sector, degree, department, academy, pupils };
};

const reason = z.enum(exclusionReasons);
const exclusionRow = z.union([
  z
    .tuple([text, reason])
    .transform(([uai, why]): Exclusion => ({ uai, reason: why, school: null })),
  z
    .tuple([text, reason, text, text, text, text])
    .transform(([uai, why, schoolType, sector, department, academy]): Exclusion => ({
      uai,
      reason: why,
      school: { schoolType, sector, department, academy },
    })),
]);

const listed = z.strictObject({
  campaign: text,
  respondents: z.array(z.unknown()).transform((rows) => rows.map(respondentOf)),
  exclusions: z.array(exclusionRow),
});
const closed = z.strictObject({ campaign: text, reason: text.nullable() });
const reopened = z.strictObject({ campaign: text, reason: text, closesOn: day });

const onPart = {
  campaign: text,
  part: z.strictObject({ kind: z.enum(partKinds), code: text }),
};
const locked = z.strictObject({ ...onPart, until: day.nullable(), reason: text.nullable() });
const unlocked = z.strictObject({ ...onPart, reason: text });
const granted = z.strictObject({ ...onPart, until: day, reason: text });
const withdrawn = z.strictObject({ ...onPart, reason: text });

const storedRespondent = (school: Respondent): StoredRow => [
  school.uai,
  school.name,
  school.schoolType,
  school.sector,
  school.degree,
  school.department,
  school.academy,
  school.pupils,
];

const storedExclusion = ({ uai, reason: why, school }: Exclusion): z.input<typeof exclusionRow> =>
  school === null
    ? [uai, why]
    : [uai, why, school.schoolType, school.sector, school.department, school.academy];

/** The data of an event as the log stores it: what `campaignCodec` decodes at its latest version. */
export const storedCampaignData = (event: CampaignEvent): unknown =>
  event.type === 'RespondentsListed'
    ? {
        campaign: event.data.campaign,
        respondents: event.data.respondents.map(storedRespondent),
        exclusions: event.data.exclusions.map(storedExclusion),
      }
    : event.data;

/** The stored shapes of a campaign's events. */
export const campaignCodec = codecOf<CampaignEvent>({
  CampaignOpened: versioned('CampaignOpened', (raw) => opened.parse(raw)),
  RespondentsListed: versioned('RespondentsListed', (raw) => listed.parse(raw)),
  CampaignClosed: versioned('CampaignClosed', (raw) => closed.parse(raw)),
  CampaignReopened: versioned('CampaignReopened', (raw) => reopened.parse(raw)),
  AnswersLocked: versioned('AnswersLocked', (raw) => locked.parse(raw)),
  AnswersUnlocked: versioned('AnswersUnlocked', (raw) => unlocked.parse(raw)),
  ExceptionGranted: versioned('ExceptionGranted', (raw) => granted.parse(raw)),
  ExceptionWithdrawn: versioned('ExceptionWithdrawn', (raw) => withdrawn.parse(raw)),
});
