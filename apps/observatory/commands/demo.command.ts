import type { Command } from 'commander';

import type { Run } from './run.js';

export const registerDemo = (_program: Command, _run: Run): void => undefined;
