import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Allow, Fault } from '#platform';

import type { ApiConfig } from '../config.js';
import { API_CONFIG } from '../ports.js';
import { type Answer, GraphqlEngine } from './engine.js';
import { type MediaType, negotiate } from './negotiation.js';
import { type GraphqlRequest, requestOfBody, requestOfQuery } from './request.js';

const notAcceptable = new Fault('NOT_ACCEPTABLE', {
  fr: 'Une réponse GraphQL est en application/graphql-response+json ou en application/json : l’en-tête Accept n’accepte ni l’un ni l’autre.',
  en: 'A GraphQL response is application/graphql-response+json or application/json: the Accept header takes neither.',
});

const mediaTypeFor = (request: FastifyRequest): MediaType => {
  const media = negotiate(request.headers.accept);
  if (media === undefined) throw notAcceptable;
  return media;
};

/** With the older media type a well-formed request is answered 200, whatever it says; an outage is still one. */
const statusFor = ({ status, hasErrors }: Answer, media: MediaType): number => {
  const kept = [405, 503].includes(status);
  return media === 'application/json' && !kept && hasErrors ? 200 : status;
};

const isBrowser = ({ headers, query }: FastifyRequest): boolean =>
  (headers.accept ?? '').includes('text/html') && !Object.hasOwn(query as object, 'query');

/** GraphQL over HTTP: `POST` for everything, `GET` for queries. */
@Controller('graphql')
export class GraphqlController {
  constructor(
    private readonly engine: GraphqlEngine,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  @Allow('public')
  @Post()
  async post(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const media = mediaTypeFor(request);
    await this.reply(requestOfBody(request.body), media, request, reply);
  }

  @Allow('public')
  @Get()
  async get(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    if (this.config.graphql.graphiql && isBrowser(request)) {
      await reply.redirect('/graphiql', 303);
      return;
    }
    const media = mediaTypeFor(request);
    await this.reply(
      requestOfQuery(request.query as Readonly<Record<string, unknown>>),
      media,
      request,
      reply,
    );
  }

  private async reply(
    asked: GraphqlRequest,
    media: MediaType,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const answer = await this.engine.answer(asked, request.method, request.observatory);
    const status = statusFor(answer, media);
    if (status === 405) void reply.header('allow', 'POST');
    await reply
      .code(status)
      .header('content-type', `${media}; charset=utf-8`)
      .header('vary', 'Accept, Accept-Language, Authorization')
      .send(answer.bytes);
  }
}
