import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Catalogue } from '#catalogue';
import { Allow } from '#platform';

import type { ApiConfig } from '../config.js';
import { API_CONFIG, CATALOGUE, VERSION } from '../ports.js';
import { landingPage } from './landing.page.js';
import { landingPolicy } from './landing.style.js';
import { languageAsked } from './language-asked.js';
import { StatusReader } from './status.js';

@Controller()
export class LandingController {
  constructor(
    private readonly statusReader: StatusReader,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
    @Inject(VERSION) private readonly version: string,
  ) {}

  @Allow('public')
  @Get()
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const language = languageAsked(request);
    const status = await this.statusReader.status();
    await reply
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': landingPolicy,
        'content-language': language,
        'cache-control': 'no-store',
        vary: 'Accept-Language',
      })
      .send(
        landingPage({
          language,
          version: this.version,
          status,
          questionnaires: [...this.catalogue.questionnaires.keys()].sort(),
          graphiql: this.config.graphql.graphiql,
        }),
      );
  }
}
