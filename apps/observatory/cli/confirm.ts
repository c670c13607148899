import { createInterface } from 'node:readline/promises';

import type { Terminal } from './terminal.js';

/** A person is asked; a script, which has no terminal, has said yes by running the command. */
export const confirmed = async (terminal: Terminal, yes: boolean): Promise<boolean> => {
  if (yes || terminal.json || !process.stdin.isTTY) return true;
  const dialogue = createInterface({ input: process.stdin, output: process.stderr });
  const question = terminal.language === 'fr' ? 'Appliquer ? [o/N] ' : 'Apply? [y/N] ';
  const answer = await dialogue.question(question).finally(() => dialogue.close());
  return /^[oy]/i.test(answer.trim());
};
