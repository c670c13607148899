import type { Bilingual } from '#kernel';

import { asBoolean, asNumber, type Context, mistaken, unknownName, wrongKind } from './context.js';
import { atScale, chosen, constant, counted, greatest, least, orElse } from './operations.js';
import { answeredTerm, notAQuestion, questionTerm, referenceIn } from './references.js';
import type { Node } from './syntax.js';
import type { NumberTerm, Run, Term } from './term.js';
import { kindInWords } from './types.js';

type Call = Extract<Node, { kind: 'call' }>;

/** How to check the arguments: handed over, so that calls and expressions need not import each other. */
export type Elaboration = {
  readonly context: Context;
  readonly elaborate: (context: Context, node: Node) => Term | null;
};

type Signature = {
  readonly arity: readonly [least: number, most: number];
  readonly example: string;
  readonly make: (elaboration: Elaboration, call: Call) => Term | null;
};

const argument = ({ context, elaborate }: Elaboration, node: Call, index: number): Term | null => {
  const arg = node.args[index];
  return arg === undefined ? null : elaborate(context, arg);
};

const condition = (elaboration: Elaboration, node: Call): ReturnType<typeof asBoolean> =>
  asBoolean(elaboration.context, node.args[0] ?? node, argument(elaboration, node, 0));

const countWhere = (elaboration: Elaboration, node: Call): Term | null => {
  const term = condition(elaboration, node);
  return term === null ? null : counted(term);
};

const choicesOf = (
  elaboration: Elaboration,
  node: Call,
): Extract<Term, { kind: 'choices' }> | null => {
  const term = argument(elaboration, node, 0);
  if (term === null || term.kind === 'choices') return term;
  return wrongKind(elaboration.context, node.args[0] ?? node, {
    found: term,
    wanted: kindInWords('choices'),
  });
};

const contains = (elaboration: Elaboration, node: Call): Term | null => {
  const { context } = elaboration;
  const choices = choicesOf(elaboration, node);
  const [, code] = node.args;
  if (code?.kind !== 'text') {
    return mistaken(context, code ?? node, {
      code: 'EXPRESSION_TYPE',
      allowed: { fr: 'un code entre apostrophes', en: 'a code between single quotes' },
      remedy: {
        fr: "Écrivez contains(maintenance, 'academie').",
        en: "Write contains(maintenance, 'academie').",
      },
      message: {
        fr: 'Le code d’une option est attendu ici.',
        en: 'The code of an option is expected here.',
      },
    });
  }
  if (choices === null) return null;
  const wanted = code.text;
  if (choices.options !== null && !choices.options.includes(wanted)) {
    const { start, end } = code;
    const what: Bilingual = { fr: 'L’option', en: 'The option' };
    return unknownName(context, {
      start,
      end,
      name: wanted,
      known: choices.options,
      code: 'EXPRESSION_UNKNOWN_OPTION',
      what,
    });
  }
  const { run } = choices;
  return { kind: 'boolean', run: (environment) => run(environment)?.includes(wanted) ?? null };
};

const countChosen = (elaboration: Elaboration, node: Call): Term | null => {
  const choices = choicesOf(elaboration, node);
  if (choices === null) return null;
  const { run } = choices;
  return { kind: 'number', scale: 0, run: (environment) => run(environment)?.length ?? null };
};

/** Two values of one kind, brought to one type; null, with a mistake, when their kinds differ. */
const unified = (
  { context }: Elaboration,
  nodes: readonly [Node, Node],
  terms: readonly [Term, Term],
): { readonly withRuns: (combine: <V>(a: Run<V>, b: Run<V>) => Run<V>) => Term } | null => {
  const [a, b] = terms;
  if (a.kind === 'number' && b.kind === 'number') {
    const scale = Math.max(a.scale, b.scale);
    return {
      withRuns: (combine) => ({
        kind: 'number',
        scale,
        run: combine(atScale(a, scale).run, atScale(b, scale).run),
      }),
    };
  }
  if (a.kind === 'boolean' && b.kind === 'boolean') {
    return { withRuns: (combine) => ({ kind: 'boolean', run: combine(a.run, b.run) }) };
  }
  if (a.kind === 'choices' && b.kind === 'choices') {
    const options = a.options === b.options ? a.options : null;
    return { withRuns: (combine) => ({ kind: 'choices', options, run: combine(a.run, b.run) }) };
  }
  return (
    unifiedTexts(terms) ?? wrongKind(context, nodes[1], { found: b, wanted: kindInWords(a.kind) })
  );
};

