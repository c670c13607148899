import { call } from './call.js';
import { asBoolean, asNumber, type Context, mistaken, unknownName, wrongKind } from './context.js';
import { listed } from './mistake.js';
import { among, arithmetic, compared, constant, equal, logic, negated, not } from './operations.js';
import { questionTerm, schoolReference } from './references.js';
import { isLiteral, isOperation, type Literal, type Node, type Operation } from './syntax.js';
import { type NumberTerm, type Term, unitsOf } from './term.js';
import { finestScale, kindInWords } from './types.js';

type Kind<K extends Node['kind']> = Extract<Node, { kind: K }>;

const numberLiteral = (context: Context, node: Literal & { kind: 'number' }): Term | null => {
  const scale = node.text.split('.')[1]?.length ?? 0;
  const units = scale <= finestScale && node.text.length <= 16 ? unitsOf(node.text, scale) : null;
  if (units !== null) return constant(units, scale);
  return mistaken(context, node, {
    code: 'EXPRESSION_NUMBER_TOO_LARGE',
    allowed: {
      fr: '15 chiffres, dont 6 après le point',
      en: '15 digits, 6 of them after the point',
    },
    remedy: { fr: 'Raccourcissez ce nombre.', en: 'Shorten this number.' },
    message: { fr: 'Ce nombre a trop de chiffres.', en: 'This number has too many digits.' },
  });
};

const literalTerm = (context: Context, node: Literal): Term | null => {
  switch (node.kind) {
    case 'number':
      return numberLiteral(context, node);
    case 'boolean':
      return { kind: 'boolean', run: () => node.value };
    case 'text':
      return { kind: 'text', run: () => node.text };
  }
};

const fineEnough = (context: Context, node: Node, term: NumberTerm): NumberTerm | null =>
  term.scale <= finestScale
    ? term
    : mistaken(context, node, {
        code: 'EXPRESSION_TOO_FINE',
        allowed: {
          fr: `${String(finestScale)} décimales au plus`,
          en: `at most ${String(finestScale)} decimals`,
        },
        remedy: {
          fr: 'Un produit additionne les décimales de ses facteurs : prenez-en moins.',
          en: 'A product adds up the decimals of its factors: use fewer.',
        },
        message: {
          fr: `Ce produit a ${String(term.scale)} décimales.`,
          en: `This product has ${String(term.scale)} decimals.`,
        },
      });

const arithmeticTerm = (context: Context, node: Kind<'arithmetic'>): Term | null => {
  const left = asNumber(context, node.left, elaborate(context, node.left));
  const right = asNumber(context, node.right, elaborate(context, node.right));
  if (left === null || right === null) return null;
  return fineEnough(context, node, arithmetic[node.operator](left, right));
};

const logicTerm = (context: Context, node: Kind<'logic'>): Term | null => {
  const left = asBoolean(context, node.left, elaborate(context, node.left));
  const right = asBoolean(context, node.right, elaborate(context, node.right));
  return left === null || right === null ? null : logic(node.operator, left, right);
};

type Placed = { readonly node: Node; readonly term: Term };

/** A code compared with a choice must be one of its options: false for ever is never what was meant. */
const codeExists = (context: Context, choice: Term, other: Node): boolean => {
  if (choice.kind !== 'choice' || other.kind !== 'text') return true;
  const { options } = choice;
  if (options === null || options.includes(other.text)) return true;
  unknownName(context, {
    start: other.start,
    end: other.end,
    name: other.text,
    known: options,
    code: 'EXPRESSION_UNKNOWN_OPTION',
    what: { fr: 'L’option', en: 'The option' },
  });
  return false;
};

const isTextual = (term: Term): term is Extract<Term, { kind: 'choice' | 'text' }> =>
  term.kind === 'choice' || term.kind === 'text';

const equalityTerm = (
  context: Context,
  node: Kind<'comparison'>,
  sides: readonly [Placed, Placed],
): Term | null => {
  const [left, right] = sides;
  const wanted = node.operator === '=';
  if (isTextual(left.term) && isTextual(right.term)) {
    const codesExist =
      codeExists(context, left.term, right.node) && codeExists(context, right.term, left.node);
    return codesExist ? equal(left.term.run, right.term.run, wanted) : null;
  }
  if (left.term.kind === 'boolean' && right.term.kind === 'boolean') {
    return equal(left.term.run, right.term.run, wanted);
  }
  const strange = left.term.kind === 'choices' ? left : right;
  const wantedKind = left.term.kind === 'choices' ? 'choice' : left.term.kind;
  return wrongKind(context, strange.node, { found: strange.term, wanted: kindInWords(wantedKind) });
};

