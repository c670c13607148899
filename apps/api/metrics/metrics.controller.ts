import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { Allow, Fault, requireAllowed } from '#platform';

import type { ApiConfig } from '../config.js';
import { StatusReader } from '../pages/status.js';
import { API_CONFIG } from '../ports.js';
import { Metrics } from './metrics.js';

const notServed = (): Fault =>
  new Fault('NOT_FOUND', {
    fr: 'Les mesures ne sont pas servies ici : METRICS=off.',
    en: 'Metrics are not served here: METRICS=off.',
  });

/** Open to operators; to everybody, or to nobody, when `METRICS` says so. */
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly statusReader: StatusReader,
    @Inject(API_CONFIG) private readonly config: ApiConfig,
  ) {}

  @Allow('public')
  @Get()
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { metrics } = this.config.http;
    if (metrics === 'off') throw notServed();
    if (metrics === 'operator')
      requireAllowed(['operator'], request.observatory.caller, '/metrics');
    const text = await this.metrics.text(await this.statusReader.status());
    await reply.type(this.metrics.contentType).header('cache-control', 'no-store').send(text);
  }
}
