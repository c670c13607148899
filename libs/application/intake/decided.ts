import type { Outcome } from '../receipt.js';
import type { ResponseCommand } from '../responses/response-command.js';

/** A message could not be decided now: that is no refusal, and it comes again. */
class IntakePostponed extends Error {
  override readonly name = 'IntakePostponed';

  constructor(readonly code: string) {
    super(`a message waits: ${code}`);
  }
}

const passing: ReadonlySet<string> = new Set(['EVENT_LOG_UNAVAILABLE', 'OVERLOADED']);
const mostTries = 5;

/** Whether somebody else was faster than an author who would build on whatever is there. */
const isOvertaken = (code: string, { expectedRevision }: ResponseCommand): boolean =>
  code === 'WRITE_CONFLICT' || (code === 'RESPONSE_CHANGED' && expectedRevision === null);

const codeThat = (outcome: Outcome, holds: (code: string) => boolean): string | undefined =>
  outcome.ok ? undefined : outcome.error.find(({ code }) => holds(code))?.code;

/**
 * What was decided on a command, asked again a few times when others were faster. Throws `IntakePostponed` when
 * nothing could be decided: the log is away, full, or too busy with the same school.
 */
export const decidedOutcome = async (
  command: ResponseCommand,
  ask: () => Promise<Outcome>,
): Promise<Outcome> => {
  for (let tries = 1; ; tries += 1) {
    const outcome = await ask();
    const away = codeThat(outcome, (code) => passing.has(code));
    if (away !== undefined) throw new IntakePostponed(away);
    const overtaken = codeThat(outcome, (code) => isOvertaken(code, command));
    if (overtaken === undefined) return outcome;
    if (tries === mostTries) throw new IntakePostponed(overtaken);
  }
};
