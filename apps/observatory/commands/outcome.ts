import type { Outcome } from '#application';
import type { Bilingual } from '#kernel';

import { type ExitCode, exitCodes } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';

const done: Bilingual = { fr: 'Fait', en: 'Done' };

/** Tells what became of a command: its receipt, or everything that is wrong with it. */
export const tellOutcome = (outcome: Outcome, terminal: Terminal): ExitCode => {
  if (!outcome.ok) {
    terminal.problems(outcome.error);
    return exitCodes.refused;
  }
  const { stream, revision, position, effect } = outcome.value;
  terminal.result(outcome.value, () =>
    terminal.line(
      `${done[terminal.language]} : ${stream} · ${effect} · revision ${revision} · position ${position}`,
    ),
  );
  return exitCodes.done;
};
