import { Inject, Injectable } from '@nestjs/common';
import { Histogram, type Registry } from 'prom-client';

import { type PoolUsage, ProcessMeasures, ProjectionMeasures } from '#platform';

import type { Status } from '../pages/status.js';
import { POOL_USAGE, REGISTRY, VERSION } from '../ports.js';

const durationsS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Answered = {
  readonly method: string;
  /** As it is declared, `/publications/:id`: never as it was asked. */
  readonly route: string;
  readonly status: number;
  readonly durationMs: number;
};

/** What is measured, in one registry for each application. Names and labels: docs/reference/metrics.md. */
@Injectable()
export class Metrics {
  private readonly durations: Histogram;
  private readonly projections: ProjectionMeasures;
  private readonly process: ProcessMeasures;

  constructor(
    @Inject(REGISTRY) private readonly registry: Registry,
    @Inject(POOL_USAGE) private readonly poolUsage: () => PoolUsage,
    @Inject(VERSION) version: string,
  ) {
    this.durations = new Histogram({
      name: 'observatory_http_request_duration_seconds',
      help: 'How long requests took, by declared route.',
      labelNames: ['method', 'route', 'status'],
      buckets: durationsS,
      registers: [registry],
    });
    this.projections = new ProjectionMeasures(registry);
    this.process = new ProcessMeasures(registry, version);
  }

  get contentType(): string {
    return this.registry.contentType;
  }

  answered({ durationMs, ...labels }: Answered): void {
    this.durations.observe(labels, durationMs / 1_000);
  }

  /** What is not known while the database is away is left out. */
  measure(status: Status): void {
    this.process.measure(this.poolUsage());
    this.projections.measure(status.kind === 'available' ? status : undefined);
  }

  /** In the text format of Prometheus. */
  async text(status: Status): Promise<string> {
    this.measure(status);
    return this.registry.metrics();
  }
}
