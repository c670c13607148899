/** The outcome of something that may be refused. A refusal is a value; a bug is a throw (ADR-0004). */
export type Result<Value, Refusal> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Refusal };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

export const err = <Refusal>(error: Refusal): { readonly ok: false; readonly error: Refusal } => ({
  ok: false,
  error,
});

/** Ends a switch over a union: the compiler refuses a missing case, the run refuses a foreign value. */
export const unreachable = (value: never): never => {
  throw new BrokenAssumption(`a case that the types exclude was met: ${JSON.stringify(value)}`);
};

/** A broken assumption of the program itself: never a user's mistake. */
export class BrokenAssumption extends Error {
  override readonly name = 'BrokenAssumption';
}
