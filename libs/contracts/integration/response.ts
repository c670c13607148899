import { z } from 'zod';

import { campaign, day, question, questionnaire, sha256, uai } from './parts.js';

const about = { campaign, uai };
const answer = z
  .union([z.int(), z.boolean(), z.string(), z.array(z.string())])
  .describe(
    'An integer, true or false, a decimal as text (12.5), a code, or codes. Never free text.',
  );
const channel = z.enum(['form', 'file', 'message']);

const declared = {
  ...about,
  questionnaire,
  answers: z.record(question, answer).describe('By code of question; free texts are left out.'),
  textsAnswered: z.array(question).describe('Questions that were answered by a free text.'),
  notConcerned: z.array(question).describe('Questions marked “non concerné”, sorted.'),
  channel,
  contentHash: sha256.describe('Of the whole declaration, free texts included.'),
};
const change = z.strictObject({ from: answer.nullable(), to: answer.nullable() });

export const responseEvents = {
  DraftSaved: z.strictObject(about),
  DraftPrefilled: z.strictObject({ ...about, fromCampaign: campaign.nullable() }),
  ResponseSubmitted: z.strictObject({ ...declared, late: z.boolean() }),
  AnswersCorrected: z.strictObject({
    ...declared,
    changes: z.record(question, change).describe('What changed; free texts are left out.'),
  }),
  ResponseValidated: z.strictObject(about),
  QuestionReturned: z.strictObject({ ...about, question, until: day }),
  ReturnAnswered: z.strictObject({
    ...about,
    question,
    outcome: z.enum(['corrected', 'confirmed']),
  }),
  ReturnCancelled: z.strictObject({ ...about, question }),
  ResponseWithdrawn: z.strictObject(about),
};
