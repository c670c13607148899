import { BrokenAssumption, err, ok, type Result } from '#kernel';

import type { Context } from './context.js';
import { elaborate } from './elaborate.js';
import type { ExpressionMistake } from './mistake.js';
import { parseExpression } from './parser.js';
import { typeOf } from './term.js';
import type { Environment, ExpressionType, Symbols, Value } from './types.js';

/** An expression that was checked, ready to be evaluated any number of times. */
export type Compiled = {
  readonly source: string;
  readonly type: ExpressionType;
  /** Questions of the current campaign that it reads, sorted. */
  readonly references: readonly string[];
  /** Questions of the previous campaign that it reads, sorted. */
  readonly previousReferences: readonly string[];
  /** Blank (null) in, blank out. Throws when a number leaves the safe integers. Allocates nothing. */
  readonly evaluate: (environment: Environment) => Value;
};

/** Parses and checks an expression: ready to evaluate, or every mistake that is in it. */
export const compileExpression = (
  source: string,
  symbols: Symbols,
): Result<Compiled, readonly ExpressionMistake[]> => {
  const parsed = parseExpression(source);
  if (!parsed.ok) return err([parsed.error]);

  const context: Context = {
    source,
    symbols,
    mistakes: [],
    references: new Set(),
    previousReferences: new Set(),
  };
  const term = elaborate(context, parsed.value);
  if (context.mistakes.length > 0) return err(context.mistakes);
  if (term === null)
    throw new BrokenAssumption(`an expression was refused without a mistake: ${source}`);

  return ok({
    source,
    type: typeOf(term),
    references: [...context.references].sort(),
    previousReferences: [...context.previousReferences].sort(),
    evaluate: term.run,
  });
};
