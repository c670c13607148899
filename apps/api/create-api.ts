import 'reflect-metadata';

import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Registry } from 'prom-client';

import {
  AccessGuard,
  type Authenticate,
  enterRequest,
  Fault,
  FaultFilter,
  faultReplier,
  type Logger,
  NestLogger,
  problemDetails,
  registerFaults,
  registerRequestContext,
  type RenderFault,
  type ReplyFault,
} from '#platform';

import { ApiModule } from './api.module.js';
import type { ApiConfig } from './config.js';
import { graphqlFault } from './graphql/formatted-error.js';
import { faultPage } from './pages/fault.page.js';
import { Metrics } from './metrics/metrics.js';
import type { ApiPorts } from './ports.js';

export type ApiDependencies = ApiPorts & {
  /** Shown on the first page and by the health checks. */
  readonly version: string;
  readonly authenticate: Authenticate;
  readonly logger: Logger;
  /** Where its measures stand, for a process that serves others beside them; default: one of its own. */
  readonly registry?: Registry;
};

const keepAliveMs = 65_000;
const headersWithinMs = 30_000;

const addressUnreadable = (cause: Error): Fault =>
  new Fault(
    'BAD_REQUEST',
    {
      fr: 'L’adresse ne peut pas être lue : ce qui suit un « % » doit être de l’UTF-8.',
      en: 'The address cannot be read: what follows a "%" must be UTF-8.',
    },
    {},
    { cause },
  );

const adapterOf = ({ http }: ApiConfig, replyFault: ReplyFault): FastifyAdapter =>
  new FastifyAdapter({
    bodyLimit: http.bodyLimitBytes,
    trustProxy: http.trustProxy,
    logger: false,
    keepAliveTimeout: keepAliveMs,
    requestTimeout: 0,
    http: { headersTimeout: headersWithinMs },
    // Requests in hand are finished at shutdown; idle connections are closed.
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      enterRequest(request, reply);
      replyFault(addressUnreadable(error), request, reply);
    },
  });

/** Letters of a name may be escaped: without one of these, a text names neither `__proto__` nor `constructor`. */
const mayPoison = (json: string): boolean =>
  json.includes('__proto__') || json.includes('constructor') || json.includes('\\u00');

const parsedPlainly = (json: string): unknown => {
  try {
    return mayPoison(json) ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
};

/** What is not plain is left to Fastify's own parser, which looks at every name of every body. */
const registerJson = (server: FastifyInstance): void => {
  const parseCarefully = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, json, done) => {
      const body = parsedPlainly(json);
      if (body === undefined) void parseCarefully(request, json, done);
      else done(null, body);
    },
  );
};

/** Bodies of JSON are parsed, files of answers pass as streams; anything else is refused with 415. */
const registerBodies = (server: FastifyInstance): void => {
  server.removeContentTypeParser('text/plain');
  registerJson(server);
  server.addContentTypeParser(['text/csv', 'application/x-ndjson'], (_request, payload, done) => {
    done(null, payload);
  });
};

const measureRequests = (server: FastifyInstance, metrics: Metrics): void => {
  server.addHook('onResponse', ({ method, routeOptions, observatory }, { statusCode }, done) => {
    metrics.answered({
      method,
      route: routeOptions.url ?? 'none',
      status: statusCode,
      durationMs: performance.now() - observatory.startedAtMs,
    });
    done();
  });
};

const isRead = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && (headers.accept ?? '').includes('text/html');

/** What fails at /graphql is told in the shape of GraphQL; elsewhere, as a page to a browser, or as problem details. */
const renderFault: RenderFault = (fault, request) => {
  if (/^\/graphql(\?|$)/.test(request.url)) return graphqlFault(fault, request);
  return isRead(request) ? faultPage(fault, request) : problemDetails(fault, request);
};

/**
 * The whole HTTP front: GraphQL, pages, files, health. Ready to listen, or to be injected requests; reads no
 * global of the process. Closing it stops taking requests and finishes those in hand.
 */
export const createApi = async (
  { version, authenticate, logger, registry = new Registry(), ...ports }: ApiDependencies,
  config: ApiConfig,
): Promise<NestFastifyApplication> => {
  const replyFault = faultReplier(logger, renderFault);
  const adapter = adapterOf(config, replyFault);
  const module = ApiModule.of({ ports, config, version, logger, registry });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: new NestLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  const server = adapter.getInstance<FastifyInstance>();
  registerRequestContext(server, logger);
  measureRequests(server, app.get(Metrics));
  registerFaults(server, replyFault);
  registerBodies(server);
  app.useGlobalGuards(new AccessGuard(authenticate));
  app.useGlobalFilters(new FaultFilter(replyFault));
  await app.init();
  await server.ready();
  return app;
};
