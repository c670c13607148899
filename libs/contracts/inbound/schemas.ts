import { z } from 'zod';

import { inboundMessage } from './message.js';
import { inboundReply } from './reply.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

const schemaOf = (name: string, title: string, shape: z.ZodType): JsonSchema => {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io: 'input' });
  return { $schema, $id: `${name}.schema.json`, title, ...schema };
};

/** What tools may send, and what they are answered, as JSON Schema 2020-12: docs/reference/messages. */
export const inboundSchemas: Readonly<Record<string, JsonSchema>> = {
  'inbound-message.v1': schemaOf('inbound-message.v1', 'Message d’un outil', inboundMessage),
  'inbound-reply.v1': schemaOf('inbound-reply.v1', 'Réponse à un message', inboundReply),
};

/** The files of docs/reference/messages, name to content. */
export const schemaFiles = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(inboundSchemas).map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
