import pg from 'pg';

/** PostgreSQL cannot be reached, or has gone away: try again later. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/** PostgreSQL is there and does not let this program in: somebody must mend its address, its user or its password. */
class DatabaseRefused extends Error {
  override readonly name = 'DatabaseRefused';
}

/** PostgreSQL was given a text that it can neither hold nor find: one with a NUL character. */
class DatabaseTextRefused extends Error {
  override readonly name = 'DatabaseTextRefused';
}

/** PostgreSQL refused a statement: a constraint, a type, a missing table. */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault';

  constructor(
    message: string,
    readonly fault: {
      /** `unique` and `check` violations name their constraint; everything else is `other`. */
      readonly kind: 'unique' | 'check' | 'data' | 'retryable' | 'other';
      readonly constraint: string | undefined;
      readonly detail: string | undefined;
    },
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

// Lost connections (08), no resources (53), a server that stops or starts (57P), that only reads
// (25006), whose disk fails (58), or a database that is closed for a while (55000).
const unavailable = /^(08|53|57P|58|25006|55000)/;
// The user or the password (28), or the name of the database (3D).
const refused = /^(28|3D)/;
// A text with a NUL character.
const characterRefused = '22021';
const retryableStates = new Set(['40001', '40P01', '55P03', '57014']);
const socketFaults =
  /ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENETUNREACH|Connection terminated|timeout|not queryable/;

const kindOf = (state: string): DatabaseFault['fault']['kind'] => {
  if (state === '23505') return 'unique';
  if (state === '23514') return 'check';
  if (retryableStates.has(state)) return 'retryable';
  return /^(22|23|54)/.test(state) ? 'data' : 'other';
};

const translatedState = (error: pg.DatabaseError, state: string): Error => {
  if (unavailable.test(state))
    return new DatabaseUnavailable(`PostgreSQL is not available: ${error.message}`, {
      cause: error,
    });
  if (refused.test(state))
    return new DatabaseRefused(`PostgreSQL refuses DATABASE_URL: ${error.message}`, {
      cause: error,
    });
  if (state === characterRefused)
    return new DatabaseTextRefused(`PostgreSQL refuses a text: ${error.message}`, { cause: error });
  const { constraint, detail } = error;
  return new DatabaseFault(
    error.message,
    { kind: kindOf(state), constraint, detail },
    { cause: error },
  );
};

// By shape: an error of Node's core may come from another realm than this module's `Error`.
const isErrorLike = (
  error: unknown,
): error is { readonly message: string; readonly code?: string } =>
  typeof error === 'object' && error !== null && 'message' in error;

/** The only place that reads the driver's errors; what it does not know passes through unchanged. */
export const translated = (error: unknown): unknown => {
  if (error instanceof DatabaseUnavailable || error instanceof DatabaseFault) return error;
  if (error instanceof pg.DatabaseError && error.code !== undefined)
    return translatedState(error, error.code);
  if (!isErrorLike(error)) return error;
  const described = `${error.code ?? ''} ${error.message}`.trim();
  if (!socketFaults.test(described)) return error;
  return new DatabaseUnavailable(`PostgreSQL cannot be reached: ${described}`, { cause: error });
};
