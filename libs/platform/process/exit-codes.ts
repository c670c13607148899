/** What the shell is told. Documented in docs/reference/command-line.md. */
export const exitCodes = {
  done: 0,
  /** The work was done and something was refused, or a check found a difference. */
  refused: 1,
  /** The command line itself was wrong, or a setting. */
  usage: 2,
  /** The database or another service could not be reached. */
  unavailable: 3,
  /** Ended by Ctrl-C before it was done: everything was closed in order. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
