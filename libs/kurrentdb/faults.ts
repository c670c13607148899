import { ErrorType, isCommandError } from '@kurrent/kurrentdb-client';

import { type Patience, retrying } from '#application';

// A server that starts, elects its leader or lost the connection says one of these; so does a repeated append
// that overtakes its first one.
const passing: ReadonlySet<ErrorType> = new Set([
  ErrorType.TIMEOUT,
  ErrorType.DEADLINE_EXCEEDED,
  ErrorType.UNAVAILABLE,
  ErrorType.CANCELLED,
  ErrorType.NOT_LEADER,
]);

const tooLarge: ReadonlySet<ErrorType> = new Set([
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.TRANSACTION_MAX_SIZE_EXCEEDED,
  ErrorType.APPEND_RECORD_SIZE_EXCEEDED,
]);

// What the client does not name: the transport says it in words.
const transport = /\b(ECONNREFUSED|ECONNRESET|EPIPE|transport error|connection|GOAWAY|channel)/i;

const typeOf = (error: unknown): ErrorType | undefined =>
  error instanceof Error && isCommandError(error) ? error.type : undefined;

/** The server has taken a request and says nothing. */
class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/** What `work` answers; throws when it does not within `forMs`. */
export const answered = async <Value>(forMs: number, work: Promise<Value>): Promise<Value> => {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoAnswer(`no answer within ${String(forMs)} ms`)), forMs);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
};

/** True for what a later try may not meet. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof NoAnswer) return true;
  const type = typeOf(error);
  if (type === undefined || type === ErrorType.UNKNOWN)
    return error instanceof Error && transport.test(error.message);
  return passing.has(type);
};

export const isUnknownStream = (error: unknown): boolean =>
  typeOf(error) === ErrorType.STREAM_NOT_FOUND;

export const isConflict = (error: unknown): boolean =>
  typeOf(error) === ErrorType.WRONG_EXPECTED_VERSION;

export const isTooLarge = (error: unknown): boolean => {
  const type = typeOf(error);
  return type !== undefined && tooLarge.has(type);
};

/** KurrentDB cannot be opened; the message says what to do, and never shows the address with its password. */
export class KurrentUnusable extends Error {
  override readonly name = 'KurrentUnusable';
}

/** What the server refuses for good, in words for an operator. */
export const explained = (error: unknown): unknown =>
  typeOf(error) === ErrorType.ACCESS_DENIED
    ? new KurrentUnusable(
        'KurrentDB refuses the user of KURRENTDB_URL. Give one who may read $all and write: kurrentdb://user:password@host:2113.',
        { cause: error },
      )
    : error;

/** Tries again what may pass, for a while, then says what the server says in words for an operator. */
export const persistently = <Value>(
  patience: Patience,
  work: () => Promise<Value>,
): Promise<Value> =>
  retrying(patience, work).catch((error: unknown) => {
    throw explained(error);
  });
