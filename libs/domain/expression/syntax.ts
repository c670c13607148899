import type { Span } from './mistake.js';

export const comparisons = ['=', '!=', '<', '<=', '>', '>='] as const;
export type Comparison = (typeof comparisons)[number];

export type Literal = Span &
  (
    | { readonly kind: 'number'; readonly text: string }
    | { readonly kind: 'text'; readonly text: string }
    | { readonly kind: 'boolean'; readonly value: boolean }
  );

/** An expression as written. */
export type Node =
  | Literal
  | (Span & { readonly kind: 'question'; readonly code: string })
  | (Span & { readonly kind: 'school'; readonly field: string })
  | (Span & { readonly kind: 'negate'; readonly operand: Node })
  | (Span & { readonly kind: 'not'; readonly operand: Node })
  | (Span & {
      readonly kind: 'arithmetic';
      readonly operator: '+' | '-' | '*';
      readonly left: Node;
      readonly right: Node;
    })
  | (Span & {
      readonly kind: 'comparison';
      readonly operator: Comparison;
      readonly left: Node;
      readonly right: Node;
    })
  | (Span & {
      readonly kind: 'logic';
      readonly operator: 'and' | 'or';
      readonly left: Node;
      readonly right: Node;
    })
  | (Span & { readonly kind: 'in'; readonly operand: Node; readonly items: readonly Literal[] })
  | (Span & { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] });

/** A node that combines others by an operator. */
export type Operation = Extract<Node, { readonly operand: Node } | { readonly left: Node }>;

export const isOperation = (node: Node): node is Operation => 'operand' in node || 'left' in node;

export const isLiteral = (node: Node): node is Literal =>
  node.kind === 'number' || node.kind === 'text' || node.kind === 'boolean';

const strengthOf = (node: Operation): number => {
  switch (node.kind) {
    case 'logic':
      return node.operator === 'or' ? 1 : 2;
    case 'not':
      return 3;
    case 'comparison':
    case 'in':
      return 4;
    case 'arithmetic':
      return node.operator === '*' ? 6 : 5;
    case 'negate':
      return 7;
  }
};

const wrapped = (node: Node, least: number): string =>
  isOperation(node) && strengthOf(node) < least ? `(${print(node)})` : print(node);

const printLiteral = (node: Literal): string => {
  if (node.kind === 'boolean') return String(node.value);
  return node.kind === 'text' ? `'${node.text.replaceAll("'", "''")}'` : node.text;
};

const printOperation = (node: Operation): string => {
  switch (node.kind) {
    case 'negate':
      return `-${wrapped(node.operand, 7)}`;
    case 'not':
      return `not ${wrapped(node.operand, 3)}`;
    case 'arithmetic':
    case 'logic': {
      const own = strengthOf(node);
      return `${wrapped(node.left, own)} ${node.operator} ${wrapped(node.right, own + 1)}`;
    }
    case 'comparison':
      return `${wrapped(node.left, 5)} ${node.operator} ${wrapped(node.right, 5)}`;
    case 'in':
      return `${wrapped(node.operand, 5)} in (${node.items.map(printLiteral).join(', ')})`;
  }
};

/** The canonical text of an expression: parsing it gives the same tree. */
export const print = (node: Node): string => {
  if (isLiteral(node)) return printLiteral(node);
  if (isOperation(node)) return printOperation(node);
  switch (node.kind) {
    case 'question':
      return node.code;
    case 'school':
      return `school.${node.field}`;
    case 'call':
      return `${node.name}(${node.args.map(print).join(', ')})`;
  }
};
