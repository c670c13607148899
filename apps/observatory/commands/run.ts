import type { Catalogue } from '#catalogue';
import type { Config } from '#platform/process';

import type { ExitCode } from '../cli/exit-codes.js';
import type { Leaving } from '../cli/leaving.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';

export type Job<Needs> = (
  needs: Needs,
  terminal: Terminal,
  leaving: Leaving,
) => ExitCode | Promise<ExitCode>;

/** A job that nothing has to be closed after: a Ctrl-C ends the process. */
export type PlainJob<Needs> = (needs: Needs, terminal: Terminal) => ExitCode | Promise<ExitCode>;

/** How a command gets what it needs, and how its exit code reaches the shell. */
export type Run = {
  /** Opens the observatory, waits until the read models reflect the whole log, closes in order. */
  readonly reading: (job: Job<Observatory>) => Promise<void>;
  /** The same, with the projector running while the job writes. */
  readonly writing: (job: Job<Observatory>) => Promise<void>;
  /** The catalogue alone: no database. */
  readonly offline: (job: PlainJob<Catalogue>) => Promise<void>;
  /** The settings alone: the job opens what it needs. */
  readonly configured: (job: PlainJob<Config>) => Promise<void>;
};
