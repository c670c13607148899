import { z } from 'zod';

const uuid = /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/;
const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const messageId = z.string().regex(uuid).describe('UUID, en minuscules de préférence.');

/** The id under which a tool is registered. */
export const sourceId = z
  .string()
  .regex(slug)
  .max(60)
  .describe('L’identifiant sous lequel l’outil est enregistré : « mon-outil ».');

export const reference = z
  .string()
  .regex(/^[A-Za-z0-9._:/-]{1,100}$/)
  .describe('La référence propre à l’outil, rendue telle quelle dans la réponse ; jamais un nom.');

export const campaignName = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,60}$/)
  .describe('La campagne : « etic-1d-2014 ».');

export const schoolName = z
  .string()
  .regex(/^[0-9A-Za-z]{1,12}$/)
  .describe('L’UAI de l’établissement, qui est aussi la clé du message : « 0131884C ».');

const answer = z
  .union([
    z.number(),
    z.string().max(10_000),
    z.boolean(),
    z.array(z.string().max(200)).max(200),
    z.null(),
  ])
  .describe('Un nombre, un texte, un booléen, des codes ; zéro est une réponse, null efface.');

const questionCode = z.string().regex(/^[A-Za-z0-9_.-]{1,100}$/);

const answers = z.record(questionCode, answer).describe('Du code de chaque question à sa réponse.');

const notConcerned = z
  .array(questionCode)
  .max(1_000)
  .describe('Les questions qui ne concernent pas l’établissement.');

const reason = z.string().max(2_000).describe('Pourquoi ; conservé avec le changement.');

const justifications = z
  .array(
    z.strictObject({
      rule: z.string().max(100).describe('La règle qui avertit ; « * » pour toutes.'),
      text: z.string().max(2_000).describe('Pourquoi les réponses sont justes malgré elle.'),
    }),
  )
  .max(200)
  .describe('Ce qui justifie chaque avertissement.');

const expectedRevision = z
  .int()
  .min(0)
  .describe('La révision que l’auteur a lue ; absente, quelle qu’elle soit.');

const shapes = {
  SubmitResponse: z.strictObject({
    answers,
    notConcerned: notConcerned.optional(),
    justifications: justifications.optional(),
    reason: reason.optional(),
    expectedRevision: expectedRevision.optional(),
  }),
  CorrectAnswers: z.strictObject({
    answers,
    notConcerned: notConcerned.optional(),
    justifications: justifications.optional(),
    reason,
    expectedRevision: expectedRevision.optional(),
  }),
  WithdrawResponse: z.strictObject({ reason, expectedRevision: expectedRevision.optional() }),
  SaveDraft: z.strictObject({
    answers,
    notConcerned: notConcerned.optional(),
    expectedRevision: expectedRevision.optional(),
  }),
};

type MessageType = keyof typeof shapes;

export const messageTypes = Object.keys(shapes) as readonly MessageType[];
export const messageVersion = 1;

const messageOf = <Type extends MessageType>(type: Type, description: string) =>
  z
    .strictObject({
      id: messageId,
      type: z.literal(type),
      version: z.literal(messageVersion),
      source: sourceId,
      reference: reference.optional(),
      campaign: campaignName,
      uai: schoolName,
      data: shapes[type],
    })
    .describe(description);

export const inboundMessage = z.discriminatedUnion('type', [
  messageOf('SubmitResponse', 'Envoie les réponses d’un établissement, entières.'),
  messageOf('CorrectAnswers', 'Change des réponses envoyées, avec un motif.'),
  messageOf('WithdrawResponse', 'Retire les réponses envoyées, avec un motif.'),
  messageOf('SaveDraft', 'Garde un brouillon, sans l’envoyer.'),
]);

/** What a tool asks for one school: a message of the inbound topic, its shape checked and nothing else. */
export type InboundMessage = z.output<typeof inboundMessage>;
