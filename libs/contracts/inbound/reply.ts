import { z } from 'zod';

import {
  campaignName,
  messageId,
  messageVersion,
  reference,
  schoolName,
  sourceId,
} from './message.js';

const bilingual = z.strictObject({ fr: z.string(), en: z.string() });

const problem = z
  .strictObject({
    code: z.string().describe('Code stable : docs/reference/problems.md.'),
    severity: z.enum(['error', 'warning']),
    field: z.string().describe('La question ou le champ en cause ; vide pour l’ensemble.'),
    found: z.string().describe('Ce qui a été reçu ; « … » quand c’est un texte libre.'),
    allowed: bilingual.describe('Ce qui est permis.'),
    remedy: bilingual.describe('Ce qu’il faut faire.'),
    message: bilingual.describe('Ce qui ne va pas.'),
    rule: z.string().optional().describe('La règle du questionnaire qui parle.'),
  })
  .describe('Ce qui ne va pas, dit pour pouvoir être corrigé.');

const receipt = z
  .strictObject({
    submissionId: z.string().describe('L’événement qui a enregistré la demande.'),
    contentHash: z.string().nullable().describe('SHA-256 de ce qui a été déclaré.'),
    recordedAt: z.string().describe('ISO 8601, UTC.'),
    position: z
      .string()
      .regex(/^\d{1,19}$/)
      .describe('Dans le journal ; à donner à atLeast pour relire.'),
    revision: z.int().min(0).describe('La révision qui en résulte.'),
    effect: z.enum(['recorded', 'corrected', 'unchanged']),
  })
  .describe('La preuve que la demande a été enregistrée.');

const addressed = {
  version: z.literal(messageVersion),
  inReplyTo: messageId.describe('L’identifiant du message auquel on répond.'),
  source: sourceId,
  reference: reference.nullable(),
  campaign: campaignName,
  uai: schoolName,
};

export const inboundReply = z.discriminatedUnion('type', [
  z
    .strictObject({
      type: z.literal('Accepted'),
      ...addressed,
      receipt,
      problems: z.array(problem).describe('Les avertissements justifiés.'),
    })
    .describe('La demande a été acceptée, entière.'),
  z
    .strictObject({
      type: z.literal('Refused'),
      ...addressed,
      problems: z.array(problem).min(1).describe('Tout ce qui ne va pas.'),
    })
    .describe('La demande a été refusée, entière : rien n’a été enregistré.'),
]);

/** What a message is answered with. It repeats no free text of the message, and names no person. */
export type InboundReply = z.output<typeof inboundReply>;

/** A problem as a reply tells it. */
export type ReplyProblem = InboundReply['problems'][number];
