import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { type ExecutionResult, GraphQLError } from 'graphql';
import type {} from 'mercurius';

import { Fault, faultOf, logFault, type Logger, type RequestContext, statusOf } from '#platform';

import type { ProjectionClock } from '#application';

import { LOGGER, PROJECTIONS } from '../ports.js';
import { AnswerMemory, type Asked } from './answer-memory.js';
import { ContextFactory, type GraphqlContext } from './context.js';
import { VariablesRefused } from './examine.js';
import { freshReading } from './fresh-reading.js';
import {
  type CodedError,
  type ErrorContext,
  executionError,
  executionFault,
  faultError,
  refusedQuery,
} from './formatted-error.js';
import type { GraphqlRequest } from './request.js';

/** A GraphQL response and the status it would have on its own media type. */
export type Answer = {
  readonly status: number;
  readonly hasErrors: boolean;
  /** JSON, UTF-8. */
  readonly bytes: Buffer;
};

type Body = {
  readonly data?: unknown;
  readonly errors?: readonly CodedError[];
  readonly extensions?: { readonly cost: number };
};

const answerOf = (status: number, body: Body): Answer => ({
  status,
  hasErrors: body.errors !== undefined,
  bytes: Buffer.from(JSON.stringify(body)),
});

/** Mercurius would read such a text as a document's JSON tree, past the limit on tokens. */
const isJsonTree = (source: string): boolean =>
  /^[\s\uFEFF,]*(\{\s*["}]|["[\d-]|(true|false|null)\s*$)/.test(source) &&
  !source.trimStart().startsWith('"""');

/** The same source with another operation is another entry of Mercurius's cache of compiled queries. */
const cacheKey = ({ query, operationName }: GraphqlRequest): string =>
  operationName === undefined ? query : `${query}\n#${operationName}`;

const parseFault = new Fault('GRAPHQL_PARSE_FAILED', {
  fr: 'La requête n’est pas un document GraphQL.',
  en: 'The query is not a GraphQL document.',
});

/** Read models are made anew once in a while, never twice within a question. */
const mostRepeats = 3;

type QueryErrors = { readonly errors: readonly GraphQLError[] };

const hasErrors = (error: unknown): error is QueryErrors =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);

@Injectable()
export class GraphqlEngine {
  private readonly edition: () => Promise<string>;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly contexts: ContextFactory,
    private readonly memory: AnswerMemory,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(PROJECTIONS) projections: ProjectionClock,
  ) {
    this.edition = freshReading(async () => (await projections.read()).edition);
  }

  /** Never throws: whatever goes wrong is in the answer. */
  async answer(request: GraphqlRequest, method: string, of: RequestContext): Promise<Answer> {
    let context = this.contexts.create(request, method, of);
    const asked: Asked = { ...request, caller: of.caller, language: of.language };
    try {
      const remembered = await this.memory.recall(asked);
      if (remembered !== undefined) return { status: 200, hasErrors: false, bytes: remembered };
      if (isJsonTree(request.query)) throw parseFault;
      let answer = await this.execute(request, context);
      for (let again = 0; again < mostRepeats && (await this.isMixed(context)); again += 1) {
        context = this.contexts.create(request, method, of);
        answer = await this.execute(request, context);
      }
      this.remember(asked, context, answer);
      return answer;
    } catch (error) {
      return this.refused(error, context);
    }
  }

  private async execute(request: GraphqlRequest, context: GraphqlContext): Promise<Answer> {
    const server = this.host.httpAdapter.getInstance<FastifyInstance>();
    const { operationName } = request;
    const execution = await server.graphql(cacheKey(request), context, undefined, operationName);
    return this.executed(execution, context);
  }

  /** Whether a read model was made anew while it was read: fields may come from before and from after. */
  private async isMixed({ reading }: GraphqlContext): Promise<boolean> {
    return reading !== undefined && (await this.edition()) !== reading.edition;
  }

  private remember(asked: Asked, context: GraphqlContext, { hasErrors, bytes }: Answer): void {
    const { reading, isMemorable } = context;
    if (hasErrors || !isMemorable || reading === undefined) return;
    this.memory.keep(asked, { state: reading.state, bytes });
  }

  private executed(execution: ExecutionResult, context: GraphqlContext): Answer {
    const extensions = { cost: context.cost ?? 0 };
    if (execution.errors === undefined) return answerOf(200, { data: execution.data, extensions });

    // Nothing was executed, for its variables: they are told as for a document that comes for the first time.
    if (execution.data === undefined) context.requireVariables();
    const errors = execution.errors.map((error) => this.told(error, context));
    const unavailable = errors.some(({ extensions: { code } }) => code === 'SERVICE_UNAVAILABLE');
    const empty = execution.data === null || execution.data === undefined;
    const status = empty && unavailable ? statusOf('SERVICE_UNAVAILABLE') : 200;
    return answerOf(status, { data: execution.data ?? null, errors, extensions });
  }

  private told(error: GraphQLError, context: ErrorContext): CodedError {
    const fault = executionFault(error);
    if (fault !== undefined) logFault(this.logger, fault, context.correlationId);
    return executionError(error, context);
  }

  /** Nothing was executed: there is no `data` in the answer. */
  private refused(error: unknown, context: ErrorContext): Answer {
    if (error instanceof VariablesRefused || hasErrors(error)) {
      const errors = error.errors.map((one) => refusedQuery(one, context));
      return answerOf(statusOf('GRAPHQL_VALIDATION_FAILED'), { errors });
    }
    const fault = faultOf(error);
    logFault(this.logger, fault, context.correlationId);
    return answerOf(statusOf(fault.code), { errors: [faultError(fault, context)] });
  }
}
