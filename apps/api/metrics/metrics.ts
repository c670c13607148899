import { Inject, Injectable } from '@nestjs/common';
import { Gauge, Histogram, Registry } from 'prom-client';

import type { ProjectionState, ProjectionStatus } from '#application';

import type { Status } from '../pages/status.js';
import { POOL_USAGE, type PoolUsage, VERSION } from '../ports.js';

const statuses: readonly ProjectionStatus[] = ['waiting', 'following', 'rebuilding', 'stopped'];
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
  private readonly registry = new Registry();

  private readonly durations = new Histogram({
    name: 'observatory_http_request_duration_seconds',
    help: 'How long requests took, by declared route.',
    labelNames: ['method', 'route', 'status'],
    buckets: durationsS,
    registers: [this.registry],
  });

  private readonly databaseUp = this.gauge('database_up', '1 when the database answers, else 0.');
  private readonly head = this.gauge('log_position', 'The last position of the event log.');
  private readonly position = this.gauge(
    'projection_position',
    'Everything at or before it is in the rows of the read model.',
    'projection',
  );
  private readonly lag = this.gauge(
    'projection_lag_positions',
    'How far the log is beyond the read model, in positions.',
    'projection',
  );
  private readonly lagSeconds = this.gauge(
    'projection_lag_seconds',
    'The age of the oldest event that is not in the rows; 0 when there is none.',
    'projection',
  );
  private readonly status = this.gauge(
    'projection_status',
    '1 for the status that the read model has, 0 for the others.',
    'projection',
    'status',
  );
  private readonly skipped = this.gauge(
    'projection_skipped_events',
    'How many events its rows are made without.',
    'projection',
  );
  private readonly connections = this.gauge(
    'pool_connections',
    'Connections to the database, by state: idle, busy.',
    'state',
  );
  private readonly waiting = this.gauge('pool_waiting', 'Who waits for a connection.');
  private readonly limit = this.gauge('pool_limit', 'Connections at most.');
  private readonly memory = this.gauge('resident_memory_bytes', 'Memory of the process.');

  constructor(
    @Inject(POOL_USAGE) private readonly poolUsage: () => PoolUsage,
    @Inject(VERSION) version: string,
  ) {
    this.gauge('info', 'Always 1; the version is its label.', 'version').set({ version }, 1);
  }

  readonly contentType = this.registry.contentType;

  answered({ durationMs, ...labels }: Answered): void {
    this.durations.observe(labels, durationMs / 1_000);
  }

  /** In the text format of Prometheus. What is not known while the database is away is left out. */
  async text(status: Status): Promise<string> {
    this.forgetStates();
    this.measureProcess();
    this.databaseUp.set(status.kind === 'available' ? 1 : 0);
    if (status.kind === 'available') {
      this.head.set(Number(status.head));
      for (const state of status.projections) this.measureProjection(state);
    }
    return this.registry.metrics();
  }

  private forgetStates(): void {
    const { head, position, lag, lagSeconds, status, skipped } = this;
    for (const gauge of [position, lag, lagSeconds, status, skipped]) gauge.reset();
    head.remove();
  }

  private measureProcess(): void {
    const { total, idle, waiting, limit } = this.poolUsage();
    this.connections.set({ state: 'idle' }, idle);
    this.connections.set({ state: 'busy' }, total - idle);
    this.waiting.set(waiting);
    this.limit.set(limit);
    this.memory.set(process.memoryUsage.rss());
  }

  private measureProjection(state: ProjectionState): void {
    const { projection } = state;
    this.position.set({ projection }, Number(state.position));
    this.lag.set({ projection }, Number(state.lag));
    this.lagSeconds.set({ projection }, state.lagSeconds);
    this.skipped.set({ projection }, state.skipped.length);
    for (const status of statuses)
      this.status.set({ projection, status }, status === state.status ? 1 : 0);
  }

  private gauge(name: string, help: string, ...labelNames: readonly string[]): Gauge {
    return new Gauge({
      name: `observatory_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
    });
  }
}
