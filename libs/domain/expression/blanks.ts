import { BrokenAssumption } from '#kernel';

import type { Context } from './context.js';
import { elaborate } from './elaborate.js';
import { parseExpression } from './parser.js';
import { referenceIn } from './references.js';
import { isLiteral, type Node } from './syntax.js';
import type { Term } from './term.js';
import type { Environment, Symbols } from './types.js';

/** Names what is missing: `nb_eleves`, `previous(nb_eleves)`, `school.pupils`. */
type Blanks = (environment: Environment) => readonly string[];

const none: Blanks = () => [];

const termOf = (context: Context, node: Node): Term => {
  const term = elaborate(context, node);
  if (term !== null) return term;
  throw new BrokenAssumption(`cannot explain a part of ${context.source}: check it first`);
};

const nameOf = (node: Node): string | undefined => {
  if (node.kind === 'school') return `school.${node.field}`;
  const reference = referenceIn(node);
  if (reference === undefined) return undefined;
  return reference.inPrevious ? `previous(${reference.code})` : reference.code;
};

const partsOf = (node: Node): readonly Node[] => {
  if ('operand' in node) return [node.operand];
  if ('left' in node) return [node.left, node.right];
  return node.kind === 'call' ? node.args : [];
};

const allOf =
  (parts: readonly Blanks[]): Blanks =>
  (environment) =>
    parts.flatMap((part) => part(environment));

/** A blank condition is to blame itself; a known one, the branch that it chooses. */
const conditional = (context: Context, [test, yes, no]: readonly Node[]): Blanks => {
  if (test === undefined || yes === undefined || no === undefined) return none;
  const { run } = termOf(context, test);
  const [condition, whenTrue, whenFalse] = [test, yes, no].map((node) => blanksIn(context, node));
  return (environment) => {
    const value = run(environment);
    if (value === null) return condition?.(environment) ?? [];
    return (value === true ? whenTrue : whenFalse)?.(environment) ?? [];
  };
};

const blanksIn = (context: Context, node: Node): Blanks => {
  if (isLiteral(node)) return none;
  const { run } = termOf(context, node);
  const name = nameOf(node);
  if (name !== undefined) return (environment) => (run(environment) === null ? [name] : []);
  const inside =
    node.kind === 'call' && node.name === 'if'
      ? conditional(context, node.args)
      : allOf(partsOf(node).map((part) => blanksIn(context, part)));
  return (environment) => (run(environment) === null ? inside(environment) : []);
};

/**
 * Why an expression is blank: what it reads, finds blank, and would have needed; each once, as in the text.
 * Empty exactly when the expression has a value. Throws for an expression that is not sound.
 */
export const explainBlank = (source: string, symbols: Symbols): Blanks => {
  const parsed = parseExpression(source);
  if (!parsed.ok) throw new BrokenAssumption(`cannot explain ${source}: check it first`);
  const references = { references: new Set<string>(), previousReferences: new Set<string>() };
  const blanks = blanksIn({ source, symbols, mistakes: [], ...references }, parsed.value);
  return (environment) => [...new Set(blanks(environment))];
};
