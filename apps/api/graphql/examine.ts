import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  getVariableValues,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLError,
  type GraphQLSchema,
  isCompositeType,
  isObjectType,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

import { type ProjectionName, projectionNames } from '#application';
import { type Allowed, type Caller, Fault, requireAllowed } from '#platform';

import { maxPageSize, type NodesOf } from './cost.js';

export type Limits = {
  readonly maxDepth: number;
  readonly maxAliases: number;
  readonly maxCost: number;
};

export type Asked = {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly method: string;
  readonly caller: Caller;
};

/** Selections met while a document is walked, fragments unfolded: a bound on the walk itself. */
const maxSelections = 10_000;

type FieldExtensions = {
  readonly allowed?: readonly Allowed[];
  readonly nodesOf?: NodesOf;
  readonly paged?: boolean;
  readonly fresh?: boolean;
  readonly reads?: readonly ProjectionName[];
};

/** Who may ask for a field: `what` names it. */
type Requirement = { readonly allowed: readonly Allowed[]; readonly what: string };

const requireAll = (requirements: readonly Requirement[], caller: Caller): void => {
  for (const { allowed, what } of requirements) requireAllowed(allowed, caller, what);
};

const namesVariable = (value: ValueNode): boolean => {
  if (value.kind === Kind.LIST) return value.values.some(namesVariable);
  if (value.kind === Kind.OBJECT) return value.fields.some((field) => namesVariable(field.value));
  return value.kind === Kind.VARIABLE;
};

class Walk {
  /** Whether something is read from elsewhere than the read models. */
  isFresh = false;
  /** Whether a page or a list is as long as a variable says. */
  hangsOnVariables = false;
  readonly reads = new Set<ProjectionName>();
  readonly requirements: Requirement[] = [];
  private selections = 0;
  private aliases = 0;
  private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;

  constructor(
    private readonly asked: Asked,
    private readonly limits: Limits,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    this.fragments = new Map(
      asked.document.definitions.flatMap((definition) =>
        definition.kind === Kind.FRAGMENT_DEFINITION
          ? [[definition.name.value, definition] as const]
          : [],
      ),
    );
  }

  /** Objects that the selections may answer with, for one object of `parent`. */
  costOf(set: SelectionSetNode, parent: GraphQLCompositeType, depth: number): number {
    if (depth > this.limits.maxDepth) throw tooDeep(this.limits.maxDepth);
    let cost = 0;
    for (const selection of set.selections) {
      this.count();
      if (selection.kind === Kind.FIELD) cost += this.costOfField(selection, parent, depth);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        cost += this.costOf(
          selection.selectionSet,
          this.typeNamed(selection.typeCondition?.name.value, parent),
          depth,
        );
      } else {
        const fragment = this.fragments.get(selection.name.value);
        const type = this.typeNamed(fragment?.typeCondition.name.value, parent);
        if (fragment !== undefined) cost += this.costOf(fragment.selectionSet, type, depth);
      }
    }
    return cost;
  }

  private costOfField(node: FieldNode, parent: GraphQLCompositeType, depth: number): number {
    if (node.alias !== undefined) this.alias();
    if (node.name.value.startsWith('__')) return this.introspection(node.selectionSet);

    const field = fieldOf(parent, node.name.value);
    if (field === undefined) return 0;
    const extensions = field.extensions as FieldExtensions;
    if (extensions.allowed !== undefined)
      this.require(extensions.allowed, `${parent.name}.${field.name}`);
    this.isFresh ||= extensions.fresh === true;
    this.reading(field, extensions);
    const type = getNamedType(field.type);
    if (node.selectionSet === undefined || !isCompositeType(type)) return 0;

    const nodes = this.nodesOf(node, field, extensions);
    return nodes * (1 + this.costOf(node.selectionSet, type, depth + 1));
  }

  private require(allowed: readonly Allowed[], what: string): void {
    requireAllowed(allowed, this.asked.caller, what);
    this.requirements.push({ allowed, what });
  }

  /** A field that is computed and does not say what it reads may read everything. */
  private reading(
    { resolve }: GraphQLField<unknown, unknown>,
    { reads = resolve === undefined ? [] : projectionNames }: FieldExtensions,
  ): void {
    for (const model of reads) this.reads.add(model);
  }

  private nodesOf(
    node: FieldNode,
    field: GraphQLField<unknown, unknown>,
    extensions: FieldExtensions,
  ): number {
    if (extensions.nodesOf === undefined) return 1;
    this.hangsOnVariables ||= (node.arguments ?? []).some(({ value }) => namesVariable(value));
    const nodes = extensions.nodesOf(getArgumentValues(field, node, this.variables));
    if (extensions.paged === true && (nodes < 1 || nodes > maxPageSize))
      throw pageRefused(field.name, nodes);
    return Math.max(1, nodes);
  }

  /** Costs nothing, but counts as selections: standard rules bound its depth. */
  private introspection(set: SelectionSetNode | undefined): 0 {
    for (const selection of set?.selections ?? []) {
      this.count();
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        this.introspection(this.fragments.get(selection.name.value)?.selectionSet);
      } else this.introspection(selection.selectionSet);
    }
    return 0;
  }

  private typeNamed(
    name: string | undefined,
    fallback: GraphQLCompositeType,
  ): GraphQLCompositeType {
    const type = name === undefined ? fallback : this.asked.schema.getType(name);
    return isCompositeType(type) ? type : fallback;
  }

  private count(): void {
    this.selections += 1;
    if (this.selections > maxSelections)
      throw tooCostly('selections', this.selections, maxSelections);
  }

  private alias(): void {
    this.aliases += 1;
    if (this.aliases > this.limits.maxAliases) throw tooManyAliases(this.limits.maxAliases);
  }
}