const unifiedTexts = ([a, b]: readonly [Term, Term]): {
  readonly withRuns: (combine: <V>(a: Run<V>, b: Run<V>) => Run<V>) => Term;
} | null => {
  const textual =
    (a.kind === 'choice' || a.kind === 'text') && (b.kind === 'choice' || b.kind === 'text');
  if (!textual) return null;
  return { withRuns: (combine) => ({ kind: 'text', run: combine(a.run, b.run) }) };
};

const conditional = (elaboration: Elaboration, node: Call): Term | null => {
  const test = condition(elaboration, node);
  const [, whenTrue, whenFalse] = node.args;
  const a = argument(elaboration, node, 1);
  const b = argument(elaboration, node, 2);
  if (whenTrue === undefined || whenFalse === undefined || a === null || b === null) return null;
  const both = unified(elaboration, [whenTrue, whenFalse], [a, b]);
  if (both === null || test === null) return null;
  return both.withRuns((yes, no) => chosen(test, yes, no));
};

const blankAs = (elaboration: Elaboration, node: Call): Term | null => {
  const [first, otherwise] = node.args;
  const a = argument(elaboration, node, 0);
  const b = argument(elaboration, node, 1);
  if (first === undefined || otherwise === undefined || a === null || b === null) return null;
  return unified(elaboration, [first, otherwise], [a, b])?.withRuns(orElse) ?? null;
};

const extreme =
  (pick: (left: NumberTerm, right: NumberTerm) => NumberTerm) =>
  (elaboration: Elaboration, node: Call): Term | null => {
    const terms = node.args.map((arg, index) =>
      asNumber(elaboration.context, arg, argument(elaboration, node, index)),
    );
    const numbers = terms.filter((term) => term !== null);
    if (numbers.length < terms.length) return null;
    return numbers.reduce(pick, numbers[0] ?? constant(0, 0));
  };

const previous = ({ context }: Elaboration, node: Call): Term | null => {
  const reference = referenceIn(node);
  return reference === undefined
    ? notAQuestion(context, node.args[0] ?? node, 'previous(nb_eleves)')
    : questionTerm(context, reference);
};

const answered = ({ context }: Elaboration, node: Call): Term | null =>
  answeredTerm(context, node.args[0] ?? node);

const functions: ReadonlyMap<string, Signature> = new Map<string, Signature>([
  ['previous', { arity: [1, 1], example: 'previous(nb_eleves)', make: previous }],
  ['answered', { arity: [1, 1], example: 'answered(charte_usage)', make: answered }],
  ['count_where', { arity: [1, 1], example: 'count_where(nb_tablettes > 0)', make: countWhere }],
  ['count_chosen', { arity: [1, 1], example: 'count_chosen(maintenance)', make: countChosen }],
  ['contains', { arity: [2, 2], example: "contains(maintenance, 'academie')", make: contains }],
  ['if', { arity: [3, 3], example: 'if(wifi, nb_classes, 0)', make: conditional }],
  ['blank_as', { arity: [2, 2], example: 'blank_as(nb_tablettes, 0)', make: blankAs }],
  ['min', { arity: [2, 8], example: 'min(nb_tablettes, nb_eleves)', make: extreme(least) }],
  ['max', { arity: [2, 8], example: 'max(nb_tablettes, nb_eleves)', make: extreme(greatest) }],
]);

export const functionNames: readonly string[] = [...functions.keys()];

const wrongArity = (
  context: Context,
  node: Call,
  { arity: [from, to], example }: Signature,
): null => {
  const wanted = from === to ? String(from) : `${String(from)}–${String(to)}`;
  return mistaken(context, node, {
    code: 'EXPRESSION_ARGUMENTS',
    allowed: { fr: `${wanted} argument(s)`, en: `${wanted} argument(s)` },
    remedy: { fr: `Écrivez par exemple ${example}.`, en: `Write for example ${example}.` },
    message: {
      fr: `${node.name} a reçu ${String(node.args.length)} argument(s).`,
      en: `${node.name} was given ${String(node.args.length)} argument(s).`,
    },
  });
};

/** Checks a call and makes what evaluates it. */
export const call = (elaboration: Elaboration, node: Call): Term | null => {
  const { context } = elaboration;
  const signature = functions.get(node.name);
  if (signature === undefined) {
    const start = node.start;
    const end = start + node.name.length;
    const what: Bilingual = { fr: 'La fonction', en: 'The function' };
    return unknownName(context, {
      start,
      end,
      name: node.name,
      known: functionNames,
      code: 'EXPRESSION_UNKNOWN_FUNCTION',
      what,
    });
  }
  const [from, to] = signature.arity;
  if (node.args.length < from || node.args.length > to) return wrongArity(context, node, signature);
  return signature.make(elaboration, node);
};
