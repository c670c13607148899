// Writes docs/reference/asyncapi.yaml and the schemas of docs/reference/messages: `npm run asyncapi`.
import { mkdirSync, writeFileSync } from 'node:fs';

import { stringify } from 'yaml';

import { asyncApi, messageFiles } from '../libs/contracts/asyncapi/index.js';

const reference = new URL('../docs/reference/', import.meta.url);

mkdirSync(new URL('messages/', reference), { recursive: true });
writeFileSync(new URL('asyncapi.yaml', reference), stringify(asyncApi, { lineWidth: 100 }));
for (const [name, text] of Object.entries(messageFiles))
  writeFileSync(new URL(`messages/${name}`, reference), text);