const fieldOf = (parent: GraphQLCompositeType, name: string) =>
  isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;

const tooDeep = (limit: number): Fault =>
  new Fault(
    'GRAPHQL_VALIDATION_FAILED',
    {
      fr: `La requête descend à plus de ${String(limit)} niveaux. Posez-la en plusieurs fois.`,
      en: `The query goes deeper than ${String(limit)} levels. Ask it in several parts.`,
    },
    { limit: 'depth', allowed: limit },
  );

const tooManyAliases = (limit: number): Fault =>
  new Fault(
    'GRAPHQL_VALIDATION_FAILED',
    {
      fr: `La requête a plus de ${String(limit)} alias. Demandez plusieurs territoires ou indicateurs dans un seul champ figures.`,
      en: `The query has more than ${String(limit)} aliases. Ask for several territories or indicators in one figures field.`,
    },
    { limit: 'aliases', allowed: limit },
  );

const tooCostly = (limit: string, cost: number, allowed: number): Fault =>
  new Fault(
    'QUERY_TOO_COSTLY',
    {
      fr: `La requête coûte ${String(cost)} objets ; ${String(allowed)} sont permis. Demandez des pages plus courtes ou moins de champs imbriqués.`,
      en: `The query costs ${String(cost)} objects; ${String(allowed)} are allowed. Ask for shorter pages or fewer nested fields.`,
    },
    { limit, found: cost, allowed },
  );

const pageRefused = (field: string, found: number): Fault =>
  new Fault(
    'GRAPHQL_VALIDATION_FAILED',
    {
      fr: `« first » de « ${field} » vaut ${String(found)} : de 1 à ${String(maxPageSize)} sont permis.`,
      en: `"first" of "${field}" is ${String(found)}: 1 to ${String(maxPageSize)} are allowed.`,
    },
    { limit: 'first', found, allowed: maxPageSize },
  );

const operationOf = ({ document, operationName }: Asked): OperationDefinitionNode => {
  const operations = document.definitions.filter(
    (definition): definition is OperationDefinitionNode =>
      definition.kind === Kind.OPERATION_DEFINITION,
  );
  const named =
    operationName === undefined
      ? operations
      : operations.filter(({ name }) => name?.value === operationName);
  const [operation] = named;
  if (operation !== undefined && named.length === 1) return operation;
  throw new Fault('GRAPHQL_VALIDATION_FAILED', {
    fr: 'operationName doit désigner une des opérations du document.',
    en: 'operationName must name one of the operations of the document.',
  });
};

/** The schema has none; validation lets one pass, for it knows none of its fields. */
const requireNoSubscription = ({ operation }: OperationDefinitionNode): void => {
  if (operation !== OperationTypeNode.SUBSCRIPTION) return;
  throw new Fault('GRAPHQL_VALIDATION_FAILED', {
    fr: 'Il n’y a pas d’abonnement ici : relisez « revisions » à partir de votre dernier curseur.',
    en: 'There is no subscription here: read "revisions" again from your last cursor.',
  });
};

