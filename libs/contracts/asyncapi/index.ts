import { schemaFiles } from '../inbound/schemas.js';
import { asyncApiOf } from './document.js';
import { inboundChannels } from './inbound-channels.js';
import { integrationChannels, integrationSchemas } from './integration-channels.js';

/** docs/reference/asyncapi.yaml, as an object. */
export const asyncApi = asyncApiOf([...integrationChannels, ...inboundChannels]);

/** The files of docs/reference/messages that it refers to, name to content. */
export const messageFiles: Readonly<Record<string, string>> = {
  ...schemaFiles(),
  ...Object.fromEntries(
    Object.entries(integrationSchemas).map(([name, schema]) => [
      name,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  ),
};
