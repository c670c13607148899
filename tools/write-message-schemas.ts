// Writes docs/reference/messages: `npm run messages`.
import { mkdirSync, writeFileSync } from 'node:fs';

import { schemaFiles } from '../libs/contracts/inbound/schemas.js';

const folder = new URL('../docs/reference/messages/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, content] of Object.entries(schemaFiles()))
  writeFileSync(new URL(name, folder), content);
