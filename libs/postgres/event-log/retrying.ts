import { retrying as retryingFor } from '#application';

import { DatabaseFault, DatabaseUnavailable } from '../pool/faults.js';

/** True for what a later try may not meet: a lost connection, a lock not had in time. */
export const isPassing = (error: unknown): boolean =>
  error instanceof DatabaseUnavailable ||
  (error instanceof DatabaseFault && error.fault.kind === 'retryable');

/** Repeats `work`, which must be idempotent, until it answers or `forMs` have passed. */
export const retrying = <Value>(forMs: number, work: () => Promise<Value>): Promise<Value> =>
  retryingFor({ forMs, isPassing }, work);