const comparisonTerm = (context: Context, node: Kind<'comparison'>): Term | null => {
  const left = elaborate(context, node.left);
  const right = elaborate(context, node.right);
  if (left === null || right === null) return null;
  if (left.kind === 'number' && right.kind === 'number')
    return compared(left, node.operator, right);
  if (node.operator === '=' || node.operator === '!=') {
    return equalityTerm(context, node, [
      { node: node.left, term: left },
      { node: node.right, term: right },
    ]);
  }
  const strange =
    left.kind === 'number' ? { node: node.right, term: right } : { node: node.left, term: left };
  return isTextual(strange.term)
    ? noOrder(context, node)
    : wrongKind(context, strange.node, { found: strange.term, wanted: kindInWords('number') });
};

const noOrder = (context: Context, node: Kind<'comparison'>): null =>
  mistaken(context, node, {
    code: 'EXPRESSION_NO_ORDER',
    allowed: listed(['=', '!=', 'in']),
    remedy: {
      fr: "Des codes n’ont pas d’ordre : énumérez-les, question in ('a', 'b').",
      en: "Codes have no order: list them, question in ('a', 'b').",
    },
    message: {
      fr: `« ${node.operator} » ne compare que des nombres.`,
      en: `"${node.operator}" compares numbers only.`,
    },
  });

const inTerm = (context: Context, node: Kind<'in'>): Term | null => {
  const operand = elaborate(context, node.operand);
  if (operand === null) return null;
  if (isTextual(operand)) return textIn(context, node, operand);
  if (operand.kind === 'number') return numberIn(context, node, operand);
  return wrongKind(context, node.operand, { found: operand, wanted: kindInWords('choice') });
};

const textIn = (
  context: Context,
  node: Kind<'in'>,
  operand: Extract<Term, { kind: 'choice' | 'text' }>,
): Term | null => {
  let sound = true;
  const codes: string[] = [];
  for (const item of node.items) {
    if (item.kind === 'text') codes.push(item.text);
    else wrongItem(context, item, 'text');
    sound = item.kind === 'text' && codeExists(context, operand, item) && sound;
  }
  return sound ? among(operand.run, codes) : null;
};

const numberIn = (context: Context, node: Kind<'in'>, operand: NumberTerm): Term | null => {
  const units: number[] = [];
  for (const item of node.items) {
    const value = item.kind === 'number' ? unitsOf(item.text, operand.scale) : null;
    if (value === null) wrongItem(context, item, 'number');
    else units.push(value);
  }
  return units.length === node.items.length ? among(operand.run, units) : null;
};

const wrongItem = (context: Context, item: Literal, wanted: 'text' | 'number'): null =>
  mistaken(context, item, {
    code: 'EXPRESSION_TYPE',
    allowed: kindInWords(wanted),
    remedy:
      wanted === 'text'
        ? {
            fr: "Écrivez un code entre apostrophes : 'tous'.",
            en: "Write a code between single quotes: 'tous'.",
          }
        : {
            fr: 'Écrivez un nombre, avec au plus les décimales de la question.',
            en: 'Write a number, with at most the decimals of the question.',
          },
    message: {
      fr: `${kindInWords(wanted).fr} est attendu ici.`,
      en: `${kindInWords(wanted).en} is expected here.`,
    },
  });

const negateTerm = (context: Context, node: Kind<'negate'>): Term | null => {
  const operand = asNumber(context, node.operand, elaborate(context, node.operand));
  return operand === null ? null : negated(operand);
};

const notTerm = (context: Context, node: Kind<'not'>): Term | null => {
  const operand = asBoolean(context, node.operand, elaborate(context, node.operand));
  return operand === null ? null : not(operand);
};

const operationTerm = (context: Context, node: Operation): Term | null => {
  switch (node.kind) {
    case 'negate':
      return negateTerm(context, node);
    case 'not':
      return notTerm(context, node);
    case 'arithmetic':
      return arithmeticTerm(context, node);
    case 'comparison':
      return comparisonTerm(context, node);
    case 'logic':
      return logicTerm(context, node);
    case 'in':
      return inTerm(context, node);
  }
};

/** Checks a node and makes what evaluates it; null when a mistake, noted in the context, prevents it. */
export const elaborate = (context: Context, node: Node): Term | null => {
  if (isLiteral(node)) return literalTerm(context, node);
  if (isOperation(node)) return operationTerm(context, node);
  switch (node.kind) {
    case 'question':
      return questionTerm(context, { ...node, inPrevious: false });
    case 'school':
      return schoolReference(context, node, node.field);
    case 'call':
      return call({ context, elaborate }, node);
  }
};
