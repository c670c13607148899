import type { Gauge, Registry } from 'prom-client';

import type { ProjectionState, ProjectionStatus } from '#application';
import type { Position } from '#kernel';

import { gaugeIn } from './gauge.js';

const statuses: readonly ProjectionStatus[] = ['waiting', 'following', 'rebuilding', 'stopped'];

/** Where the log and the read models are. */
export type Standing = {
  readonly head: Position;
  readonly projections: readonly ProjectionState[];
};

/** What is measured of the log and of read models. What is not known while the database is away is left out. */
export class ProjectionMeasures {
  private readonly databaseUp: Gauge;
  private readonly head: Gauge;
  private readonly position: Gauge;
  private readonly lag: Gauge;
  private readonly lagSeconds: Gauge;
  private readonly status: Gauge;
  private readonly skipped: Gauge;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string, ...labels: readonly string[]): Gauge =>
      gaugeIn(registry, name, help, ...labels);
    this.databaseUp = gauge('database_up', '1 when the database answers, else 0.');
    this.head = gauge('log_position', 'The last position of the event log.');
    this.position = gauge(
      'projection_position',
      'Everything at or before it is in the rows of the read model.',
      'projection',
    );
    this.lag = gauge(
      'projection_lag_positions',
      'How far the log is beyond the read model, in positions.',
      'projection',
    );
    this.lagSeconds = gauge(
      'projection_lag_seconds',
      'The age of the oldest event that is not in the rows; 0 when there is none.',
      'projection',
    );
    this.status = gauge(
      'projection_status',
      '1 for the status that the read model has, 0 for the others.',
      'projection',
      'status',
    );
    this.skipped = gauge(
      'projection_skipped_events',
      'How many events its rows are made without.',
      'projection',
    );
  }

  /** Undefined: the database, or the log, does not answer. */
  measure(standing: Standing | undefined): void {
    const { head, position, lag, lagSeconds, status, skipped } = this;
    for (const gauge of [position, lag, lagSeconds, status, skipped]) gauge.reset();
    head.remove();
    this.databaseUp.set(standing === undefined ? 0 : 1);
    if (standing === undefined) return;
    head.set(Number(standing.head));
    for (const state of standing.projections) this.measureProjection(state);
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
}