const requireSafeMethod = (operation: OperationDefinitionNode, method: string): void => {
  if (operation.operation === OperationTypeNode.QUERY || method !== 'GET') return;
  throw new Fault('METHOD_NOT_ALLOWED', {
    fr: 'Une mutation s’envoie par POST.',
    en: 'A mutation is sent by POST.',
  });
};

/** Variables that do not fit their declared types; every one of them is reported. */
export class VariablesRefused extends Error {
  override readonly name = 'VariablesRefused';
  constructor(readonly errors: readonly GraphQLError[]) {
    super('variables refused');
  }
}

/** graphql-jit 0.8 asks for `$page: Int! = 20` even when its default would do: defaults are written out (ADR-0005). */
const withDefaults = (
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Asked['variables'],
): Asked['variables'] => {
  const missing = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue === undefined || Object.hasOwn(variables, variable.name.value)
      ? []
      : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
  );
  return missing.length === 0 ? variables : { ...variables, ...Object.fromEntries(missing) };
};

export type Examined = {
  /** Objects that the document may answer with, never above the limit. */
  readonly cost: number;
  /** Whether the answer stays the same while the read models stay where they are. */
  readonly isMemorable: boolean;
  /** The read models that it is made of. */
  readonly reads: ReadonlySet<ProjectionName>;
  /** As they were sent, with the defaults of the operation. */
  readonly variables: Asked['variables'];
  /** Throws `VariablesRefused` when they do not fit: to be asked when the execution takes none of them. */
  readonly requireVariables: () => void;
};

/** What a walk through an operation has found. */
type Found = Pick<Examined, 'cost' | 'isMemorable' | 'reads'> & {
  readonly requirements: readonly Requirement[];
};

/** What is the same for whoever asks, whatever the variables. */
type Known = {
  readonly operationName: string | undefined;
  readonly operation: OperationDefinitionNode;
  readonly found: Found;
};

const coerced = (
  { schema, variables }: Asked,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Asked['variables'] => {
  const given = getVariableValues(schema, variableDefinitions, variables, { maxErrors: 10 });
  if (given.errors !== undefined) throw new VariablesRefused(given.errors);
  return given.coerced;
};

const walkThrough = (operation: OperationDefinitionNode, walk: Walk, { schema }: Asked): Found => {
  const root = schema.getRootType(operation.operation);
  const cost = root ? walk.costOf(operation.selectionSet, root, 1) : 0;
  const isMemorable = operation.operation === OperationTypeNode.QUERY && !walk.isFresh;
  return { cost, isMemorable, reads: walk.reads, requirements: walk.requirements };
};

/**
 * Looks at a whole valid document before anything of it runs: method, variables, roles, page sizes,
 * depth, aliases, cost. Throws a `Fault`, or `VariablesRefused`. A document that was let through once, and whose
 * cost hangs on no variable, is not walked again: who may ask is judged each time, and its variables by the execution.
 */
export const examiner = (limits: Limits): ((asked: Asked) => Examined) => {
  const known = new WeakMap<DocumentNode, Known>();

  const walked = (asked: Asked, operation: OperationDefinitionNode): Found => {
    const given = coerced(asked, operation);
    const walk = new Walk(asked, limits, given);
    const found = walkThrough(operation, walk, asked);
    if (found.cost > limits.maxCost) throw tooCostly('cost', found.cost, limits.maxCost);
    const { document, operationName } = asked;
    if (!walk.hangsOnVariables) known.set(document, { operationName, operation, found });
    return found;
  };

  return (asked) => {
    const before = known.get(asked.document);
    const same = before?.operationName === asked.operationName ? before : undefined;
    const operation = same?.operation ?? operationOf(asked);
    requireNoSubscription(operation);
    requireSafeMethod(operation, asked.method);

    if (same !== undefined) requireAll(same.found.requirements, asked.caller);
    const { cost, isMemorable, reads } = same?.found ?? walked(asked, operation);
    return {
      ...{ cost, isMemorable, reads },
      variables: withDefaults(operation, asked.variables),
      requireVariables: () => void coerced(asked, operation),
    };
  };
};
