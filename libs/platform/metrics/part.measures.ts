import type { Gauge, Registry } from 'prom-client';

import { gaugeIn } from './gauge.js';

/** Whether each part of a process works. */
export class PartMeasures {
  private readonly up: Gauge;

  constructor(registry: Registry) {
    const help = '1 when a part of the process works, or waits for its turn; 0 when it is down.';
    this.up = gaugeIn(registry, 'part_up', help, 'part');
  }

  measure(parts: readonly { readonly name: string; readonly status: string }[]): void {
    this.up.reset();
    for (const { name, status } of parts) this.up.set({ part: name }, status === 'down' ? 0 : 1);
  }
}
