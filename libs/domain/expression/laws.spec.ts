import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';

import { add, compare, type Decimal, format, multiply, round, subtract } from '#kernel';

import {
  compileExpression,
  type Environment,
  type ExpressionType,
  nearest,
  type Node,
  parseExpression,
  print,
  type Symbols,
  type Value,
} from './index.js';

const school = { type: 'ECOLE', sector: 'PU', degree: '1D', pupils: null };
const number = (scale: number): ExpressionType => ({ kind: 'number', scale });

type Known = { readonly text: string; readonly value: Decimal; readonly scale: number };

const evaluate = (
  source: string,
  questions: Symbols['questions'],
  answers: Environment['answers'],
): readonly [Value, ExpressionType] => {
  const compiled = compileExpression(source, { questions, school: false, previous: false });
  if (!compiled.ok)
    throw new Error(`${source}: ${compiled.error.map(({ message }) => message.en).join(' ')}`);
  return [compiled.value.evaluate({ answers, previous: null, school }), compiled.value.type];
};

const answered: fc.Arbitrary<Known> = fc
  .record({
    units: fc.integer({ min: -99_999, max: 99_999 }),
    scale: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ units, scale }) => {
    const value = { units: BigInt(units), scale };
    return { value, scale, text: format(value) };
  });

const operations = [
  ['+', add],
  ['-', subtract],
  ['*', multiply],
] as const;

describe('laws of expressions', () => {
  it('sums, differences and products are those of exact decimals, whatever the scales', () => {
    fc.assert(
      fc.property(answered, answered, fc.constantFrom(...operations), (a, b, [operator, exact]) => {
        const questions = new Map([
          ['a', number(a.scale)],
          ['b', number(b.scale)],
        ]);
        const answerOf = ({ scale, text }: Known): string | number =>
          scale === 0 ? Number(text) : text;
        const [units, type] = evaluate(`a ${operator} b`, questions, {
          a: answerOf(a),
          b: answerOf(b),
        });
        const scale = type.kind === 'number' ? type.scale : -1;
        expect(format({ units: BigInt(Number(units)), scale })).toBe(
          format(round(exact(a.value, b.value), scale)),
        );
      }),
    );
  });

  it('comparisons are those of exact decimals', () => {
    fc.assert(
      fc.property(answered, answered, (a, b) => {
        const literal = (known: Known): string =>
          known.text.startsWith('-') ? `(${known.text})` : known.text;
        const [less] = evaluate(`${literal(a)} < ${literal(b)}`, new Map(), {});
        const [same] = evaluate(`${literal(a)} = ${literal(b)}`, new Map(), {});
        expect([less, same]).toEqual([
          compare(a.value, b.value) < 0,
          compare(a.value, b.value) === 0,
        ]);
      }),
    );
  });

  const truth = fc.constantFrom(true, false, null);
  const logic = new Map<string, ExpressionType>([
    ['p', { kind: 'boolean' }],
    ['q', { kind: 'boolean' }],
  ]);
  const given = (values: Readonly<Record<string, boolean | null>>): Environment['answers'] =>
    Object.fromEntries(
      Object.entries(values).flatMap(([code, value]) => (value === null ? [] : [[code, value]])),
    );

  it.each([
    ['not (p and q)', '(not p) or (not q)'],
    ['not (p or q)', '(not p) and (not q)'],
    ['p and q', 'q and p'],
    ['p or q', 'q or p'],
    ['not not p', 'p'],
    ['p and (p or q)', 'p and (p or q and p)'],
  ])('%s is %s, blanks included', (left, right) => {
    fc.assert(
      fc.property(truth, truth, (p, q) => {
        expect(evaluate(left, logic, given({ p, q }))[0]).toBe(
          evaluate(right, logic, given({ p, q }))[0],
        );
      }),
    );
  });

  it('a number that reads a blank is blank, unless the blank was given a value', () => {
    const questions = new Map([
      ['x', number(0)],
      ['y', number(0)],
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.constantFrom('+', '-', '*'),
        (x, operator) => {
          expect(evaluate(`x ${operator} y`, questions, { x })[0]).toBeNull();
          expect(evaluate(`y ${operator} x`, questions, { x })[0]).toBeNull();
          expect(evaluate(`blank_as(x ${operator} y, 7)`, questions, { x })[0]).toBe(7);
        },
      ),
    );
  });
});

type Shape = { readonly node: Node };

const at = { start: 0, end: 0 };
const { node: tree } = fc.letrec<Shape>((tie) => {
  const node = tie('node');
  return {
    node: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      fc
        .integer({ min: 0, max: 9999 })
        .map((value): Node => ({ ...at, kind: 'number', text: String(value) })),
      fc
        .constantFrom('nb_eleves', 'wifi', 'été')
        .map((code): Node => ({ ...at, kind: 'question', code })),
      fc
        .string({ maxLength: 5 })
        .map((text): Node => ({ ...at, kind: 'text', text: text.replaceAll('\n', '') })),
      fc.boolean().map((value): Node => ({ ...at, kind: 'boolean', value })),
      fc.constant<Node>({ ...at, kind: 'school', field: 'type' }),
      node.map((operand): Node => ({ ...at, kind: 'not', operand })),
      node.map((operand): Node => ({ ...at, kind: 'negate', operand })),
      fc.tuple(fc.constantFrom('+', '-', '*'), node, node).map(([operator, left, right]): Node => ({
        ...at,
        kind: 'arithmetic',
        operator,
        left,
        right,
      })),
      fc
        .tuple(fc.constantFrom('=', '<', '>='), node, node)
        .map(([operator, left, right]): Node => ({
          ...at,
          kind: 'comparison',
          operator,
          left,
          right,
        })),
      fc
        .tuple(fc.constantFrom('and', 'or'), node, node)
        .map(([operator, left, right]): Node => ({ ...at, kind: 'logic', operator, left, right })),
      node.map((operand): Node => ({
        ...at,
        kind: 'in',
        operand,
        items: [{ ...at, kind: 'text', text: "d'eau" }],
      })),
      fc
        .array(node, { maxLength: 3 })
        .map((args): Node => ({ ...at, kind: 'call', name: 'min', args })),
    ),
  };
});

const withoutPlaces = (node: unknown): unknown =>
  JSON.parse(
    JSON.stringify(node, (key, value: unknown) =>
      key === 'start' || key === 'end' ? undefined : value,
    ),
  );

describe('the text of an expression', () => {
  it('reads back as the same expression once printed', () => {
    fc.assert(
      fc.property(tree, (node) => {
        const parsed = parseExpression(print(node));
        expect(parsed.ok ? withoutPlaces(parsed.value) : parsed.error).toEqual(withoutPlaces(node));
      }),
    );
  });

  it('is never met with a throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (source) => {
        const compiled = compileExpression(source, {
          questions: new Map(),
          school: true,
          previous: true,
        });
        expect(compiled.ok || compiled.error.length > 0).toBe(true);
      }),
    );
  });
});

describe('the nearest names', () => {
  it('come nearest first, at most three, none when all are far', () => {
    const codes = ['nb_eleves', 'nb_enseignants', 'nb_classes', 'wifi'];
    expect(nearest('nb_eleve', codes)).toEqual(['nb_eleves']);
    expect(nearest('NB_CLASES', codes)).toEqual(['nb_classes']);
    expect(nearest('chauffage', codes)).toEqual([]);
    expect(nearest('a', ['b', 'c', 'd', 'ab'])).toEqual(['ab', 'b', 'c']);
  });
});
