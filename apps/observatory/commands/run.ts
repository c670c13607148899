import type { Catalogue } from '#catalogue';
import type { Config } from '#platform/process';

import type { ExitCode } from '../cli/exit-codes.js';
import type { Terminal } from '../cli/terminal.js';
import type { Observatory } from '../composition/observatory.js';

export type Job<Needs> = (needs: Needs, terminal: Terminal) => ExitCode | Promise<ExitCode>;

/** How a command gets what it needs, and how its exit code reaches the shell. */
export type Run = {
  /** Opens the observatory, waits until the read models reflect the whole log, closes in order. */
  readonly reading: (job: Job<Observatory>) => Promise<void>;
  /** The same, with the projector running while the job writes. */
  readonly writing: (job: Job<Observatory>) => Promise<void>;
  /** The catalogue alone: no database. */
  readonly offline: (job: Job<Catalogue>) => Promise<void>;
  /** The settings alone: the job opens what it needs. */
  readonly configured: (job: Job<Config>) => Promise<void>;
};
