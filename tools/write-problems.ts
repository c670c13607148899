// Writes docs/reference/problems.md: `npm run problems`.
import { writeFileSync } from 'node:fs';

import { problemPage } from '../libs/application/problems/problem-page.js';

writeFileSync(new URL('../docs/reference/problems.md', import.meta.url), problemPage());
