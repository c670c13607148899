import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { anonymous, type Caller } from '../auth/caller.js';
import type { Logger } from '../logging/logger.js';
import { type Language, languageOf } from './language.js';

/** What one request carries from its first byte to its last log line. */
export type RequestContext = {
  /** Groups everything that the request causes; the caller's own when it sent a fit one. */
  readonly correlationId: string;
  readonly language: Language;
  /** Set by the access guard: anonymous until then. */
  caller: Caller;
  readonly startedAtMs: number;
};

declare module 'fastify' {
  interface FastifyRequest {
    observatory: RequestContext;
  }
}

const fitCorrelationId = /^[\w.:-]{8,100}$/;

const correlationIdOf = (request: FastifyRequest): string => {
  const given = request.headers['x-correlation-id'];
  return typeof given === 'string' && fitCorrelationId.test(given) ? given : randomUUID();
};

const contextOf = (request: FastifyRequest): RequestContext => ({
  correlationId: correlationIdOf(request),
  language: languageOf(request.headers['accept-language']),
  caller: anonymous,
  startedAtMs: performance.now(),
});

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
} as const;

const lineOf = (request: FastifyRequest, status: number) => ({
  correlationId: request.observatory.correlationId,
  method: request.method,
  path: request.url.split('?', 1)[0],
  status,
  role: request.observatory.caller.role,
  durationMs: Math.round((performance.now() - request.observatory.startedAtMs) * 10) / 10,
});

/** Gives a request its context, and its answer the headers of all. */
export const enterRequest = (request: FastifyRequest, reply: FastifyReply): void => {
  request.observatory = contextOf(request);
  reply.headers({ ...securityHeaders, 'x-correlation-id': request.observatory.correlationId });
};

/** Gives each request its context and its answer's headers, and writes one line when it is answered. */
export const registerRequestContext = (server: FastifyInstance, logger: Logger): void => {
  server.decorateRequest('observatory');
  server.addHook('onRequest', (request, reply, done) => {
    enterRequest(request, reply);
    done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    if (logger.isLevelEnabled('info')) logger.info(lineOf(request, reply.statusCode), 'request');
    done();
  });
};
