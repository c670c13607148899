import { z } from 'zod';

import { causes, err, ok, type Result } from '#kernel';

import { position } from './parts.js';
import { type IntegrationContext, integrationContexts, integrationEvents } from './topics.js';

/** What every message of a topic of events has around its `data`. */
const envelope = {
  id: z.uuid().describe('The same however often the message comes.'),
  schemaVersion: z.literal(1).describe('Of this type’s data.'),
  subject: z
    .string()
    .describe('The stream that the event belongs to: response-etic-1d-2014.0130001A.'),
  revision: z.int().min(1).describe('Its place in the subject, dense from 1.'),
  position,
  recordedAt: z.iso.datetime().describe('UTC.'),
  cause: z.enum(causes).describe('Why figures may change because of it.'),
  academy: z.string().nullable().describe('Two characters; null for national facts.'),
  synthetic: z.boolean().describe('True for what was made up for a demonstration.'),
};

type Events = typeof integrationEvents;
type DataOf<Schema> = Schema extends z.ZodType ? z.output<Schema> : never;
type Envelope = z.output<z.ZodObject<typeof envelope>>;

type MessagesOf<Schemas> = {
  readonly [Type in keyof Schemas]: Envelope & {
    readonly type: Type;
    readonly data: DataOf<Schemas[Type]>;
  };
}[keyof Schemas];

/** An event of one context as its topic carries it. */
export type IntegrationMessage<Context extends IntegrationContext = IntegrationContext> = {
  readonly [One in IntegrationContext]: MessagesOf<Events[One]>;
}[Context];

export type IntegrationEventType = IntegrationMessage['type'];
export type IntegrationData<Type extends IntegrationEventType> = Extract<
  IntegrationMessage,
  { type: Type }
>['data'];

/** “Every event at or before `position` that belongs to this partition stands before this message.” */
export const watermark = z.strictObject({ type: z.literal('Watermark'), position });
export type Watermark = z.output<typeof watermark>;

const messageSchemas: ReadonlyMap<string, z.ZodType> = new Map(
  integrationContexts.flatMap((context) =>
    Object.entries<z.ZodType>(integrationEvents[context]).map(([type, data]) => [
      type,
      z.strictObject({ ...envelope, type: z.literal(type), data }),
    ]),
  ),
);

/** The whole message of one type, as a schema. Undefined for a type that is not published. */
export const messageSchema = (type: string): z.ZodType | undefined => messageSchemas.get(type);

const watermarkType = 'Watermark';

const typeOf = (raw: unknown): string | undefined =>
  typeof raw === 'object' && raw !== null && 'type' in raw && typeof raw.type === 'string'
    ? raw.type
    : undefined;

const schemaOf = (type: string | undefined): z.ZodType | undefined =>
  type === watermarkType ? watermark : messageSchemas.get(type ?? '');

/** Reads the value of a message of a topic of events, or says why it cannot be read. */
export const readMessage = (text: string): Result<IntegrationMessage | Watermark, string> => {
  let raw: unknown;
  try {
    raw = JSON.parse(text) as unknown;
  } catch {
    return err('not JSON');
  }
  const type = typeOf(raw);
  const schema = schemaOf(type);
  if (schema === undefined) return err(`unknown type ${type ?? ''}`);
  const read = schema.safeParse(raw);
  if (read.success) return ok(read.data as IntegrationMessage | Watermark);
  const [issue] = read.error.issues;
  return err(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
};

export const isWatermark = (message: IntegrationMessage | Watermark): message is Watermark =>
  message.type === watermarkType;
