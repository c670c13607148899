/** Errors by which adapters say that their service cannot be reached now, by name. */
const passing: ReadonlySet<string> = new Set([
  'BusUnavailable',
  'DatabaseUnavailable',
  'EventLogUnavailable',
]);

/** … and that it stays out of use until somebody acts; their messages say what to do. */
const lasting: ReadonlySet<string> = new Set([
  'DatabaseRefused',
  'EmbeddedPostgresFailed',
  'EventLogUnsound',
  'KurrentUnusable',
  'LogCopyUnfinished',
  'MigrationRefused',
]);

/** True for a service that may come back by itself. */
export const isPassingFault = (error: unknown): error is Error =>
  error instanceof Error && passing.has(error.name);

/** True for a service that cannot be used, now or until somebody acts: no fault of this program. */
export const isServiceFault = (error: unknown): error is Error =>
  isPassingFault(error) || (error instanceof Error && lasting.has(error.name));
