import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

import type { TakenIn } from '#application/intake';

const durationsS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** What is measured of an intake. Names and labels: docs/reference/metrics.md. */
export class IntakeMetrics {
  private readonly messages: Counter;
  private readonly refusals: Counter;
  private readonly deadLetters: Counter;
  private readonly postponements: Counter;
  private readonly lag: Gauge;
  private readonly durations: Histogram;

  constructor(registry: Registry) {
    const registers = [registry];
    this.messages = new Counter({
      name: 'observatory_intake_messages_total',
      help: 'Messages that were taken in, by what became of them.',
      labelNames: ['fate'],
      registers,
    });
    this.refusals = new Counter({
      name: 'observatory_intake_refusals_total',
      help: 'Problems with which messages were refused, by code.',
      labelNames: ['code'],
      registers,
    });
    this.deadLetters = new Counter({
      name: 'observatory_intake_dead_letters_total',
      help: 'Messages that could not be read, by code.',
      labelNames: ['code'],
      registers,
    });
    this.postponements = new Counter({
      name: 'observatory_intake_postponements_total',
      help: 'Batches that wait for something that is away, by fault.',
      labelNames: ['fault'],
      registers,
    });
    this.lag = new Gauge({
      name: 'observatory_intake_lag_messages',
      help: 'Messages of the partition that were not taken in yet, when last looked.',
      labelNames: ['partition'],
      registers,
    });
    this.durations = new Histogram({
      name: 'observatory_intake_handling_seconds',
      help: 'How long a message waited for its reply once it was fetched.',
      buckets: durationsS,
      registers,
    });
  }

  answered(
    taken: readonly TakenIn[],
    { partition, seconds, lag }: { partition: number; seconds: number; lag: number },
  ): void {
    for (const { fate, codes } of taken) {
      this.messages.inc({ fate });
      this.durations.observe(seconds);
      if (fate === 'refused') for (const code of codes) this.refusals.inc({ code });
      if (fate === 'dead-letter') for (const code of codes) this.deadLetters.inc({ code });
    }
    this.lag.set({ partition: String(partition) }, lag);
  }

  postponed(fault: string): void {
    this.postponements.inc({ fault });
  }
}
