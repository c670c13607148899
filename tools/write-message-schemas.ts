// Writes docs/reference/asyncapi.yaml and docs/reference/messages: `npm run messages`.
import { mkdirSync, writeFileSync } from 'node:fs';

import { stringify } from 'yaml';

import { asyncApi, messageFiles } from '../libs/contracts/asyncapi/index.js';

const reference = new URL('../docs/reference/', import.meta.url);
const folder = new URL('messages/', reference);

mkdirSync(folder, { recursive: true });
writeFileSync(new URL('asyncapi.yaml', reference), stringify(asyncApi, { lineWidth: 100 }));
for (const [name, text] of Object.entries(messageFiles)) writeFileSync(new URL(name, folder), text);
