import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { Fault, type FaultCode, faultOf, statusOf } from '../fault.js';
import type { Logger } from '../logging/logger.js';

const codesByStatus: Readonly<Record<number, FaultCode>> = {
  400: 'BAD_REQUEST',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  413: 'REQUEST_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

const texts: Readonly<Partial<Record<FaultCode, { readonly fr: string; readonly en: string }>>> = {
  BAD_REQUEST: {
    fr: 'La requête est illisible : le corps doit être un objet JSON bien formé. Un fichier de réponses s’envoie avec « Content-Type: text/csv » ou « application/x-ndjson ».',
    en: 'The request cannot be read: its body must be a well-formed JSON object. A file of answers is sent with "Content-Type: text/csv" or "application/x-ndjson".',
  },
  NOT_FOUND: {
    fr: 'Il n’y a rien à cette adresse. Commencez par la page « / ».',
    en: 'There is nothing at this address. Start with the page "/".',
  },
  METHOD_NOT_ALLOWED: {
    fr: 'Cette adresse n’accepte pas cette méthode HTTP.',
    en: 'This address does not take this HTTP method.',
  },
  REQUEST_TOO_LARGE: {
    fr: 'La requête est trop grande. Une requête GraphQL tient en 1 Mo ; un fichier de réponses s’envoie par l’import.',
    en: 'The request is too large. A GraphQL request fits in 1 MB; a file of answers goes through the import.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    fr: 'Ce type de contenu n’est pas pris en charge ici : GraphQL prend « Content-Type: application/json » ; un fichier de réponses, « text/csv » ou « application/x-ndjson ».',
    en: 'This content type is not taken here: GraphQL takes "Content-Type: application/json"; a file of answers, "text/csv" or "application/x-ndjson".',
  },
};

const httpStatusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error
      ? error.statusCode
      : undefined;
  return typeof status === 'number' ? status : undefined;
};

/** The fault behind what the HTTP layer threw: its own errors have a status, ours a code. */
const httpFaultOf = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const status = httpStatusOf(error);
  const code = status === undefined ? undefined : codesByStatus[status];
  const text = code === undefined ? undefined : texts[code];
  if (code === undefined || text === undefined) return faultOf(error);
  return new Fault(code, text, {}, { cause: error });
};

/** Writes a fault of ours with its stack, one of a service with its cause, a caller's mistake with its code. */
export const logFault = (logger: Logger, fault: Fault, correlationId: string): void => {
  if (fault.code === 'INTERNAL')
    logger.error({ correlationId, err: fault.cause ?? fault }, 'fault');
  else if (fault.code === 'SERVICE_UNAVAILABLE') {
    logger.warn({ correlationId, err: fault.cause }, 'service unavailable');
  } else logger.debug({ correlationId, code: fault.code }, 'refused');
};

/** How a route tells a fault: the media type, the body, and what the headers say beside them. */
type RenderedFault = {
  readonly type: string;
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};
export type RenderFault = (fault: Fault, request: FastifyRequest) => RenderedFault;

/** RFC 9457 problem details. */
export const problemDetails: RenderFault = (
  fault,
  { observatory: { correlationId, language } },
) => ({
  type: 'application/problem+json; charset=utf-8',
  body: {
    title: fault.code,
    status: statusOf(fault.code),
    detail: fault.text[language],
    code: fault.code,
    correlationId,
    ...fault.details,
  },
});

/** Answers a request with what went wrong in it. */
export type ReplyFault = (error: unknown, request: FastifyRequest, reply: FastifyReply) => void;

export const faultReplier =
  (logger: Logger, render: RenderFault): ReplyFault =>
  (error, request, reply) => {
    const fault = httpFaultOf(error);
    logFault(logger, fault, request.observatory.correlationId);
    if (fault.code === 'UNAUTHENTICATED') void reply.header('www-authenticate', 'Bearer');
    const { type, body, headers = {} } = render(fault, request);
    void reply.code(statusOf(fault.code)).headers(headers).type(type).send(body);
  };

const passingStatuses: ReadonlySet<number> = new Set([429, 503]);
const retryAfterSeconds = '5';

/**
 * What fails before Nest sees the request (a body that cannot be read) is answered by the route itself:
 * Fastify fixes the handler of a route when a plugin is awaited before it, and Nest sets its own after. What
 * passes by itself is answered with when to ask again.
 */
export const registerFaults = (server: FastifyInstance, replyFault: ReplyFault): void => {
  server.addHook('onRoute', (route) => {
    route.errorHandler = replyFault;
  });
  server.addHook('onSend', (_request, reply, _payload, done) => {
    if (passingStatuses.has(reply.statusCode)) void reply.header('retry-after', retryAfterSeconds);
    done();
  });
};

/** Answers what a guard or a handler throws; what a resolver throws is left to GraphQL's own formatter. */
@Catch()
export class FaultFilter implements ExceptionFilter {
  constructor(private readonly replyFault: ReplyFault) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    this.replyFault(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
