import { z } from 'zod';

import {
  academy,
  campaign,
  count,
  day,
  degree,
  department,
  schoolType,
  sector,
  uai,
} from './parts.js';

const codes = z.array(z.string()).exactOptional();
const part = z.strictObject({
  kind: z.enum(['country', 'academy', 'department', 'school']),
  code: z.string(),
});

const respondent = z.strictObject({
  uai,
  name: z.string().describe('As the directory of schools has it.'),
  schoolType,
  sector,
  degree,
  department,
  academy,
  pupils: count.nullable(),
});
const exclusion = z.strictObject({
  uai,
  reason: z.enum(['closed', 'not-yet-open', 'outside-field', 'named']),
  school: z.strictObject({ schoolType, sector, department, academy }).nullable(),
});

export const campaignEvents = {
  CampaignOpened: z.strictObject({
    campaign,
    survey: z.string(),
    version: z.string(),
    schoolYear: z.string(),
    opensOn: day,
    closesOn: day,
    field: z
      .strictObject({
        academies: codes,
        departments: codes,
        schoolTypes: codes,
        sectors: codes,
        degrees: codes,
      })
      .describe('An absent part does not restrict.'),
    expected: count,
    excluded: count,
  }),
  RespondentsListed: z
    .strictObject({ campaign, respondents: z.array(respondent), exclusions: z.array(exclusion) })
    .describe('A part of the frozen list, at most 2,000 of each.'),
  CampaignClosed: z.strictObject({ campaign }),
  CampaignReopened: z.strictObject({ campaign, closesOn: day }),
  AnswersLocked: z.strictObject({ campaign, part, until: day.nullable() }),
  AnswersUnlocked: z.strictObject({ campaign, part }),
  ExceptionGranted: z.strictObject({ campaign, part, until: day }),
  ExceptionWithdrawn: z.strictObject({ campaign, part }),
};
