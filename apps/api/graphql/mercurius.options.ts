import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';

import type { GraphqlConfig } from '#platform';

import type { GraphqlContext } from './context.js';
import { examiner } from './examine.js';
import { withPlainFields } from './plain-fields.js';

const cachedDocuments = 1_024;

/** Looks at the whole document before any of it runs, and hands the variables to the execution. */
const examining = (config: GraphqlConfig) => {
  const examine = examiner(config);
  return (schema: GraphQLSchema, document: DocumentNode, context: GraphqlContext) => {
    const { variables, method, caller, operationName } = context;
    const examined = examine({ schema, document, operationName, variables, method, caller });
    context.cost = examined.cost;
    context.isMemorable = examined.isMemorable;
    context.reads = examined.reads;
    context.requireVariables = examined.requireVariables;
    return { variables: examined.variables };
  };
};

/** Errors leave the engine as they were thrown; its one place tells them. */
const untouched = (execution: ExecutionResult) => ({ statusCode: 200, response: execution });

/** Mercurius as we use it: no routes of its own, compiled queries, and a limit on tokens (ADR-0005). */
export const mercuriusOptions = (config: GraphqlConfig): MercuriusDriverConfig =>
  ({
    driver: MercuriusDriver,
    autoSchemaFile: true,
    sortSchema: true,
    transformSchema: withPlainFields,
    routes: false,
    graphiql: false,
    cache: cachedDocuments,
    jit: config.jit ? 1 : 0,
    graphql: {
      parseOptions: { maxTokens: config.maxTokens },
      validateOptions: { maxErrors: 20 },
    },
    errorFormatter: untouched,
    hooks: { preExecution: [examining(config)] },
  }) as unknown as MercuriusDriverConfig;
