import { Counter, Gauge, type Registry } from 'prom-client';

import type { Relay, RelayLag, RelayState } from '#application/relay';

const statuses: readonly RelayState['status'][] = [
  'waiting',
  'following',
  'retrying',
  'blocked',
  'stopped',
];

/** What is measured of a relay. Names and labels: docs/reference/metrics.md. */
export class RelayMetrics {
  private readonly published: Counter;
  private readonly position: Gauge;
  private readonly positions: Gauge;
  private readonly seconds: Gauge;
  private readonly status: Gauge;

  constructor(
    registry: Registry,
    private readonly relay: Pick<Relay, 'state' | 'publishedEvents'>,
  ) {
    const registers = [registry];
    this.published = new Counter({
      name: 'observatory_relay_published_events_total',
      help: 'Events that this process has published, repeats included.',
      registers,
    });
    this.position = new Gauge({
      name: 'observatory_relay_position',
      help: 'Everything at or before it has been published.',
      registers,
    });
    this.positions = new Gauge({
      name: 'observatory_relay_lag_positions',
      help: 'How far the log is beyond what has been published, in positions.',
      registers,
    });
    this.seconds = new Gauge({
      name: 'observatory_relay_lag_seconds',
      help: 'The age of the oldest event that is not published; 0 when there is none.',
      registers,
    });
    this.status = new Gauge({
      name: 'observatory_relay_status',
      help: '1 for the status that the relay has, 0 for the others.',
      labelNames: ['status'],
      registers,
    });
  }

  /** Without a lag, which a database that is away cannot tell, the last one is taken away. */
  measure(lag: RelayLag | undefined): void {
    const { status: current } = this.relay.state();
    for (const status of statuses) this.status.set({ status }, status === current ? 1 : 0);
    this.published.reset();
    this.published.inc(this.relay.publishedEvents());
    if (lag === undefined) {
      for (const gauge of [this.position, this.positions, this.seconds]) gauge.remove();
      return;
    }
    this.position.set(Number(lag.position));
    this.positions.set(Number(lag.positions));
    this.seconds.set(lag.seconds);
  }
}
